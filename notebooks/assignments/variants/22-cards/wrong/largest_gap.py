"""Takes the difference, which is per byte too, so scripts with three bytes a letter look good.

loses: test_worst_language
"""


# %% worst_language
def worst_language(bits, limits):
    return max(bits, key=lambda code: bits[code] - limits[code])
