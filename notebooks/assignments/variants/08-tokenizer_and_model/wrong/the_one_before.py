"""Shifts the wrong way: asks for the token before.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    rows = (len(ids) - 1) // context
    inputs = [ids[r * context + 1 : (r + 1) * context + 1] for r in range(rows)]
    targets = [ids[r * context : (r + 1) * context] for r in range(rows)]
    return inputs, targets
