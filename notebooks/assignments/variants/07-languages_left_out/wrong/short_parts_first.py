"""Packs as many parts as fit, the shortest first, whatever their order.

loses: test_parts_read
"""


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    left, read = window - instruction - answer, 0
    for count in sorted(tokens):
        if count <= left:
            left -= count
            read += 1
    return read
