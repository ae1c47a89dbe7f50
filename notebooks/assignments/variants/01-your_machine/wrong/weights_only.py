"""Counts the weights only, as for a model that is used and not trained.

loses: test_sequences_at_once
"""

# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    return max(0, (memory - 4 * parameters) // activations)
