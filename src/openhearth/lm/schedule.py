"""The learning rate, by the share of the budget that is spent: of the time on the dial, or of the steps."""

WARM_UP = 0.02
DECAY = 0.6


def rate(share: float) -> float:
    """What to multiply the peak learning rate by when ``share`` (0 to 1) of the budget is spent.

    Rises over the first 2 %, stays, and falls linearly to zero over the last 60 %: as good as a cosine, and
    right wherever the run is cut.
    """
    return max(0.0, min(1.0, (share + WARM_UP / 20) / WARM_UP, (1 - share) / DECAY))
