"""The rules of the exam: who may begin, what counts, what is said afterwards. Front ends (terminal, web) only show it.

Forty items in ninety minutes, 32 right to pass, three attempts, with a day's and then three days' wait between them. Afterwards
a learner hears how they did at each objective, never at which item: items are met again.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from openhearth.errors import OpenhearthError
from openhearth.ethics.exam.draw import BLUEPRINT, paper
from openhearth.ethics.exam.items import Bank
from openhearth.ethics.exam.store import Attempt, Store

ITEMS = sum(BLUEPRINT.values())
REQUIRED = 32  # right answers: 80 %
SECONDS = 90 * 60
HOUR = 3600.0
WAITS = (0.0, 24 * HOUR, 72 * HOUR)  # before each attempt, since the end of the one before
ALLOWANCE = 300.0  # seconds that a clock may be behind what is recorded


class ExamError(OpenhearthError):
    """What the rules do not allow; the sentence says why, and from when on it will be."""


@dataclass(frozen=True)
class Report:
    """What a learner hears of a finished attempt."""

    number: int
    score: int
    of: int
    passed: bool
    objectives: tuple[tuple[str, str, int, int], ...]  # (module, objective, right, of)
    again: float | None  # when the next attempt may begin; None where there is none, or no need


class Exam:
    """The exam of one class.

    Args:
        secret: the class's; whoever has it can draw every paper.
        clock: seconds since 1970.
    """

    def __init__(
        self, bank: Bank, secret: bytes, store: Store, clock: Callable[[], float] = time.time
    ) -> None:
        self._bank, self._secret, self._store, self._clock = bank, secret, store, clock

    def begin(self, learner: str) -> Attempt:
        """The learner's open attempt, or a new one.

        Raises:
            ExamError: they have passed, have no attempt left, or have to wait; or the clock was set back.
        """
        now = self._now()
        before = self._closed(learner, now)
        if before and before[-1].finished is None:
            return before[-1]
        if any(attempt.score >= REQUIRED for attempt in before):
            raise ExamError(
                "this exam is passed already; openhearth ethics issue makes the certificate of it"
            )
        if len(before) == len(WAITS):
            raise ExamError(
                "all three attempts are used; whoever runs the class can say what is possible now"
            )
        if before:
            open_from = (before[-1].finished or now) + WAITS[len(before)]
            if now < open_from:
                raise ExamError(
                    f"attempt {len(before) + 1} may begin on {when(open_from)}; read the modules again until then"
                )
        number = len(before) + 1
        seen = [item.id for attempt in before for item in attempt.paper]
        items = paper(self._bank, self._secret, learner, number, seen)
        self._store.begin(learner, number, items, bank_hash(self._bank), now, now + SECONDS)
        return self._store.attempts(learner)[-1]

    def answer(self, learner: str, question: int, choice: int) -> None:
        """Record an answer to the open attempt; an earlier one to the same question no longer counts.

        Raises:
            ExamError: there is no open attempt, its time is over, or there is no such question or choice.
        """
        now = self._now()
        attempts = self._closed(learner, now)
        if not attempts or attempts[-1].finished is not None:
            raise ExamError("no attempt is open; its time is over, or it was handed in")
        items = attempts[-1].paper
        if not 0 <= question < len(items) or not 0 <= choice < len(items[question].choices):
            raise ExamError(f"there is no choice {choice + 1} of question {question + 1}")
        if not self._store.answer(learner, attempts[-1].number, question, choice, now):
            raise ExamError("the attempt's time is over; what was answered before counts")

    def finish(self, learner: str) -> Report:
        """Hand the open attempt in, and hear how it went; of a finished one, hear it again.

        Raises:
            ExamError: there is none.
        """
        attempts = self._closed(learner, self._now())
        if not attempts:
            raise ExamError("no attempt has begun")
        if attempts[-1].finished is None:
            self._store.finish(learner, attempts[-1].number, self._clock())
            attempts = self._store.attempts(learner)
        return report(attempts[-1])

    def _closed(self, learner: str, now: float) -> list[Attempt]:
        """The learner's attempts, those whose time is over ended at that time."""
        attempts = self._store.attempts(learner)
        if attempts and attempts[-1].finished is None and attempts[-1].due < now:
            self._store.finish(learner, attempts[-1].number, attempts[-1].due)
            attempts = self._store.attempts(learner)
        return attempts

    def _now(self) -> float:
        now, latest = self._clock(), self._store.latest()
        if now < latest - ALLOWANCE:
            raise ExamError(
                f"this computer's clock says {when(now)}, and answers are recorded on {when(latest)}; set it"
            )
        return now


def report(attempt: Attempt) -> Report:
    """What may be said of a finished attempt."""
    found: dict[tuple[str, str], list[int]] = {}
    for at, item in enumerate(attempt.paper):
        tally = found.setdefault((item.module, item.objective), [0, 0])
        tally[0] += attempt.answers.get(at) == item.right
        tally[1] += 1
    passed = attempt.score >= REQUIRED
    last = attempt.number >= len(WAITS)
    again = None if passed or last else (attempt.finished or attempt.due) + WAITS[attempt.number]
    objectives = tuple((module, name, right, of) for (module, name), (right, of) in found.items())
    return Report(attempt.number, attempt.score, len(attempt.paper), passed, objectives, again)


def bank_hash(bank: Bank) -> str:
    """SHA-256 (hex) of all that the bank's templates say."""
    whole = [
        [t.id, t.module, t.objective, t.difficulty, t.stem, dict(t.draw), dict(t.derive), t.where]
        + [[o.text, o.when, o.if_right, o.if_wrong] for o in t.options]
        for t in sorted(bank.templates, key=lambda template: template.id)
    ]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def when(seconds: float) -> str:
    """A time for people to read."""
    return time.strftime("%Y-%m-%d at %H:%M UTC", time.gmtime(seconds))
