"""Moves half-way to each network in turn, so that the last counts most.

loses: test_federated_average
"""


# %% federated_average
def federated_average(networks, examples):
    average = dict(networks[0])
    for network in networks[1:]:
        average = {name: (average[name] + network[name]) / 2 for name in average}
    return average
