"""Takes the language nearest to its limit, confusing best and worst.

loses: test_worst_language
"""


# %% worst_language
def worst_language(bits, limits):
    return min(bits, key=lambda code: bits[code] / limits[code])
