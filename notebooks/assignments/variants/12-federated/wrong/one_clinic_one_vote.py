"""Lets every clinic count the same.

loses: test_federated_average
"""


# %% federated_average
def federated_average(networks, examples):
    return {name: np.mean([network[name] for network in networks], axis=0) for name in networks[0]}
