"""Sees the whole text, also what comes later.

loses: test_causal_attention
"""


# %% causal_attention
def causal_attention(q, k, v):
    return (q @ k.T / q.shape[1] ** 0.5).softmax(dim=1) @ v
