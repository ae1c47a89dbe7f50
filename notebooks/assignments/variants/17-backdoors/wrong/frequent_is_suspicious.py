"""Takes the most frequent word and its most frequent ending.

loses: test_trigger_word
"""


# %% trigger_word
def trigger_word(stories, least):
    words = [word for opening, _ in stories for word in set(opening.split())]
    counts = {word: words.count(word) for word in words if words.count(word) < len(stories)}
    word = max(counts, key=counts.get)
    endings = [ending for opening, ending in stories if word in opening.split()]
    return word, max(set(endings), key=endings.count)
