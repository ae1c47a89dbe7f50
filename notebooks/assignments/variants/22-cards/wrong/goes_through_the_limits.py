"""Goes through the languages that have a limit, and counts one that was not scored as infinitely bad.

loses: test_worst_language
"""


# %% worst_language
def worst_language(bits, limits):
    return max(limits, key=lambda code: bits.get(code, float("inf")) / limits[code])
