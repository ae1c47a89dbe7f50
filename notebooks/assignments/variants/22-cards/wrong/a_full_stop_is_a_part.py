"""Takes the full stop that ends a sentence as a part of the number.

loses: test_unsupported
"""


# %% unsupported
def unsupported(card, evidence):
    return [n for n in re.findall(r"\d[\d,.]*%?", card) if n not in evidence]
