"""Searches for the title anywhere in the text.

loses: test_missing_parts
"""


# %% missing_parts
def missing_parts(card, required):
    return [name for name in required if name.lower() not in card.lower()]
