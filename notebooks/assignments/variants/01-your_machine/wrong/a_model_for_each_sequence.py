"""Gives every sequence a copy of the weights, gradients and averages.

loses: test_sequences_at_once
"""

# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    return memory // (16 * parameters + activations)
