"""Gives keys and values as many heads as queries.

loses: test_parameters
"""


# %% parameters
def parameters(shape):
    width, head = shape["width"], shape["width"] // shape["heads"]
    queries_and_output = 2 * width * shape["heads"] * head
    keys_and_values = 2 * width * shape["heads"] * head
    layer = queries_and_output + keys_and_values + 3 * width * shape["hidden"] + 2 * width
    tables = 1 if shape["tie_embeddings"] else 2
    return tables * shape["vocab_size"] * width + shape["layers"] * layer + width
