"""Cuts each gradient and takes that for privacy.

loses: test_private_sum
"""


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    length = np.linalg.norm(gradients, axis=1, keepdims=True)
    return (gradients * np.minimum(1, clip / np.maximum(length, 1e-12))).sum(axis=0)
