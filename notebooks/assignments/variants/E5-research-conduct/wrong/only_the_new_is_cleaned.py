"""Takes the leaked cases from the new model's score alone.

loses: test_what_to_ask
"""


# %% what_to_ask
def what_to_ask(new, old, leaked, claim):
    if not any(leaked):
        return "nothing"
    clean = [(n, o) for n, o, bad in zip(new, old, leaked) if not bad]
    if not clean:
        return "retract"
    gap = sum(n for n, _ in clean) / len(clean) - sum(old) / len(old)
    return "correct" if 100 * gap > claim else "retract"
