"""Adds the gradient, and so climbs.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    losses = []
    for before, after in batches:
        weights = weights.detach().requires_grad_()
        loss = loss_of(weights, before, after)
        loss.backward()
        weights = weights + rate * weights.grad
        losses.append(loss.item())
    return weights.detach(), losses
