"""Counts four numbers a parameter and takes them for four bytes.

loses: test_sequences_at_once
"""

# %% sequences_at_once
def sequences_at_once(parameters, activations, memory):
    numbers = parameters * (1 + 1 + 2)
    return max(0, (memory - numbers) // activations)
