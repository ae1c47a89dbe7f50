"""Divides by the runs of the shorter page, so that every extract is a copy.

loses: test_keep_one_of_each
"""


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    def runs(page):
        words = page.lower().split()
        return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}

    kept = []
    for page in pages:
        mine = runs(page)
        if all(len(mine & other) <= alike * min(len(mine), len(other)) for _, other in kept):
            kept.append((page, mine))
    return [page for page, _ in kept]
