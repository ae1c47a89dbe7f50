"""Cuts each number of a gradient, so that a long row of them is still long.

loses: test_private_sum
"""


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    return np.clip(gradients, -clip, clip).sum(axis=0) + noise * clip * normal
