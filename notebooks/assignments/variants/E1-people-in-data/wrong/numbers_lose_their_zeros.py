"""Counts from 0 and so drops the zeros that a telephone number keeps.

loses: test_numbers_behind
"""


# %% numbers_behind
def numbers_behind(tokens, begin, digits, salt):
    found = {}
    for n in range(10**digits):
        token = hashlib.sha256(f"{salt}{begin}{n}".encode()).hexdigest()
        if token in tokens:
            found[token] = f"{begin}{n}"
    return found
