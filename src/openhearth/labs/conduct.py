"""Lesson E5: how often nothing looks like something, what a reported mean betrays, who is an author, correct or retract.

Sources: Simmons, Nelson and Simonsohn (2011), False-Positive Psychology; Brown and Heathers (2017), The GRIM Test; the
recommendations of the International Committee of Medical Journal Editors (ICMJE); CRediT, ANSI/NISO Z39.104-2022; the Committee on
Publication Ethics (COPE), Retraction Guidelines, 2019. Every study and person here is invented.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openhearth.errors import OpenhearthError

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

OUTCOMES = ("sleep", "pain", "mood", "steps")
GROUPS = ("everybody", "under 40", "40 and over", "in the city", "in the country")
KEPT = ("all values", "without outliers")


class ConductError(OpenhearthError):
    """Something that cannot be checked as it stands."""


@dataclass(frozen=True)
class Studies:
    """Many studies of a treatment that does nothing: half of the people take it, and nothing depends on that."""

    values: Numbers  # (studies, people, outcomes): what was measured, mean 0 and deviation 1
    treated: Mask  # (people,)
    groups: Mask  # (studies, people, groups): who belongs to which of GROUPS


def studies(count: int, *, people: int = 200, seed: int = 0) -> Studies:
    """Draw ``count`` studies. Outcomes of one person go together a little (correlation 0.3).

    Raises:
        ConductError: there are no studies, or fewer than 40 people in each.
    """
    if count < 1 or people < 40:
        raise ConductError(f"{count} studies of {people} people; take at least 1 study of at least 40")
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal((count, people, 1))
    own = rng.standard_normal((count, people, len(OUTCOMES)))
    young, city = rng.random((2, count, people)) < 0.5
    groups = np.stack([np.ones_like(young), young, ~young, city, ~city], axis=-1)
    return Studies(math.sqrt(0.3) * shared + math.sqrt(0.7) * own, np.arange(people) % 2 == 0, groups)


def two_sided(z: Numbers) -> Numbers:
    """The probability of a value at least as far from zero, of a normal distribution."""
    return np.asarray(np.vectorize(lambda one: math.erfc(abs(one) / math.sqrt(2)), otypes=[float])(z))


def p_values(drawn: Studies, outcome: str, group: str, kept: str) -> Numbers:
    """For each study, (studies,): the p-value of the difference between treated and untreated, in one way of looking.

    Raises:
        ConductError: there is no such outcome, group or way of keeping values.
    """
    if outcome not in OUTCOMES or group not in GROUPS or kept not in KEPT:
        raise ConductError(
            f"({outcome}, {group}, {kept}) is no way of looking; see OUTCOMES, GROUPS and KEPT"
        )
    x = drawn.values[:, :, OUTCOMES.index(outcome)]
    use = drawn.groups[:, :, GROUPS.index(group)]
    if kept == KEPT[1]:
        use = use & (np.abs(x) < 2)
    parts = []
    for arm in (drawn.treated, ~drawn.treated):
        mine = use & arm
        n = mine.sum(axis=1)
        mean = (x * mine).sum(axis=1) / n
        variance = (((x - mean[:, None]) ** 2) * mine).sum(axis=1) / (n - 1)
        parts.append((mean, variance / n))
    (a, va), (b, vb) = parts
    return two_sided((a - b) / np.sqrt(va + vb))


def ways(outcomes: int = 4, groups: int = 5, kept: int = 2) -> list[tuple[str, str, str]]:
    """Every way of looking that so many choices allow, the plainest first."""
    return [(o, g, k) for o in OUTCOMES[:outcomes] for g in GROUPS[:groups] for k in KEPT[:kept]]


def smallest(drawn: Studies, looks: Iterable[tuple[str, str, str]]) -> Numbers:
    """For each study the smallest p-value of all those looks, (studies,)."""
    return np.asarray(np.min([p_values(drawn, *look) for look in looks], axis=0))


def chosen_by_eye(drawn: Studies) -> Numbers:
    """For each study, (studies,), the p-value of *one* test: of the outcome whose means lie furthest apart."""
    apart = drawn.values[:, drawn.treated].mean(axis=1) - drawn.values[:, ~drawn.treated].mean(axis=1)
    looked = np.stack([p_values(drawn, outcome, GROUPS[0], KEPT[0]) for outcome in OUTCOMES], axis=1)
    return np.asarray(looked[np.arange(len(looked)), np.abs(apart).argmax(axis=1)])


def peeking(looks: int, *, level: float = 0.05, people: int = 400, count: int = 4000, seed: int = 0) -> float:
    """How often nothing comes out as an effect if one looks that many times and stops at the first success.

    Args:
        level: a look succeeds if its p-value is below this.

    Raises:
        ConductError: no look, more looks than people, or a level that is no probability.
    """
    if not 0 < level < 1:
        raise ConductError(f"a level of {level}; give a number between 0 and 1")
    if not 1 <= looks <= people:
        raise ConductError(f"{looks} looks at {people} people; take 1 to {people}")
    sums = np.random.default_rng(seed).standard_normal((count, people)).cumsum(axis=1)
    limit = NormalDist().inv_cdf(1 - level / 2)
    at = np.unique(np.linspace(people / looks, people, looks).round().astype(int))
    return float((np.abs(sums[:, at - 1] / np.sqrt(at)) > limit).any(axis=1).mean())


def honest_p(p: float, looks: int) -> float:
    """The chance that the smallest of so many independent p-values is at most ``p`` although nothing is there.

    Raises:
        ConductError: ``p`` is no probability, or nobody looked.
    """
    if not 0 <= p <= 1 or looks < 1:
        raise ConductError(f"p = {p} of {looks} looks; give a probability, and at least one look")
    return -math.expm1(looks * math.log1p(-p)) if p < 1 else 1.0


def best_of(models: int, cases: int, *, repeats: int = 300, seed: int = 0) -> tuple[float, float]:
    """Models that guess between two answers, the best of them by a test set: its score there, and on fresh cases.

    Returns:
        Both as the mean share of right answers over ``repeats``.

    Raises:
        ConductError: no models, or no cases.
    """
    if models < 1 or cases < 1:
        raise ConductError(f"{models} models on {cases} cases; take at least one of each")
    rng = np.random.default_rng(seed)
    reused = rng.binomial(cases, 0.5, size=(repeats, models)).max(axis=1) / cases
    return float(reused.mean()), float(rng.binomial(cases, 0.5, size=repeats).mean() / cases)


def sealed(plan: Mapping[str, Any]) -> str:
    """A plan's seal: the same for the same plan, another after any change. It tells nothing of the plan."""
    return hashlib.sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def can_exist(reported: str, people: int, low: int = 1, high: int = 7) -> bool:
    """Whether whole answers from ``low`` to ``high`` of so many people can have the mean that was reported.

    Args:
        reported: as printed, since ``"3.50"`` says more than ``"3.5"``. A tie may have been rounded up or down.

    Raises:
        ConductError: it is no number, nobody was asked, or the scale is upside down.
    """
    try:
        mean = Decimal(reported)
        half = Fraction(1, 2 * 10 ** max(0, -int(mean.as_tuple().exponent)))
    except (InvalidOperation, ValueError, TypeError):
        raise ConductError(f"{reported!r} is no mean; give it as printed, such as '3.48'") from None
    if people < 1 or low > high:
        raise ConductError(
            f"{people} people on a scale from {low} to {high}; give at least one, lowest first"
        )
    exact = Fraction(mean)
    first, last = math.ceil((exact - half) * people), math.floor((exact + half) * people)
    return max(first, low * people) <= min(last, high * people)


def share_impossible(people: int, decimals: int = 2) -> float:
    """The part of all means with so many decimals that no whole answers of so many people can have."""
    step: int = 10**decimals
    means = [f"{1 + k / step:.{decimals}f}" for k in range(step)]
    return sum(not can_exist(mean, people) for mean in means) / step


SUBSTANTIAL = (
    "Conceptualization",
    "Methodology",
    "Software",
    "Formal analysis",
    "Investigation",
    "Data curation",
)
WRITING = ("Writing – original draft", "Writing – review & editing")
OTHER = (
    "Validation",
    "Visualization",
    "Resources",
    "Supervision",
    "Project administration",
    "Funding acquisition",
)
ROLES = (*SUBSTANTIAL, *WRITING, *OTHER)
"""The fourteen roles of CRediT. Which of them count as ICMJE's first criterion is this course's reading; a team writes its own."""


@dataclass(frozen=True)
class Contributor:
    """Somebody, or something, with a part in a paper."""

    name: str
    roles: tuple[str, ...] = ()
    approved: bool = False  # the version to be published
    answers: bool = False  # agreed to answer for the work
    asked: bool = True  # had the chance to write, to approve and to answer
    tool: bool = False  # a program


def credit(one: Contributor) -> str:
    """``author``, ``ask first``, ``thank``, ``say that it was used`` or ``neither``, by ICMJE's four criteria.

    Raises:
        ConductError: a role is not one of CRediT's.
    """
    unknown = [role for role in one.roles if role not in ROLES]
    if unknown:
        raise ConductError(f"{one.name}: {unknown[0]!r} is no role of CRediT; see ROLES")
    if one.tool:
        return "say that it was used"
    substantial = any(role in SUBSTANTIAL for role in one.roles)
    wrote = any(role in WRITING for role in one.roles)
    if substantial and wrote and one.approved and one.answers:
        return "author"
    if substantial and not one.asked:
        return "ask first"
    return "thank" if one.roles else "neither"


def faults(
    authors: Sequence[str], everybody: Sequence[Contributor], interests: Mapping[str, str]
) -> list[str]:
    """What is wrong with a list of authors: one sentence each.

    Args:
        interests: for each author what could sway them, in words; "none" is an answer.
    """
    found = []
    known = {one.name: one for one in everybody}
    for name in authors:
        if name not in known:
            found.append(f"{name} signs, and no contribution is stated")
        elif credit(known[name]) != "author":
            found.append(f"{name} signs; the criteria say: {credit(known[name])}")
        if name in known and not known[name].tool and not interests.get(name):
            found.append(f"{name} has not declared interests")
    found += [
        f"{n} is an author and left out"
        for n, o in known.items()
        if credit(o) == "author" and n not in authors
    ]
    if not any("Data curation" in known[name].roles for name in authors if name in known):
        found.append("no author has handled the data")
    return found


def mended(new: Mask, old: Mask, leaked: Mask, claim: float = 0.0) -> tuple[str, float | None]:
    """What a paper needs whose new model was trained on some of the test: ``nothing``, ``correct`` or ``retract``.

    Args:
        new, old: for each test case whether each model was right, (cases,). leaked: whether it was trained on, (cases,).
        claim: percentage points by which the paper says that the new one is better; more than this must be left.

    Returns:
        The decision, and the difference in percentage points on the cases that are left (None: there are none).

    Raises:
        ConductError: the lists are not of one length.
    """
    if not len(new) == len(old) == len(leaked):
        raise ConductError(f"{len(new)}, {len(old)} and {len(leaked)} cases; give each list one value a case")
    clean = ~np.asarray(leaked, bool)
    if not clean.any():
        return "retract", None
    left = 100 * float(np.mean(np.asarray(new, float)[clean] - np.asarray(old, float)[clean]))
    if clean.all():
        return "nothing", left
    return ("correct" if left > claim else "retract"), left
