"""Divides by the width, not by its square root.

loses: test_causal_attention
"""


# %% causal_attention
def causal_attention(q, k, v):
    scores = q @ k.T / q.shape[1]
    later = torch.ones_like(scores).triu(1).bool()
    return scores.masked_fill(later, -math.inf).softmax(dim=1) @ v
