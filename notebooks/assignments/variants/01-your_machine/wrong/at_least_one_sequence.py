"""Trains one sequence in any case and hopes that the kernel lets it.

loses: test_sequences_at_once
"""

# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    return max(1, (memory - 16 * parameters) // activations)
