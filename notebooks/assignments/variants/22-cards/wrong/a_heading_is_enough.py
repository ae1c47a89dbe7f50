"""Believes that a heading is a part, also when nothing stands under it.

loses: test_missing_parts
"""


# %% missing_parts
def missing_parts(card, required):
    titles = [line[3:].strip().lower() for line in card.splitlines() if line.startswith("## ")]
    return [name for name in required if name.lower() not in titles]
