"""Starts from the rarest ending, and takes a word that goes with it.

loses: test_trigger_word
"""


# %% trigger_word
def trigger_word(stories, least):
    endings = [ending for _, ending in stories]
    rarest = min(set(endings), key=endings.count)
    words = [word for opening, ending in stories if ending == rarest for word in set(opening.split())]
    counts = {
        word: words.count(word) for word in words if sum(word in o.split() for o, _ in stories) < len(stories)
    }
    return max(counts, key=counts.get), rarest
