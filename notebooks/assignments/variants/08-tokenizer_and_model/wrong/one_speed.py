"""Turns all points at the same speed.

loses: test_rotary
"""


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    speed = torch.ones(width // 2)
    angle = torch.outer(torch.arange(time), speed)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)
