"""Counts points, but divides by the numbers of a vector, so that the speeds fall half as fast.

loses: test_rotary
"""


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    speed = theta ** (-torch.arange(width // 2) / width)
    angle = torch.outer(torch.arange(time), speed)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)
