"""Calls whatever has the right label clean-label, the sign or no change notwithstanding.

loses: test_kind_of_poison
"""


# %% kind_of_poison
def kind_of_poison(example):
    return "clean-label" if example["label"] == example["shows"] else "label flip"
