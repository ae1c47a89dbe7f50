"""Takes the network of the clinic with the most examples.

loses: test_federated_average
"""


# %% federated_average
def federated_average(networks, examples):
    return dict(networks[int(np.argmax(examples))])
