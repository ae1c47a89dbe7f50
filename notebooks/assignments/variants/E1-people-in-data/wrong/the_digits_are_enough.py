"""Gives back the digits that were tried, not the number that can be called.

loses: test_numbers_behind
"""


# %% numbers_behind
def numbers_behind(tokens, begin, digits, salt):
    found = {}
    for n in range(10**digits):
        ending = f"{n:0{digits}d}"
        token = hashlib.sha256((salt + begin + ending).encode()).hexdigest()
        if token in tokens:
            found[token] = ending
    return found
