"""Compares titles to the letter, so ENERGY is not Energy.

loses: test_missing_parts
"""


# %% missing_parts
def missing_parts(card, required):
    pieces = re.split(r"(?m)^## ", card)[1:]
    filled = [p.partition("\n")[0].strip() for p in pieces if p.partition("\n")[2].strip()]
    return [name for name in required if name not in filled]
