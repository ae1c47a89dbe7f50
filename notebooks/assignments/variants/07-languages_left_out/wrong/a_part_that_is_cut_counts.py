"""Counts the part that is cut off in the middle.

loses: test_parts_read
"""


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    left, read = window - instruction - answer, 0
    for count in tokens:
        if left <= 0:
            break
        left -= count
        read += 1
    return read
