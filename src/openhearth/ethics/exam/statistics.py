"""How good the exam's items are, from finished attempts: which are too hard, which separate nobody, which key is wrong.

Sources: Ebel and Frisbie, *Essentials of Educational Measurement* (1991), on difficulty and discrimination; Hoyt (1941) for
reliability from an analysis of variance. Each learner answers items of their own, so the spread between items
counts as error, as in Kuder and Richardson's formula 21: a lower bound of their formula 20.
"""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from openhearth.ethics.exam.store import Attempt

ENOUGH = 60  # attempts before any verdict
FEW = 8  # answers to an item before it is judged
CHANCE = 0.05  # probability of suspecting the key of an item that all guess


@dataclass(frozen=True)
class ItemFigures:
    """One template's figures."""

    id: str
    answers: int
    difficulty: float  # share of right answers
    discrimination: (
        float | None
    )  # correlation of the answer with the score on the others; None where all are alike
    distractors: dict[int, int]  # how often each option of the template was chosen
    flag: str = ""  # what is wrong with it, in one sentence


@dataclass(frozen=True)
class Figures:
    """A class's figures. ``verdict`` says whether flags may be believed."""

    attempts: int
    passed: int
    mean: float  # share of right answers
    reliability: float | None  # None where all scores are alike
    error: float | None  # standard error of measurement, in items
    items: tuple[ItemFigures, ...]
    enough: bool  # attempts for a verdict
    verdict: str


def figures(attempts: Iterable[Attempt], required: int) -> Figures | None:
    """The figures of the finished first attempts: later ones are not independent of them. None where there are none."""
    finished = [attempt for attempt in attempts if attempt.finished is not None and attempt.number == 1]
    if not finished:
        return None
    enough = len(finished) >= ENOUGH
    size = len(finished[0].paper)
    scores = [attempt.score for attempt in finished]
    reliability = _reliability(scores, size)
    error = None if reliability is None else statistics.pstdev(scores) * math.sqrt(1 - max(0.0, reliability))
    said = (
        "flags are worth a look"
        if enough
        else f"no verdict: {len(finished)} attempts, and it takes {ENOUGH} to tell"
    )
    return Figures(
        len(finished),
        sum(score >= required for score in scores),
        statistics.mean(scores) / size,
        reliability,
        error,
        tuple(_items(finished, enough)),
        enough,
        said,
    )


def _reliability(scores: list[int], size: int) -> float | None:
    """1 - (mean square within learners) / (mean square between them), of answers scored 0 or 1."""
    if len(scores) < 2 or len(set(scores)) == 1:
        return None
    between = size * statistics.variance(score / size for score in scores)
    within = statistics.mean((score / size) * (1 - score / size) for score in scores) * size / (size - 1)
    return 1 - within / between


def _items(attempts: list[Attempt], enough: bool) -> Iterable[ItemFigures]:
    answers: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    chosen: dict[str, Counter[int]] = defaultdict(Counter)
    keyed: dict[str, Counter[int]] = defaultdict(Counter)
    against: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for attempt in attempts:
        for at, item in enumerate(attempt.paper):
            choice = attempt.answers.get(at)
            right = choice == item.right
            rest = (attempt.score - right) / (len(attempt.paper) - 1)
            answers[item.id].append((right, rest))
            key = item.choices[item.right].option
            keyed[item.id][key] += 1
            if choice is not None:
                option = item.choices[choice].option
                chosen[item.id][option] += 1
                if not right:
                    against[item.id][key, option] += 1
    for name in sorted(answers):
        found = answers[name]
        flag = _flag(found, keyed[name], against[name]) if enough and len(found) >= FEW else ""
        share = statistics.mean(right for right, _ in found)
        yield ItemFigures(name, len(found), share, _correlation(found), dict(chosen[name]), flag)


def _flag(answers: list[tuple[bool, float]], keyed: Counter[int], against: Counter[tuple[int, int]]) -> str:
    """What is wrong with an item."""
    # Under each key, the one other option that most chose: of a sound item fewer chose it than the key.
    most = {
        key: max(((times, o) for (k, o), times in against.items() if k == key), default=(0, 0))
        for key in keyed
    }
    together, rights = sum(times for times, _ in most.values()), sum(right for right, _ in answers)
    if _tail(together, together + rights, 0.5) < CHANCE:
        key = max(most, key=lambda one: most[one][0])
        times, option = most[key]
        return f"where option {key + 1} is keyed, {times} of {keyed[key]} chose option {option + 1}: is the key right?"
    found = _correlation(answers)
    if found is not None and found < 0 and _significant(found, len(answers)):
        return f"who knows more answers it worse (correlation {found:.2f}): is the key right, or the question unclear?"
    return ""


def _correlation(answers: list[tuple[bool, float]]) -> float | None:
    rights, rests = [float(right) for right, _ in answers], [rest for _, rest in answers]
    if len(answers) < 3 or len(set(rights)) == 1 or len(set(rests)) == 1:
        return None
    return statistics.correlation(rights, rests)


def _significant(correlation: float, count: int) -> bool:
    """Whether it is unlikely to be this far from zero by chance (Fisher's transformation)."""
    return count > 3 and abs(math.atanh(max(-0.999, min(0.999, correlation)))) * math.sqrt(count - 3) > 2.326


def _tail(least: int, count: int, share: float) -> float:
    """Probability of at least ``least`` of ``count`` when each has probability ``share``."""
    return sum(math.comb(count, n) * share**n * (1 - share) ** (count - n) for n in range(least, count + 1))
