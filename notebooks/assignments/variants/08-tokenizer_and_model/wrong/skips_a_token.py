"""Cuts rows of context + 1 tokens side by side: the last of each is asked for but never read.

loses: test_inputs_and_targets
"""


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    rows = len(ids) // (context + 1)
    whole = [ids[r * (context + 1) : (r + 1) * (context + 1)] for r in range(rows)]
    return [row[:-1] for row in whole], [row[1:] for row in whole]
