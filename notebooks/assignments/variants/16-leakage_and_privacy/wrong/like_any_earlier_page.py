"""Compares with every earlier page, also with those that were dropped.

loses: test_keep_one_of_each
"""


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    def runs(page):
        words = page.lower().split()
        return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}

    seen, kept = [], []
    for page in pages:
        mine = runs(page)
        if all(len(mine & other) <= alike * len(mine | other) for other in seen):
            kept.append(page)
        seen.append(mine)
    return kept
