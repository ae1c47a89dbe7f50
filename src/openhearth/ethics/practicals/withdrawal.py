"""Carry out a consent withdrawal: a story goes, and with it what was made of it, wherever we can reach it.

Drawn are who withdraws what, whose translations and copies hang on it, and which artefacts hold any of these, at how many
removes. Some were given to others before the request: those cannot be called back, and their holders have to be told.
"""

import random
from collections.abc import Iterable, Iterator

from openhearth.ethics.practicals.drawn import Drawn, table

PEOPLE = ("Amina", "Bao", "Chipo", "Dilnoza", "Eun-ji", "Farid", "Gabriela", "Hinemoa", "Ikaika", "Jelena")
OPENINGS = (
    "A goat climbed",
    "The river asked",
    "Two sisters carried",
    "An old radio sang",
    "The market slept",
    "A kite pulled",
)
MIDDLES = (
    "past the last house",
    "for a whole night",
    "under the mango tree",
    "before the rain came",
    "without a word",
)
ENDINGS = (
    "and nobody laughed.",
    "and came home late.",
    "and the children followed.",
    "and that was the end of it.",
)
LANGUAGES = ("Swahili", "Quechua", "Tamil", "Māori")
EVERYTHING, TRAINING = "everything", "no training"


def draw(chance: random.Random) -> Drawn:
    people = [f"{name} {number}" for name in PEOPLE for number in (1, 2)]  # two of each name
    chance.shuffle(people)
    rows: list[dict[str, str]] = []
    ids = iter(chance.sample(range(100, 999), 60))
    texts = [f"{a} {b} {c}" for a in OPENINGS for b in MIDDLES for c in ENDINGS]
    chance.shuffle(texts)
    stories = [_row(rows, ids, people[at % 14], "story", "", texts[at], "English") for at in range(36)]
    translations = []
    for at in chance.sample(range(36), 18):
        said = f"[{LANGUAGES[at % 4]}] {texts[at]}"
        translations.append(
            _row(
                rows,
                ids,
                chance.choice(people[14:]),
                "translation",
                stories[at]["id"],
                said,
                LANGUAGES[at % 4],
            )
        )
    _row(rows, ids, people[15], "translation", translations[0]["id"], f"[{LANGUAGES[3]}] again", LANGUAGES[3])
    leaving, keeping = stories[0]["contributor"], stories[1]["contributor"]
    theirs = [story for story in stories if story["contributor"] == leaving]
    copies = [
        _row(rows, ids, people[16 + at], "story", "", _retyped(chance, story["text"]), "English")
        for at, story in enumerate([theirs[-1], stories[5]])
    ]
    gone = _below(rows, [story["id"] for story in theirs] + [copies[0]["id"]])
    untrained = _below(rows, [story["id"] for story in stories if story["contributor"] == keeping])
    chance.shuffle(rows)
    requests = [
        {"contributor": leaving, "withdraws": EVERYTHING, "day": "2026-09-14"},
        {"contributor": keeping, "withdraws": TRAINING, "day": "2026-09-14"},
    ]
    artefacts, truth = _artefacts(chance, rows, gone, untrained)
    files = {
        "contributions.csv": table(rows),
        "requests.csv": table(requests),
        "artefacts.csv": table(artefacts),
    }
    return Drawn(files, {"delete": sorted(gone), **truth})


def _row(
    rows: list[dict[str, str]], ids: Iterator[int], who: str, kind: str, of: str, text: str, language: str
) -> dict[str, str]:
    row = {
        "id": f"c{next(ids)}", "contributor": who, "kind": kind, "of": of, "language": language, "text": text
    }  # fmt: skip
    rows.append(row)
    return row


def _retyped(chance: random.Random, text: str) -> str:
    """The same text as somebody else would type it."""
    return chance.choice((text.upper(), text.replace(" ", "  "), text.rstrip(".") + " !", text.lower()))


def _below(rows: Iterable[dict[str, str]], ids: Iterable[str]) -> set[str]:
    """``ids`` and all that was translated from them, at any remove."""
    found = set(ids)
    while more := {row["id"] for row in rows if row["of"] in found} - found:
        found |= more
    return found


def _artefacts(
    chance: random.Random, rows: list[dict[str, str]], gone: set[str], untrained: set[str]
) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """The artefacts, and which of them have to be made again, in order, and whose holders have to be told."""
    ids = [row["id"] for row in rows]
    touched = gone | untrained
    clean = [one for one in ids if one not in touched]
    some_gone, some_untrained = sorted(gone), sorted(untrained - gone)
    made: list[dict[str, str]] = []

    def add(name: str, kind: str, held: str, parts: Iterable[str]) -> None:
        made.append({"artefact": name, "kind": kind, "held_by": held, "made_from": "; ".join(parts)})

    mixed = chance.sample(clean, 12)
    add("reader", "book", "us", [*chance.sample(clean, 6), chance.choice(some_gone)])
    add("picture-book", "book", "us", [*chance.sample(clean, 6), chance.choice(some_untrained)])
    add("corpus-a", "corpus", "us", [*mixed[:6], chance.choice(some_gone)])
    add("corpus-b", "corpus", "us", [*mixed[6:], chance.choice(some_untrained)])
    add("corpus-c", "corpus", "us", chance.sample(clean, 8))
    add("tokenizer", "tokenizer", "us", [chance.choice(("corpus-a", "corpus-c"))])
    add("model-1", "model", "us", ["corpus-b", "tokenizer"])
    add("model-2", "model", "us", ["corpus-c"])
    add("model-3", "model", "us", [chance.choice(("model-1", "model-2"))])
    add("release-2025", "model", "a university", ["model-1"])
    add("release-2026", "model", "a start-up", [chance.choice(("model-2", "model-3"))])
    add("school-edition", "book", "a publisher", [chance.choice(("reader", "picture-book"))])
    held = {one["artefact"]: one for one in made}

    def leaves(name: str) -> set[str]:
        parts = held[name]["made_from"].split("; ")
        return set().union(*(leaves(part) if part in held else {part} for part in parts))

    def hit(one: dict[str, str]) -> bool:
        reach = gone if one["kind"] == "book" else touched
        return bool(leaves(one["artefact"]) & reach)

    rebuild = [one["artefact"] for one in made if one["held_by"] == "us" and hit(one)]
    tell = sorted(one["artefact"] for one in made if one["held_by"] != "us" and hit(one))
    chance.shuffle(made)
    return made, {"rebuild": rebuild, "tell": tell}
