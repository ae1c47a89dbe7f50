"""Hides the token itself too, so that the first sees nothing at all.

loses: test_causal_attention
"""


# %% causal_attention
def causal_attention(q, k, v):
    scores = q @ k.T / q.shape[1] ** 0.5
    later = torch.ones_like(scores).triu(0).bool()
    return scores.masked_fill(later, -math.inf).softmax(dim=1) @ v
