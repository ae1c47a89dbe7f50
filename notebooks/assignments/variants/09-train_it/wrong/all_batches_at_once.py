"""Measures all batches on the first weights and takes all the steps together.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    weights = weights.clone().requires_grad_()
    losses = [loss_of(weights, before, after) for before, after in batches]
    sum(losses).backward()
    return (weights - rate * weights.grad).detach(), [loss.item() for loss in losses]
