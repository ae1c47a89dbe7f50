"""Who builds models when compute is dear, and what changes when results are shared: a toy world (lesson 00).

Teams with unequal means serve language communities of unequal size. In each round a team whose budget reaches the
price of entry builds a model; users choose among models, better ones more often, and a little more often one from home;
users bring money, and money buys the next round's compute. If the best model of a round is released, others may adapt
it for a share of the price of entry, and need not spend again what its makers spent.

It is a toy: it shows what follows from these assumptions, not what will happen. Its numbers are chosen, not measured.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """The assumptions. Compute is in units of what the median team can pay for by itself."""

    teams: int = 60
    communities: int = 12  # teams are dealt out to them in turn
    rounds: int = 25
    inequality: float = 1.5  # standard deviation of the logarithm of the teams' own means
    entry: float = 5.0  # compute that a model from scratch takes in the first round
    growth: float = 1.08  # by which that grows each round
    return_on_users: float = 1.0  # money that all users together bring, relative to all teams' own means
    choosiness: float = (
        3.0  # a model with ten times the compute behind it is e**choosiness times as attractive
    )
    home: float = 1.0  # a model from one's own community is e**home times as attractive
    openness: float = 0.0  # probability that the best model of a round is released
    adapting: float = 0.05  # share of the price of entry that adapting a released model takes


@dataclass(frozen=True)
class History:
    """What happened, round by round."""

    share: Floats  # (rounds, teams) part of all users
    builds: npt.NDArray[np.bool_]  # (rounds, teams)
    served: Floats  # (rounds,) communities with a model of their own

    @property
    def builders(self) -> Floats:
        """How many teams build, by round."""
        counted: Floats = self.builds.sum(axis=1).astype(float)
        return counted


def gini(values: Sequence[float] | Floats) -> float:
    """How unequal ``values`` are: 0 if all have the same, towards 1 if one has all.

    Half the mean difference between two of them, relative to their mean (Gini 1912). Values are not negative; if all are zero
    there is nothing to share out, and the answer is NaN.
    """
    x = np.sort(np.asarray(values, dtype=float))
    if not x.sum():
        return float("nan")
    place = np.arange(1, len(x) + 1)
    return float(((2 * place - len(x) - 1) * x).sum() / (len(x) * x.sum()))


def hhi(shares: Sequence[float] | Floats) -> float:
    """Herfindahl-Hirschman index: the sum of squared shares; 1 / hhi equal ones would be as concentrated.

    NaN if nobody has anything.
    """
    x = np.asarray(shares, dtype=float)
    return float("nan") if not x.sum() else float(((x / x.sum()) ** 2).sum())


def run(world: World, seed: int) -> History:
    """One history of ``world``; teams and chances follow from ``seed`` alone, not from the other assumptions."""
    rng = np.random.default_rng(seed)
    own = np.exp(world.inequality * rng.standard_normal(world.teams))
    chance = rng.random(world.rounds)
    home = np.arange(world.teams) % world.communities
    size = 1.0 / np.arange(1, world.communities + 1)
    size = rng.permutation(size / size.sum())
    share, released = np.zeros(world.teams), 0.0
    shares, builds, served = [], [], []
    for turn in range(world.rounds):
        budget = own + world.return_on_users * own.sum() * share
        price = world.entry * world.growth**turn
        can = budget >= (price * min(world.adapting, 1.0) if released else price)
        share = chosen(budget + released, can, home, size, world)
        released = float(budget[can].max()) if can.any() and chance[turn] < world.openness else 0.0
        shares.append(share)
        builds.append(can)
        served.append(float(len(set(home[can]))))
    return History(np.array(shares), np.array(builds), np.array(served))


def chosen(
    compute: Floats, can: npt.NDArray[np.bool_], home: npt.NDArray[np.int64], size: Floats, world: World
) -> Floats:
    """The part of all users that each team gets, (teams,): zeros if no one builds.

    Args:
        compute: behind each team's model, (teams,).
        can: who builds.
        home: the community of each team.
        size: the part of all users that each community is, (communities,).
    """
    if not can.any():
        return np.zeros(len(compute))
    own = home[:, None] == np.arange(len(size))  # (teams, communities)
    pull = can[:, None] * compute[:, None] ** (world.choosiness / np.log(10)) * np.exp(world.home * own)
    taken: Floats = (pull / pull.sum(axis=0)) @ size
    return taken


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds and its 95 % bootstrap interval: how well the mean is known, not how far histories differ."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.2f} ({self.low:.2f} to {self.high:.2f})"


MEASURES: dict[str, Callable[[History], float]] = {
    "teams that build": lambda history: float(history.builders[-1]),
    "communities with a model of their own": lambda history: float(history.served[-1]),
    "HHI of users": lambda history: hhi(history.share[-1]),
    "Gini of users": lambda history: gini(history.share[-1]),
}
"""What the lesson looks at, at the end of a history."""


def measured(world: World, seeds: Sequence[int] = range(60)) -> dict[str, Estimate]:
    """Each of `MEASURES`, over histories with these seeds."""
    histories = [run(world, seed) for seed in seeds]
    return {name: estimate([measure(one) for one in histories]) for name, measure in MEASURES.items()}


def effect_of_openness(world: World, measure: str, seeds: Sequence[int] = range(60)) -> Estimate:
    """What releasing the best model of each round adds to ``measure``: open minus closed, on the same seeds."""
    of = MEASURES[measure]
    closed, opened = replace(world, openness=0.0), replace(world, openness=1.0)
    return estimate([of(run(opened, seed)) - of(run(closed, seed)) for seed in seeds])


def estimate(values: Sequence[float], draws: int = 2000) -> Estimate:
    """The mean of ``values`` with a percentile bootstrap interval (always the same draws)."""
    x = np.asarray(values, dtype=float)
    means = np.random.default_rng(0).choice(x, (draws, len(x))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(x.mean()), float(low), float(high))
