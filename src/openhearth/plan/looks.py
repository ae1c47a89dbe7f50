"""Looks at held-out stories in the course of a training: how often, and what they cost of its time."""

from openhearth.plan.tokens import bytes_a_token

LOOKS = 12
"""Between the first and the last, at most."""
PATIENCE = 30
"""Between two looks, so many times as long as a look takes: those between cost a thirtieth of the time."""
LOOKED_AT = 20_000
"""UTF-8 bytes of stories."""
FORWARD = 0.7
"""What a token costs that is looked at, of one that is trained on: a third of the work, with the readable model, which
takes about twice as long for it (0.4 to 0.9 on `tales`, on two CPU cores)."""


def interval(seconds: float, look: float) -> float:
    """Seconds between two looks that take ``look`` each, in a training of so many ``seconds``."""
    return max(seconds / LOOKS, PATIENCE * look)


def looking(seconds: float, vocabulary: int, tokens_per_second: float) -> float:
    """Seconds that all looks of a training take together, at this speed of training."""
    look = FORWARD * LOOKED_AT / bytes_a_token(vocabulary) / tokens_per_second
    return look * (2 + (seconds - look) // interval(seconds, look))
