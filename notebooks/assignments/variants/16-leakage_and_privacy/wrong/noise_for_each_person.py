"""Adds the noise to every person's gradient, and so as many times as there are people.

loses: test_private_sum
"""


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    length = np.linalg.norm(gradients, axis=1, keepdims=True)
    cut = gradients * np.minimum(1, clip / np.maximum(length, 1e-12))
    return (cut + noise * clip * normal).sum(axis=0)
