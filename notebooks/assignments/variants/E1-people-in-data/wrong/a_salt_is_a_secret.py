"""Tries the numbers without the salt, as if nobody knew it.

loses: test_numbers_behind
"""


# %% numbers_behind
def numbers_behind(tokens, begin, digits, salt):
    every = [f"{begin}{n:0{digits}d}" for n in range(10**digits)]
    found = {hashlib.sha256(number.encode()).hexdigest(): number for number in every}
    return {token: found[token] for token in tokens if token in found}
