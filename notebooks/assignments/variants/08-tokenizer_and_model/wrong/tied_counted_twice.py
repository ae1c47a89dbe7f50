"""Counts a tied table twice, because it is used twice.

loses: test_parameters
"""


# %% parameters
def parameters(shape):
    width, head = shape["width"], shape["width"] // shape["heads"]
    queries_and_output = 2 * width * shape["heads"] * head
    keys_and_values = 2 * width * shape["kv_heads"] * head
    layer = queries_and_output + keys_and_values + 3 * width * shape["hidden"] + 2 * width
    tables = 2
    return tables * shape["vocab_size"] * width + shape["layers"] * layer + width
