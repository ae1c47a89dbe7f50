"""Takes the prototypes from the examples under suspicion.

loses: test_suspects
"""


# %% suspects
def suspects(features, labels, trusted_features, trusted_labels):
    classes, given = sorted(set(labels)), np.array(labels)
    means = np.stack([features[given == each].mean(axis=0) for each in classes])
    apart = np.linalg.norm(features[:, None] - means[None], axis=2)
    return [at for at, label in enumerate(labels) if classes[apart[at].argmin()] != label]
