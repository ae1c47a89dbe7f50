"""Takes a longer title for the one that was asked for.

loses: test_missing_parts
"""


# %% missing_parts
def missing_parts(card, required):
    pieces = re.split(r"(?m)^## ", card)[1:]
    filled = [p.lower() for p in pieces if p.partition("\n")[2].strip()]
    return [name for name in required if not any(p.startswith(name.lower()) for p in filled)]
