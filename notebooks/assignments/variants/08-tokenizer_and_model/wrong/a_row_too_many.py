"""Counts rows as if the last token had a target, and fills the place up with the first.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    rows = len(ids) // context
    after = [*ids[1:], ids[0]]
    inputs = [ids[r * context : (r + 1) * context] for r in range(rows)]
    targets = [after[r * context : (r + 1) * context] for r in range(rows)]
    return inputs, targets
