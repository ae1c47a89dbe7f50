"""Retracts whenever anything leaked.

loses: test_what_to_ask
"""


# %% what_to_ask
def what_to_ask(new, old, leaked, claim):
    if not any(leaked):
        return "nothing"
    clean = [(n, o) for n, o, bad in zip(new, old, leaked) if not bad]
    return "retract"
