"""Searches for the number in the evidence as text, so 25 is supported by 10.25.

loses: test_unsupported
"""


# %% unsupported
def unsupported(card, evidence):
    known = " ".join(evidence)
    return [n for n in re.findall(r"\d(?:[\d,.]*\d)?%?", card) if n not in known]
