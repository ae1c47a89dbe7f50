"""Turns by the share of the text that has gone by, so that a longer text turns everything anew.

loses: test_rotary
"""


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    speed = theta ** (-torch.arange(0, width, 2) / width)
    angle = torch.outer(torch.arange(time) / time, speed)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angle.cos(), angle.sin()
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)
