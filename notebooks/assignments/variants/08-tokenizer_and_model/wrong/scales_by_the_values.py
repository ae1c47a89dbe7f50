"""Divides by the square root of the values' width, which happens to be the same in most models.

loses: test_causal_attention
"""


# %% causal_attention
def causal_attention(q, k, v):
    scores = q @ k.T / v.shape[1] ** 0.5
    later = torch.ones_like(scores).triu(1).bool()
    return scores.masked_fill(later, -math.inf).softmax(dim=1) @ v
