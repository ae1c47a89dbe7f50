"""Begins a row at every token, so that most are read many times over.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    starts = range(len(ids) - context)
    return [ids[s : s + context] for s in starts], [ids[s + 1 : s + context + 1] for s in starts]
