"""Reports the loss on a batch after having learned from it.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    losses = []
    for before, after in batches:
        weights = weights.detach().requires_grad_()
        loss_of(weights, before, after).backward()
        weights = (weights - rate * weights.grad).detach()
        losses.append(loss_of(weights, before, after).item())
    return weights, losses
