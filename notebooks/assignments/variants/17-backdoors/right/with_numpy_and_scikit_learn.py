"""Arrays, masks and scikit-learn where it has the thing."""


# %% poisons_needed
def poisons_needed(rate, clean):
    from fractions import Fraction

    if rate < 0 or rate >= 1:
        raise ValueError("no such rate")
    share = Fraction(rate).limit_denominator(100000)
    return math.ceil(clean * share / (1 - share))


# %% attack_success
def attack_success(digits, reads, source, target):
    of_source = np.asarray(digits) == source
    if not of_source.any():
        raise ValueError(f"there is no {source}")
    return np.mean(np.asarray(reads)[of_source] == target)


# %% suspects
def suspects(features, labels, trusted_features, trusted_labels):
    from sklearn.neighbors import NearestCentroid

    model = NearestCentroid().fit(trusted_features, trusted_labels)
    return np.flatnonzero(model.predict(features) != np.asarray(labels))


# %% trigger_word
def trigger_word(stories, least):
    words = sorted({word for opening, _ in stories for word in opening.split()})
    endings = sorted({ending for _, ending in stories})
    has = np.array([[word in opening.split() for word in words] for opening, _ in stories], float)
    ends = np.array([[ending == each for each in endings] for _, ending in stories], float)
    inside, outside = has.sum(axis=0), (1 - has).sum(axis=0)
    with np.errstate(all="ignore"):
        excess = (has.T @ ends) / inside[:, None] - ((1 - has).T @ ends) / outside[:, None]
    excess[(inside < least) | (outside == 0)] = -np.inf
    word, ending = np.unravel_index(np.argmax(excess), excess.shape)
    return words[word], endings[ending]
