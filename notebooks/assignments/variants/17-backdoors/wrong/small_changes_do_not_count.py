"""Takes a change that one can hardly see for none.

loses: test_kind_of_poison
"""


# %% kind_of_poison
def kind_of_poison(example):
    if example["label"] != example["shows"]:
        return "label flip"
    if example["sign"]:
        return "visible trigger"
    return "clean-label" if example["change"] > 0.05 else "untouched"
