"""Believes that an example with the right label cannot be poison.

loses: test_kind_of_poison
"""


# %% kind_of_poison
def kind_of_poison(example):
    if example["label"] != example["shows"]:
        return "label flip"
    return "visible trigger" if example["sign"] else "untouched"
