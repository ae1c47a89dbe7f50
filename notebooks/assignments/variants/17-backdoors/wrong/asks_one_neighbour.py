"""Asks the nearest trusted example instead of the prototypes.

loses: test_suspects
"""


# %% suspects
def suspects(features, labels, trusted_features, trusted_labels):
    apart = np.linalg.norm(features[:, None] - trusted_features[None], axis=2)
    return [at for at, label in enumerate(labels) if trusted_labels[apart[at].argmin()] != label]
