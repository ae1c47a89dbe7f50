"""Collects the numbers in a set, so their order and a second claim are lost.

loses: test_unsupported
"""


# %% unsupported
def unsupported(card, evidence):
    return sorted(set(re.findall(r"\d(?:[\d,.]*\d)?%?", card)) - set(evidence))
