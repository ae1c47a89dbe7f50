"""Takes raw bits per byte for quality, so scripts with short codes always look worst.

loses: test_worst_language
"""


# %% worst_language
def worst_language(bits, limits):
    return max(bits, key=bits.get)
