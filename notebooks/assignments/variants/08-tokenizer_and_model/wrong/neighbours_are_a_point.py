"""Pairs number 2i with 2i + 1, as the paper draws it: weights trained one way are noise the other way.

loses: test_rotary
"""


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    speed = theta ** (-torch.arange(0, width, 2) / width)
    angle = torch.outer(torch.arange(time), speed)
    a, b = x[:, 0::2], x[:, 1::2]
    cos, sin = angle.cos(), angle.sin()
    return torch.stack((a * cos - b * sin, a * sin + b * cos), dim=-1).flatten(1)
