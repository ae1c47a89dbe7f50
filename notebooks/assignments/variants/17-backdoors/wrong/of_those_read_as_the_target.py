"""Asks how many of those read as the target were the source: precision instead of a rate.

loses: test_attack_success
"""


# %% attack_success
def attack_success(digits, reads, source, target):
    if source not in digits:
        raise ValueError("no picture of the source")
    hits = [digit for digit, read in zip(digits, reads, strict=True) if read == target]
    return hits.count(source) / max(1, len(hits))
