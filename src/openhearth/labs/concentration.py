"""Who can afford to build, when each generation of models costs more than the last? A toy market (lesson 00).

Teams have money; a team that can pay for this round's model builds it and earns by it; what others have opened
saves a part of the cost. Nothing here is fitted to the world: it shows what follows from three assumptions (costs
grow, income goes to those who are already large, open work can be used again), each of which can be switched off.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Market:
    """What is assumed."""

    teams: int = 300
    rounds: int = 12
    growth: float = 1.6  # how many times as much a model costs each round
    reuse: float = 0.0  # part of the cost that open data, code and models save, 0 to 1
    favour: float = 1.5  # income goes as money to this power: 0 to all builders alike
    income: float = 1.0  # per team and round, in costs of the first model

    def __post_init__(self) -> None:
        if not 0 <= self.reuse < 1:
            raise ValueError(f"reuse is {self.reuse}; give a part from 0 to below 1")
        if self.teams < 1 or self.rounds < 1 or self.growth <= 0:
            raise ValueError("give at least one team and one round, and a growth above 0")


def builders(market: Market, seed: int) -> npt.NDArray[np.int64]:
    """How many teams build a model in each round: (rounds,)."""
    random = np.random.default_rng(seed)
    money = random.lognormal(mean=0.5, sigma=1.0, size=market.teams)
    counts = []
    for turn in range(market.rounds):
        cost = market.growth**turn * (1 - market.reuse)
        able = money >= cost
        counts.append(int(able.sum()))
        if able.any():
            weight = np.where(able, money**market.favour, 0.0)
            money = money - np.where(able, cost, 0.0) + market.income * market.teams * weight / weight.sum()
    return np.asarray(counts)


def spread(market: Market, seeds: int = 40) -> npt.NDArray[np.float64]:
    """Lowest tenth, middle and highest tenth of `builders` over seeds: (3, rounds)."""
    runs = np.stack([builders(market, seed) for seed in range(seeds)])
    return np.percentile(runs, (10, 50, 90), axis=0)
