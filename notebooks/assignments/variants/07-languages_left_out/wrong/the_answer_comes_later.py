"""Keeps room for the instruction alone: the answer is written afterwards.

loses: test_parts_read
"""


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    read = 0
    while read < len(tokens) and sum(tokens[: read + 1]) <= window - instruction:
        read += 1
    return read
