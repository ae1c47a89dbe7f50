"""Steps first and looks afterwards, so each step uses the batch before.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    weights = weights.clone().requires_grad_()
    optimizer = torch.optim.SGD([weights], lr=rate)
    losses = []
    for before, after in batches:
        optimizer.step()
        optimizer.zero_grad()
        loss = loss_of(weights, before, after)
        loss.backward()
        losses.append(loss.item())
    return weights.detach(), losses
