"""Turns the wrong way: scores still know the distance, but a trained model's weights no longer fit.

loses: test_rotary
"""


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    speed = theta ** (-torch.arange(0, width, 2) / width)
    angle = torch.outer(torch.arange(time), speed)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return torch.cat((a * cos + b * sin, b * cos - a * sin), dim=-1)
