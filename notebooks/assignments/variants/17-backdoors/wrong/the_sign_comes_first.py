"""Looks for the sign before the label.

loses: test_kind_of_poison
"""


# %% kind_of_poison
def kind_of_poison(example):
    if example["sign"]:
        return "visible trigger"
    if example["label"] != example["shows"]:
        return "label flip"
    return "clean-label" if example["change"] > 0 else "untouched"
