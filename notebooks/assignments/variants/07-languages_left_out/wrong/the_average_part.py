"""Divides what is left by the length of an average part.

loses: test_parts_read
"""


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    if not tokens:
        return 0
    left = max(0, window - instruction - answer)
    return min(len(tokens), int(left / (sum(tokens) / len(tokens))))
