"""Takes the word whose stories end most alike, be that ending frequent everywhere.

loses: test_trigger_word
"""


# %% trigger_word
def trigger_word(stories, least):
    best = (0.0, "", "")
    for word in {word for opening, _ in stories for word in opening.split()}:
        inside = [ending for opening, ending in stories if word in opening.split()]
        if least <= len(inside) < len(stories):
            for ending in set(inside):
                best = max(best, (inside.count(ending) / len(inside), word, ending))
    return best[1], best[2]
