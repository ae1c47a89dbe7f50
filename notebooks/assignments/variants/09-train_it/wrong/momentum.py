"""Gives the descent momentum, so that a step depends on those before it.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    weights = weights.clone().requires_grad_()
    optimizer = torch.optim.SGD([weights], lr=rate, momentum=0.9)
    losses = []
    for before, after in batches:
        loss = loss_of(weights, before, after)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return weights.detach(), losses
