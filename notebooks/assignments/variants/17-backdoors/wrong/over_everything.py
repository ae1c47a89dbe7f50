"""Counts over all pictures, those of the target too.

loses: test_attack_success
"""


# %% attack_success
def attack_success(digits, reads, source, target):
    if source not in digits:
        raise ValueError("no picture of the source")
    return sum(read == target for read in reads) / len(reads)
