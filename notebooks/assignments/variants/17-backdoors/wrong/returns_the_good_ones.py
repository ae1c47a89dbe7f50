"""Returns those that one would keep.

loses: test_suspects
"""


# %% suspects
def suspects(features, labels, trusted_features, trusted_labels):
    classes, known = sorted(set(trusted_labels)), np.array(trusted_labels)
    means = np.stack([trusted_features[known == each].mean(axis=0) for each in classes])
    apart = np.linalg.norm(features[:, None] - means[None], axis=2)
    return [at for at, label in enumerate(labels) if classes[apart[at].argmin()] == label]
