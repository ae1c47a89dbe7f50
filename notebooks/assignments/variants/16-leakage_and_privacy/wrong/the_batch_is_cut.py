"""Cuts the sum, as one does to keep training stable.

loses: test_private_sum
"""


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    total = gradients.sum(axis=0)
    length = np.linalg.norm(total)
    return total * min(1, clip / max(length, 1e-12)) + noise * clip * normal
