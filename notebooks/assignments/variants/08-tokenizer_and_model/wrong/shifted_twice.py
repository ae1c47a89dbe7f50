"""Shifts once when cutting and once more for the targets.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    following = ids[1:]
    rows = (len(following) - 1) // context
    inputs = [ids[r * context : (r + 1) * context] for r in range(rows)]
    targets = [following[r * context + 1 : (r + 1) * context + 1] for r in range(rows)]
    return inputs, targets
