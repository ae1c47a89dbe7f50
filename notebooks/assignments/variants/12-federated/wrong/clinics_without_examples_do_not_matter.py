"""Leaves out clinics without examples, and lets the others count the same.

loses: test_federated_average
"""


# %% federated_average
def federated_average(networks, examples):
    taking_part = [network for network, count in zip(networks, examples, strict=True) if count]
    return {name: np.mean([network[name] for network in taking_part], axis=0) for name in networks[0]}
