"""Asks for the very token that the model reads.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    rows = (len(ids) - 1) // context
    inputs = [ids[r * context : (r + 1) * context] for r in range(rows)]
    return inputs, inputs
