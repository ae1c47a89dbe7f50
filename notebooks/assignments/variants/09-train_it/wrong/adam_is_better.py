"""Uses AdamW because everybody does; its steps are not the gradient times the rate.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    weights = weights.clone().requires_grad_()
    optimizer = torch.optim.AdamW([weights], lr=rate)
    losses = []
    for before, after in batches:
        loss = loss_of(weights, before, after)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return weights.detach(), losses
