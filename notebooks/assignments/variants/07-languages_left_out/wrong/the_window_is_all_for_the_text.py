"""Forgets that instruction and answer take their tokens from the same window.

loses: test_parts_read
"""


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    read = 0
    while read < len(tokens) and sum(tokens[: read + 1]) <= window:
        read += 1
    return read
