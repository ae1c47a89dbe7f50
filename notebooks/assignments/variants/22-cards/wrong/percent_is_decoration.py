"""Leaves the percent sign out, so 99 measured of anything supports 99%.

loses: test_unsupported
"""


# %% unsupported
def unsupported(card, evidence):
    return [n for n in re.findall(r"\d(?:[\d,.]*\d)?", card) if n not in evidence]
