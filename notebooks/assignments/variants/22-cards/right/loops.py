"""Plain loops, no comprehension and no regular expression for the parts.
"""


# %% unsupported
def unsupported(card, evidence):
    found = []
    for match in re.finditer(r"[0-9][0-9,.]*%?", card):
        number = match.group()
        while number[-1] in ".,":
            number = number[:-1]
        if number not in evidence:
            found.append(number)
    return found


# %% mean_bits
def mean_bits(bits, size):
    spent = read = 0
    for code in size:
        spent += bits[code] * size[code]
        read += size[code]
    return spent / read


# %% worst_language
def worst_language(bits, limits):
    worst, most = None, float("-inf")
    for code, value in bits.items():
        if value / limits[code] > most:
            worst, most = code, value / limits[code]
    return worst
