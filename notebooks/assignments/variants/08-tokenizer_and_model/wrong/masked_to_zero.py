"""Gives later tokens a score of zero, which is a score like any other.

loses: test_causal_attention
"""


# %% causal_attention
def causal_attention(q, k, v):
    scores = q @ k.T / q.shape[1] ** 0.5
    later = torch.ones_like(scores).triu(1).bool()
    return scores.masked_fill(later, 0).softmax(dim=1) @ v
