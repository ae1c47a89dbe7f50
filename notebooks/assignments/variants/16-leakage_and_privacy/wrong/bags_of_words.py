"""Compares which words stand on the pages, in whatever order.

loses: test_keep_one_of_each
"""


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    kept = []
    for page in pages:
        mine = set(page.lower().split())
        if all(len(mine & other) <= alike * len(mine | other) for _, other in kept):
            kept.append((page, mine))
    return [page for page, _ in kept]
