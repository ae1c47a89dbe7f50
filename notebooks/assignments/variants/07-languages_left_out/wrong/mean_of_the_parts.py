"""Takes the mean of the parts' premiums, so that a heading weighs as much as a chapter.

loses: test_premiums
"""


# %% premiums
def premiums(programme, base):
    if base not in programme:
        raise ValueError(base)
    found = {}
    for language, parts in programme.items():
        ratios = [one["tokens"] / other["tokens"] for one, other in zip(parts, programme[base], strict=True) if one and other]
        if ratios:
            found[language] = sum(ratios) / len(ratios)
    return found
