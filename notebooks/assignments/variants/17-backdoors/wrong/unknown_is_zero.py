"""Calls an attack that was never tried a failure.

loses: test_attack_success
"""


# %% attack_success
def attack_success(digits, reads, source, target):
    theirs = [read for digit, read in zip(digits, reads, strict=True) if digit == source]
    return sum(read == target for read in theirs) / max(1, len(theirs))
