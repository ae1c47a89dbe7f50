"""NumPy for the average and the largest gap; the card cut at its headings.
"""


# %% mean_bits
import numpy as np


def mean_bits(bits, size):
    codes = sorted(bits)
    return np.average([bits[c] for c in codes], weights=[size[c] for c in codes])


# %% worst_language
import numpy as np


def worst_language(bits, limits):
    codes = list(bits)
    return codes[int(np.argmax([bits[c] / limits[c] for c in codes]))]


# %% missing_parts
def missing_parts(card, required):
    pieces = re.split(r"(?m)^## ", "\n" + card)[1:]
    filled = []
    for piece in pieces:
        title, _, text = piece.partition("\n")
        if text.strip():
            filled.append(title.strip().casefold())
    return [name for name in required if name.casefold() not in filled]
