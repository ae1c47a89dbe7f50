"""Asks only for the token after the row, and repeats it at every place.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    rows = (len(ids) - 1) // context
    inputs = [ids[r * context : (r + 1) * context] for r in range(rows)]
    targets = [[ids[(r + 1) * context]] * context for r in range(rows)]
    return inputs, targets
