"""Compares each page with the one before it.

loses: test_keep_one_of_each
"""


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    def runs(page):
        words = page.lower().split()
        return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}

    kept = pages[:1]
    for page in pages[1:]:
        a, b = runs(page), runs(kept[-1])
        if len(a & b) <= alike * len(a | b):
            kept.append(page)
    return kept
