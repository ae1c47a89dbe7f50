"""Makes every gradient as long as the clip, also those that were shorter.

loses: test_private_sum
"""


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    length = np.linalg.norm(gradients, axis=1, keepdims=True)
    return (gradients * clip / np.maximum(length, 1e-12)).sum(axis=0) + noise * clip * normal
