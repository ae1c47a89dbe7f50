"""Lesson E6: what waiting is worth when a release cannot be undone, which tier the facts ask for, a decision on record.

    Doubt, Stage   what is hoped and feared of a release, and who gets it when   ->  simulate()  ->  Runs
    Facts          what is known of a model                                       ->  tier()      ->  tier and reasons
    a record       TOML: the decision, its reasons, who was asked, when it stops  ->  objections()

Sources: Solaiman et al. (2019), "Release Strategies and the Social Impacts of Language Models"; Solaiman (2023), "The Gradient
of Generative AI Release"; Arrow and Fisher (1974) on the worth of waiting before what cannot be undone; Kapoor et al. (2024)
on marginal risk. The numbers of ``Doubt`` are invented.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openhearth.errors import OpenhearthError

TIERS = ("open", "registered", "credentialed", "reviewed")
"""From the widest to the narrowest."""


class RecordError(OpenhearthError):
    """A record of a decision that cannot be read."""


@dataclass(frozen=True)
class Doubt:
    """What is hoped and feared of a release, a month, if everybody has it. Good and harm in one unit: a judgement."""

    harmful: float = 0.15  # chance that the model is harmful
    gain: float = 1.0  # good done a month
    harm: float = 6.0  # harm done a month, if it is harmful
    months: int = 24  # how far we look ahead
    incidents: float = 40.0  # a month, if it is harmful
    background: float = 4.0  # a month, if it is not: nothing is free of incidents
    reported: float = 0.5  # part of incidents that reach those who decide

    def __post_init__(self) -> None:
        if not (0 <= self.harmful <= 1 and 0 <= self.reported <= 1):
            raise ValueError(f"chances lie between 0 and 1, not {self.harmful} and {self.reported}")
        if not 0 < self.background < self.incidents:
            raise ValueError(
                "a harmful model must show more incidents than a harmless one, and that one some"
            )

    def chance(self, reports: Any, exposure: Any) -> Any:
        """The chance that the model is harmful, after ``reports``; numbers or arrays.

        Args:
            exposure: months of use by everybody, or so much of it: two months by a tenth are 0.2.
        """
        if self.harmful in (0, 1):
            return self.harmful + 0.0 * np.asarray(reports + exposure)
        few, many = self.reported * self.background, self.reported * self.incidents
        against = reports * math.log(self.incidents / self.background) - exposure * (many - few)
        odds = self.harmful / (1 - self.harmful) * np.exp(np.clip(against, -500, 500))
        return odds / (1 + odds)

    @property
    def at_once(self) -> float:
        """What open weights bring on average if they are given to everybody today."""
        return self.months * (self.gain - self.harmful * self.harm)

    @property
    def turning_point(self) -> float:
        """The chance of being harmful above which a release does more harm than good."""
        return min(1.0, self.gain / self.harm)


@dataclass(frozen=True)
class Stage:
    """A part of a release: which share of all users has it, for how many months, and whether it can be taken away."""

    name: str
    share: float
    months: int
    undone: bool  # a service can be switched off, weights that were copied cannot be called back


AT_ONCE = (Stage("open", 1.0, 24, False),)
SERVICE = tuple(Stage("service", 1.0, 2, True) for _ in range(12))
IN_STAGES = (
    Stage("reviewed", 0.05, 2, True),
    Stage("credentialed", 0.15, 2, True),
    Stage("registered", 0.40, 2, True),
    Stage("open", 1.0, 18, False),
)


@dataclass(frozen=True)
class Runs:
    """Many releases that went by one plan."""

    net: NDArray[np.float64]  # (runs, months): good less harm since the start
    harmful: NDArray[np.bool_]  # (runs,)
    stopped: NDArray[np.bool_]  # (runs,): by the rule, before the last stage

    @property
    def mean(self) -> float:
        """Good less harm, on average."""
        return float(self.net[:, -1].mean())

    def worst(self, part: float = 0.05) -> float:
        """Good less harm in the worst ``part`` of runs, on average."""
        last = np.sort(self.net[:, -1])
        return float(last[: max(1, round(part * len(last)))].mean())


def simulate(
    doubt: Doubt,
    plan: Sequence[Stage],
    *,
    stop: bool = True,
    truly_reported: float | None = None,
    runs: int = 2000,
    seed: int = 0,
) -> Runs:
    """Release ``runs`` models by one plan, and count good and harm month by month.

    Args:
        stop: whether the rule holds: if a stage that can be undone ends with a chance of harm above the turning point, the
            model is taken back from everybody, and no further stage begins.
        truly_reported: the part of incidents that is reported, where it is not the one that those who decide believe in.

    Raises:
        ValueError: the plan is not as long as the doubt looks ahead, or a share is not between 0 and 1.
    """
    if sum(stage.months for stage in plan) != doubt.months or not all(0 <= s.share <= 1 for s in plan):
        raise ValueError(f"the stages must fill {doubt.months} months, with shares between 0 and 1")
    random = np.random.default_rng(seed)
    harmful = random.random(runs) < doubt.harmful
    part = doubt.reported if truly_reported is None else truly_reported
    rate = part * np.where(harmful, doubt.incidents, doubt.background)
    worth = doubt.gain - doubt.harm * harmful
    exposure, reports = np.zeros(runs), np.zeros(runs)
    halted = np.zeros(runs, dtype=bool)
    months = []
    for stage in plan:
        share = np.where(halted, 0.0, stage.share)
        for _ in range(stage.months):
            exposure += share
            reports += random.poisson(share * rate)
            months.append(share * worth)
        if stop and stage.undone:
            halted |= doubt.chance(reports, exposure) > doubt.turning_point
    return Runs(np.cumsum(months, axis=0).T, harmful, halted)


@dataclass(frozen=True)
class Facts:
    """What is known of a model before its release. None: nobody has measured it."""

    contact: bool  # users must be reachable, to be told of a defect
    people: bool  # made from data about people
    repeats: float | None = None  # part of what it repeats of that data, beyond chance
    severe: bool = False  # the worst misuse hurts people in a way that cannot be undone
    marginal: tuple[float, float] | None = (
        None  # interval of what it adds to that misuse beyond what is open already
    )


def tier(
    facts: Facts, *, most_repeated: float = 0.01, most_added: float = 0.05
) -> tuple[str, tuple[str, ...]]:
    """The widest tier that the facts allow, and the facts that stand against a wider one.

    The strictest reason decides: nothing makes up for it. What nobody measured counts as too much, and of an interval the
    upper end, since that is what the evidence leaves possible.
    """
    asked: list[tuple[str, str]] = []
    if facts.contact:
        asked.append(("registered", "users must be told of defects"))
    if facts.people and (facts.repeats is None or facts.repeats > most_repeated):
        found = "nobody measured how much" if facts.repeats is None else f"{facts.repeats:.1%} of it"
        asked.append(("credentialed", f"made from people's data, and may repeat it: {found}"))
    if facts.marginal is None or facts.marginal[1] > most_added:
        found = "not measured" if facts.marginal is None else f"up to {facts.marginal[1]:+.0%}"
        asked.append(("reviewed" if facts.severe else "credentialed", f"adds to misuse: {found}"))
    strictest = max((TIERS.index(name) for name, _ in asked), default=0)
    return TIERS[strictest], tuple(why for _, why in asked)


@dataclass(frozen=True)
class Evidence:
    """A measurement: of which model, and when."""

    name: str
    sha256: str  # of the model that was measured
    on: date


def read_record(text: str) -> dict[str, Any]:
    """A record of a decision, from TOML.

    Raises:
        RecordError: it is not TOML, or a line of it has no date or text where one must be.
    """
    try:
        record = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"the record cannot be read: {error}; see toml.io for how it is written") from None
    for key in ("decided", "review"):
        if key in record and type(record[key]) is not date:
            raise RecordError(f"{key} must be a date such as 2026-03-20, without quotation marks")
    for key in ("reason", "asked", "harm"):
        entries = record.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise RecordError(f"{key} is written as [[{key}]], once for each")
    return record


def objections(
    record: Mapping[str, Any], evidence: Iterable[Evidence], affected: Iterable[str], *, oldest: int = 180
) -> list[str]:
    """What speaks against signing a record, a sentence each; none means that it can be signed, not that it is wise.

    Args:
        affected: the groups whom the release touches; each must have been asked before the decision.
        oldest: days that a measurement may be old on the day of the decision.
    """
    found = []
    decided, review = record.get("decided"), record.get("review")
    if record.get("tier") not in TIERS:
        found.append(f"the tier is {record.get('tier')!r}; choose one of {', '.join(TIERS)}")
    if not isinstance(decided, date):
        return [*found, "it says no day of the decision, so nothing can be said to come before it"]
    if not isinstance(review, date) or not 0 < (review - decided).days <= 366:
        found.append("it says no day, within a year, on which it is looked at again")
    known = {one.name: one for one in evidence}
    for reason in record.get("reason", []) or [{"claim": "the release"}]:
        claim, source = reason.get("claim", "a reason"), known.get(reason.get("evidence", ""))
        if source is None:
            found.append(f"{claim}: no evidence is named that exists")
        elif source.sha256 != record.get("sha256"):
            found.append(f"{claim}: the evidence is of another model")
        elif not 0 <= (decided - source.on).days <= oldest:
            found.append(f"{claim}: the evidence is not from the {oldest} days before the decision")
    asked = {one.get("who"): one for one in record.get("asked", [])}
    for group in affected:
        one = asked.get(group, {})
        if not isinstance(one.get("on"), date) or one["on"] >= decided:
            found.append(f"{group}: not asked before the decision")
        elif not one.get("answer") or not one.get("changed"):
            found.append(f"{group}: asked, but their answer, or what it changed, is not on record")
    for harm in record.get("harm", []) or [{"what": "harm"}]:
        what, limit = harm.get("what", "a harm"), harm.get("limit")
        if not harm.get("watch") or isinstance(limit, bool) or not isinstance(limit, int | float):
            found.append(f"{what}: no number that is watched, with a limit")
        if not (harm.get("then") and harm.get("by") and harm.get("within_days")):
            found.append(f"{what}: nobody is named who then does what, within how many days")
        if record.get("form") == "weights" and harm.get("calls_back"):
            found.append(f"{what}: weights that were copied cannot be called back; say what stays")
    if "dissent" not in record:
        found.append("it does not say who disagreed, or that nobody did")
    return found
