"""Counts the table of tokens once, also where reading and scoring have one each.

loses: test_parameters
"""


# %% parameters
def parameters(shape):
    width, head = shape["width"], shape["width"] // shape["heads"]
    queries_and_output = 2 * width * shape["heads"] * head
    keys_and_values = 2 * width * shape["kv_heads"] * head
    layer = queries_and_output + keys_and_values + 3 * width * shape["hidden"] + 2 * width
    tables = 1
    return tables * shape["vocab_size"] * width + shape["layers"] * layer + width
