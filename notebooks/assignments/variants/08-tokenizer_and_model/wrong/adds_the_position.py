"""Adds waves of the position to the vector, as the first transformers did, where it should turn it.

loses: test_rotary
"""


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    speed = theta ** (-torch.arange(0, width, 2) / width)
    angle = torch.outer(torch.arange(time), speed)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return x + torch.cat((sin, cos), dim=-1)
