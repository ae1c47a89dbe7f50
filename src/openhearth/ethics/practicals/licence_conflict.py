"""Resolve a licence conflict: a release whose parts were made from one another, under licences that do not all allow it.

Drawn are the parts' licences and what was made from what. A part may be carried only if its own licence and those of all it was
made from allow that.
"""

import random
from collections.abc import Callable

from openhearth.ethics.practicals.drawn import Drawn, table
from openhearth.labs.licensing import RAIL, allows, may_carry, terms

RELEASES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-SA-4.0")
DATA = (
    "CC0-1.0", "CC-BY-4.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-NC-4.0 OR CC-BY-4.0", "CC-BY-SA-4.0 OR CC-BY-ND-4.0", "CC-BY-4.0 AND CC-BY-SA-4.0",
)  # fmt: skip
MADE = ("CC-BY-4.0", "CC0-1.0", RAIL)
SOURCES = (
    "stories",
    "letters",
    "songs",
    "recipes",
    "radio-scripts",
    "proverbs",
    "lesson-plans",
    "weather-notes",
)
_Parts = dict[str, tuple[str, list[str]]]  # by name: its licence, and what it was made from
_Line = Callable[[_Parts, str], set[str]]
KINDS = ("tokenizer", "small-model", "translator", "summaries", "index", "voice")


def draw(chance: random.Random) -> Drawn:
    while True:
        drawn = _drawn(chance)
        best = drawn.truth["best"]
        kept = drawn.truth["kept"][best]
        if any(drawn.truth["kept"] == other for other in drawn.truth["mistaken"]):
            continue  # a mistake would not show
        sizes = [len(names) for names in drawn.truth["kept"].values()]
        if sizes.count(max(sizes)) == 1 and 4 <= len(kept) <= 11 and drawn.truth["credited"] != kept:
            return drawn


def _drawn(chance: random.Random) -> Drawn:
    parts: _Parts = {}
    for name in chance.sample(SOURCES, 8):
        parts[name] = chance.choice(DATA), []
    for name in chance.sample(KINDS, 6):
        parts[name] = chance.choice(MADE), sorted(chance.sample(list(parts), chance.choice((1, 1, 2))))
    order = list(parts)
    chance.shuffle(order)
    files = {
        "parts.csv": table(
            {"part": name, "licence": parts[name][0], "made_from": "; ".join(parts[name][1])}
            for name in order
        )
    }
    kept = {release: _kept(parts, release) for release in RELEASES}
    best = max(RELEASES, key=lambda release: len(kept[release]))
    credited = sorted(name for name in kept[best] if _credits(parts, name, best))
    alone: _Line = lambda parts, name: {name}  # noqa: E731
    near: _Line = lambda parts, name: {name, *parts[name][1]}  # noqa: E731
    both = {name: (licence.replace(" OR ", " AND "), made) for name, (licence, made) in parts.items()}
    mistaken = [{r: _kept(parts, r, line) for r in RELEASES} for line in (alone, near)]
    mistaken.append({release: _kept(both, release) for release in RELEASES})
    return Drawn(files, {"kept": kept, "best": best, "credited": credited, "mistaken": mistaken})


def _line(parts: _Parts, name: str) -> set[str]:
    """The part and all that it was made from, at any distance."""
    return {name}.union(*(_line(parts, one) for one in parts[name][1]))


def _kept(parts: _Parts, release: str, line: _Line = _line) -> list[str]:
    """The parts whose ``line`` may all be carried in the release."""
    return sorted(
        name
        for name in parts
        if all(
            allows(parts[one][0], lambda licence: may_carry(licence, release).allowed)
            for one in line(parts, name)
        )
    )


def _credits(parts: _Parts, name: str, release: str) -> bool:
    """Whether somebody has to be named for the part: no choice of licences that allows the release does without."""
    return not all(
        allows(parts[one][0], lambda x: may_carry(x, release).allowed and not terms(x).credit)
        for one in _line(parts, name)
    )
