"""Resolve a licence conflict: a release whose parts were made from one another, under licences that do not all allow it.

Drawn are the parts' licences and what was made from what. A part may be carried only if its own licence and those of all it was
made from allow that.
"""

import random

from openhearth.ethics.practicals.drawn import Drawn, table
from openhearth.labs.licensing import RAIL, allows, may_carry, symbols, terms

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
KINDS = ("tokenizer", "small-model", "translator", "summaries", "index", "voice")


def draw(chance: random.Random) -> Drawn:
    while True:
        drawn = _drawn(chance)
        best = drawn.truth["best"]
        kept = drawn.truth["kept"][best]
        sizes = [len(names) for names in drawn.truth["kept"].values()]
        if sizes.count(max(sizes)) == 1 and 4 <= len(kept) <= 11 and drawn.truth["credited"] != kept:
            return drawn


def _drawn(chance: random.Random) -> Drawn:
    parts: dict[str, tuple[str, list[str]]] = {}
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
    return Drawn(files, {"kept": kept, "best": best, "credited": credited})


def _kept(parts: dict[str, tuple[str, list[str]]], release: str) -> list[str]:
    return sorted(
        name
        for name in parts
        if all(
            allows(parts[one][0], lambda licence: may_carry(licence, release).allowed)
            for one in _line(parts, name)
        )
    )


def _line(parts: dict[str, tuple[str, list[str]]], name: str) -> set[str]:
    """The part and all that it was made from, at any distance."""
    return {name}.union(*(_line(parts, one) for one in parts[name][1]))


def _credits(parts: dict[str, tuple[str, list[str]]], name: str, release: str) -> bool:
    """Whether somebody has to be named for the part: no choice of licences that allows the release does without."""
    return not all(
        allows(parts[one][0], lambda x: may_carry(x, release).allowed and not terms(x).credit)
        for one in _line(parts, name)
    )


def known() -> list[str]:
    """Every licence that can be drawn."""
    return sorted({licence for text in (*DATA, *MADE) for licence in symbols(text)})
