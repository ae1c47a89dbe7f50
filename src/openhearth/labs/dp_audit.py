"""A promise of privacy put to the test: train hundreds of times with one person and without, and try to tell (lesson 16).

The model is a logistic regression whose gradients are written out, so that all runs are trained at once. The person is
unusual, as the promise is made to everybody. What an attacker achieves gives a lower limit for the true epsilon.

Sources: Abadi et al. (2016) for DP-SGD; Jagielski, Ullman and Oprea (2020) for auditing it. Shapes: R runs, n people, F features.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from openhearth.labs.dual_use import wilson
from openhearth.labs.privacy import PrivacyError, people

Rows = NDArray[np.float64]
Method = Literal["each", "together"]


def gradients(weights: Rows, rows: Rows, worse: Rows) -> Rows:
    """Each person's own gradient of a logistic regression's loss: (n, F), or (R, n, F) for weights (R, F)."""
    scores = np.clip(weights @ rows.T, -500, 500)  # (..., n)
    found: Rows = (1 / (1 + np.exp(-scores)) - worse)[..., None] * rows
    return found


def clipped_each(each: Rows, clip: float) -> Rows:
    """The sum over people of gradients (..., n, F), each shortened to at most ``clip``: (..., F).

    One person moves the sum by at most ``clip``, whoever it is.
    """
    length = np.linalg.norm(each, axis=-1, keepdims=True)
    found: Rows = (each * np.minimum(1, clip / np.maximum(length, 1e-12))).sum(axis=-2)
    return found


def clipped_together(each: Rows, clip: float) -> Rows:
    """The mean of gradients (..., n, F), shortened to at most ``clip``, times n so as to compare: (..., F).

    What `torch.nn.utils.clip_grad_norm_` does to a batch. One person may turn the whole of it.
    """
    mean = each.mean(axis=-2)
    length = np.linalg.norm(mean, axis=-1, keepdims=True)
    found: Rows = each.shape[-2] * mean * np.minimum(1, clip / np.maximum(length, 1e-12))
    return found


def influence(each: Rows, clip: float, method: Method) -> Rows:
    """How far leaving each person out moves the sum of gradients (n, F), in clips: (n,)."""
    add = clipped_each if method == "each" else clipped_together
    whole = add(each, clip)
    left_out = np.stack([add(np.delete(each, i, axis=0), clip) for i in range(len(each))])
    found: Rows = np.linalg.norm(whole - left_out, axis=1) / clip
    return found


@dataclass(frozen=True)
class Audit:
    """Loss of one person in many runs trained with them, (R,), and in many without, (R,)."""

    inside: Rows
    outside: Rows
    delta: float

    @property
    def epsilon(self) -> float:
        """The least epsilon that what was seen allows, at 95 % confidence for each of two rates; 0 if nothing was seen.

        The threshold is chosen on one half of the runs and judged on the other.
        """
        half = len(self.inside) // 2
        best, sign = max(
            (
                (at, sign)
                for at in np.concatenate((self.inside[:half], self.outside[:half]))
                for sign in (1, -1)
            ),
            key=lambda one: _found(self.inside[:half], *one) - _found(self.outside[:half], *one),
        )
        hits, alarms = (_found(part[half:], best, sign) for part in (self.inside, self.outside))
        tried = len(self.inside) - half
        low, high = wilson(round(hits * tried), tried)[0], wilson(round(alarms * tried), tried)[1]
        return max(0.0, math.log((low - self.delta) / high)) if low > self.delta else 0.0


def audit(
    method: Method,
    noise: float,
    *,
    steps: int = 5,
    clip: float = 1.0,
    rate: float = 0.2,
    runs: int = 600,
    n: int = 200,
    oddity: float = 8.0,
    seed: int = 0,
) -> Audit:
    """Train ``runs`` times with an unusual person among ``n`` and ``runs`` times without.

    Args:
        method: whether gradients are clipped "each" or "together".
        noise: standard deviation of the noise that is added to the sum, in clips; 0 for none.
        oddity: how many times as far from the average the person lies as others do.

    Raises:
        PrivacyError: noise or clip make no sense.
    """
    if noise < 0 or not (math.isfinite(clip) and clip > 0):
        raise PrivacyError(f"noise {noise:g} and clip {clip:g}; give noise of at least 0 and a positive clip")
    members, _, _ = people(members=n, others=10, tested=10, seed=seed)
    rows, worse = members.rows.numpy().astype(float), members.worse.numpy().astype(float)
    odd = rows[:1] * oddity * math.sqrt(rows.shape[1]) / np.linalg.norm(rows[0])
    label = 1.0 - worse[0]
    chance = np.random.default_rng((seed, 16))
    add = clipped_each if method == "each" else clipped_together
    found = []
    for there in (True, False):
        x = np.concatenate((odd, rows[1:])) if there else rows[1:]
        y = np.concatenate(([label], worse[1:])) if there else worse[1:]
        weights = np.zeros((runs, rows.shape[1]))
        for _ in range(steps):
            total = add(gradients(weights, x, y), clip)
            weights -= rate * (total + noise * clip * chance.normal(size=weights.shape)) / n
        score = np.clip(weights @ odd[0] * (1 if label else -1), -500, 500)
        found.append(np.log1p(np.exp(-score)))
    return Audit(found[0], found[1], delta=0.1 / n)


def _found(losses: Rows, at: float, sign: int) -> float:
    return float((sign * losses <= sign * at).mean())
