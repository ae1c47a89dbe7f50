"""Counts weights and gradients and forgets AdamW's two averages.

loses: test_sequences_at_once
"""

# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    return max(0, (memory - 8 * parameters) // activations)
