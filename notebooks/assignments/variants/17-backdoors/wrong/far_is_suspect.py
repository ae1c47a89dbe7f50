"""Suspects those who lie far from their own prototype, wherever the others are.

loses: test_suspects
"""


# %% suspects
def suspects(features, labels, trusted_features, trusted_labels):
    known = np.array(trusted_labels)
    apart = [
        np.linalg.norm(row - trusted_features[known == label].mean(axis=0))
        for row, label in zip(features, labels, strict=True)
    ]
    return [at for at, far in enumerate(apart) if far > 1.5 * np.median(apart)]
