"""Takes the softmax down the columns: the tokens that ask share one token out among them.

loses: test_causal_attention
"""


# %% causal_attention
def causal_attention(q, k, v):
    scores = q @ k.T / q.shape[1] ** 0.5
    later = torch.ones_like(scores).triu(1).bool()
    return scores.masked_fill(later, -math.inf).softmax(dim=0) @ v
