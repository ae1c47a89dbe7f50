"""NumPy for sums and shares; a running total for the window; a list of gaps for the premiums."""


# %% premiums
def premiums(programme, base):
    import numpy as np

    if base not in programme:
        raise ValueError(base)

    def row(language):
        return np.array([np.nan if part is None else part["tokens"] for part in programme[language]], dtype=float)

    found = {}
    for language in programme:
        one, other = row(language), row(base)
        both = ~np.isnan(one) & ~np.isnan(other)
        if both.any():
            found[language] = one[both].sum() / other[both].sum()
    return found


# %% shares
def shares(characters, alpha):
    import numpy as np

    counts = np.array(list(characters.values()), dtype=float)
    weight = np.where(counts > 0, np.maximum(counts, 1) ** alpha, 0)
    return dict(zip(characters, weight / weight.sum(), strict=True))


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    import numpy as np

    return (np.cumsum(tokens) <= window - instruction - answer).sum()


# %% named
def named(text, known, least):
    from collections import Counter

    grams = Counter(text[i : i + 3] for i in range(len(text) - 2))
    hits = Counter({name: sum(n for gram, n in grams.items() if gram in common) for name, common in known.items()})
    (best, most), *others = hits.most_common(2)
    if not grams or most / grams.total() < least or (others and others[0][1] == most):
        return None
    return best
