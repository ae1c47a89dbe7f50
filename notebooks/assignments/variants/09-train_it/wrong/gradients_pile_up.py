"""Never clears the gradients, so each step repeats all steps before it.

loses: test_train
"""


# %% train
def train(weights, batches, rate):
    weights = weights.clone().requires_grad_()
    losses = []
    for before, after in batches:
        loss = loss_of(weights, before, after)
        loss.backward()
        with torch.no_grad():
            weights -= rate * weights.grad
        losses.append(loss.item())
    return weights.detach(), losses
