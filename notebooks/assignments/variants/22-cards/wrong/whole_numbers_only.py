"""Believes that a number is a run of digits, and cuts 0.25 and 1,066,112 in pieces.

loses: test_unsupported
"""


# %% unsupported
def unsupported(card, evidence):
    return [n for n in re.findall(r"\d+%?", card) if n not in evidence]
