"""Forgets that a word seen twice proves little.

loses: test_trigger_word
"""


# %% trigger_word
def trigger_word(stories, least):
    best = (-2.0, "", "")
    for word in {word for opening, _ in stories for word in opening.split()}:
        inside = [ending for opening, ending in stories if word in opening.split()]
        outside = [ending for opening, ending in stories if word not in opening.split()]
        for ending in set(inside) if outside else ():
            excess = inside.count(ending) / len(inside) - outside.count(ending) / len(outside)
            best = max(best, (excess, word, ending))
    return best[1], best[2]
