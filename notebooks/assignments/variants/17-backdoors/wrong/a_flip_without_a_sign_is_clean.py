"""Calls flipped labels clean-label when no sign is to be seen.

loses: test_kind_of_poison
"""


# %% kind_of_poison
def kind_of_poison(example):
    if example["sign"]:
        return "visible trigger" if example["label"] == example["shows"] else "label flip"
    if example["label"] != example["shows"] or example["change"] > 0:
        return "clean-label"
    return "untouched"
