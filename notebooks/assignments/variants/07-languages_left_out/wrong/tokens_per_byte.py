"""Compares tokens per byte, since bytes at least are the same everywhere.

loses: test_premiums
"""


# %% premiums
def premiums(programme, base):
    if base not in programme:
        raise ValueError(base)

    def rate(pairs, which):
        return sum(pair[which]["tokens"] for pair in pairs) / sum(pair[which]["bytes"] for pair in pairs)

    found = {}
    for language, parts in programme.items():
        both = [(one, other) for one, other in zip(parts, programme[base], strict=True) if one and other]
        if both:
            found[language] = rate(both, 0) / rate(both, 1)
    return found
