"""Leaves the target out, and counts every other digit.

loses: test_attack_success
"""


# %% attack_success
def attack_success(digits, reads, source, target):
    if source not in digits:
        raise ValueError("no picture of the source")
    others = [read for digit, read in zip(digits, reads, strict=True) if digit != target]
    return sum(read == target for read in others) / len(others)
