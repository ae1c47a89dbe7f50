"""Skips a part that does not fit, and goes on with the next.

loses: test_parts_read
"""


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    left, read = window - instruction - answer, 0
    for count in tokens:
        if count <= left:
            left -= count
            read += 1
    return read
