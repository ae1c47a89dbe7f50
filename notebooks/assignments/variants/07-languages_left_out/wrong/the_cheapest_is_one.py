"""Compares with the cheapest language, and not with the one that was asked for.

loses: test_premiums
"""


# %% premiums
def premiums(programme, base):
    if base not in programme:
        raise ValueError(base)
    found = {}
    for language, parts in programme.items():
        both = [(one, other) for one, other in zip(parts, programme[base], strict=True) if one and other]
        if both:
            found[language] = sum(one["tokens"] for one, _ in both) / sum(other["tokens"] for _, other in both)
    cheapest = min(found.values())
    return {language: one / cheapest for language, one in found.items()}
