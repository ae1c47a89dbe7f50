"""Divides by the limit, so a language with a tiny limit looks worst.

loses: test_worst_language
"""


# %% worst_language
def worst_language(bits, limits):
    return max(bits, key=lambda code: bits[code] / limits[code])
