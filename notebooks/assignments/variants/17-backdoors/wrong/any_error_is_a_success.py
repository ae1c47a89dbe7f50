"""Counts every misread picture of the source.

loses: test_attack_success
"""


# %% attack_success
def attack_success(digits, reads, source, target):
    theirs = [read for digit, read in zip(digits, reads, strict=True) if digit == source]
    if not theirs:
        raise ValueError("no picture of the source")
    return sum(read != source for read in theirs) / len(theirs)
