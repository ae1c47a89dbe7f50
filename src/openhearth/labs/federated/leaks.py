"""What one update tells whoever receives it, and how a sum can be learnt without any of its parts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openhearth.labs.federated.network import Floats, State


def picture_and_digit(before: State, after: State) -> tuple[Floats, int]:
    """The one picture that a client took one step on, and its digit, from the networks before and after.

    The step of a unit's weights is (error) times (picture), that of its bias is (error): their ratio is the picture. Only the
    right class's bias rises.

    Raises:
        ValueError: nothing was learnt between the two.
    """
    bias = after["in_bias"] - before["in_bias"]
    unit = int(np.abs(bias).argmax())
    if bias[unit] == 0:
        raise ValueError("the two networks are the same; an update is needed to read something from it")
    weights = after["in"] - before["in"]
    return weights[unit] / bias[unit], int((after["out_bias"] - before["out_bias"]).argmax())


def candidates(before: State, after: State) -> Floats:
    """The ratio for every unit that moved, (up to 64, 64): with several pictures in the step, mixtures of them, and some pure."""
    bias = after["in_bias"] - before["in_bias"]
    moved = np.abs(bias) > 1e-7
    ratios: Floats = (after["in"] - before["in"])[moved] / bias[moved, None]
    return ratios


def recovered(found: Floats, pictures: Floats, within: float = 0.02) -> NDArray[np.bool_]:
    """Which of ``pictures`` (N, 64) stand in ``found`` (M, 64), no pixel off by more than ``within`` (0 to 1)."""
    if not len(found):
        return np.zeros(len(pictures), bool)
    off = np.abs(found[None] - pictures[:, None]).max(axis=2)  # (N, M)
    near: NDArray[np.bool_] = off.min(axis=1) <= within
    return near


def digits_told(before: State, after: State) -> Floats:
    """For each digit, how far the update moved its output bias (10,): up for digits that the client has many of."""
    return after["out_bias"] - before["out_bias"]


def masked(
    numbers: Sequence[NDArray[np.floating[Any]]], seed: int = 0, scale: float = 100.0
) -> list[NDArray[np.float64]]:
    """``numbers``, one array a client, hidden so that their sum stays: each pair shares a mask, one adds it, one subtracts it.

    The idea of secure aggregation without what makes it secure: agreed keys, finite arithmetic, clients that drop out.
    """
    rng = np.random.default_rng([seed, 3])
    hidden = [np.asarray(each, np.float64).copy() for each in numbers]
    for one in range(len(hidden)):
        for other in range(one + 1, len(hidden)):
            mask = rng.normal(scale=scale, size=hidden[one].shape)
            hidden[one] += mask
            hidden[other] -= mask
    return hidden
