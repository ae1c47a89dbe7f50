"""Falls back on English when nobody knows the language that was asked for.

loses: test_premiums
"""


# %% premiums
def premiums(programme, base):
    base_parts = programme.get(base, programme.get("en"))
    found = {}
    for language, parts in programme.items():
        both = [(one, other) for one, other in zip(parts, base_parts, strict=True) if one and other]
        if both:
            found[language] = sum(one["tokens"] for one, _ in both) / sum(other["tokens"] for _, other in both)
    return found
