"""Lesson E2: what a consent covers, which lawful bases stand open, what Safe Harbor leaves, whose law reaches a study.

A reading for people who build, not legal advice. Laws stand here as tables of facts, each far shorter than the law:
they say which question to ask first, and a lawyer or a board answers it. People and consents are made up.

Sources: Regulation (EU) 2016/679; 45 CFR 164.514(b)(2); the acts named in ``LAWS``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RECIPIENTS = ("team", "university", "anybody")
"""Who may use what was given, from few to many."""

TOLD = frozenset({"purpose", "risks", "sharing", "leaving"})
"""What somebody has to have been told for a consent to be informed."""


@dataclass(frozen=True)
class Consent:
    """What one person agreed to. Years stand for days."""

    purposes: frozenset[str]
    recipients: str  # one of RECIPIENTS
    told: frozenset[str] = TOLD
    free: bool = True  # no power over the person, no price that cannot be refused
    until: int | None = None  # the last year
    withdrawn: int | None = None  # in which year
    by_parent: bool = False
    born: int = 1980
    council: bool | None = None  # what the community's council said; None where it is not held in common


@dataclass(frozen=True)
class Use:
    """What somebody would like to do."""

    purpose: str
    recipients: str
    year: int


def objection(consent: Consent, use: Use) -> str:
    """Why a consent does not cover a use: the first reason of the list below, or "" if it does.

    Raises:
        ValueError: one of the two names recipients that are not in ``RECIPIENTS``.
    """
    for one in (consent.recipients, use.recipients):
        if one not in RECIPIENTS:
            raise ValueError(f"there are no recipients {one!r}; take one of {', '.join(RECIPIENTS)}")
    reasons = (
        ("withdrawn", consent.withdrawn is not None and consent.withdrawn <= use.year),
        ("run out", consent.until is not None and use.year > consent.until),
        ("not informed", not consent.told >= TOLD),
        ("not free", not consent.free),
        ("other purpose", use.purpose not in consent.purposes),
        ("other people", RECIPIENTS.index(use.recipients) > RECIPIENTS.index(consent.recipients)),
        ("grown up since", consent.by_parent and use.year - consent.born >= 18),
        ("held in common", consent.council is False),
    )
    return next((reason for reason, holds in reasons if holds), "")


OBJECTIONS: Mapping[str, str] = {
    "withdrawn": "they changed their mind",
    "run out": "the form named a last year",
    "not informed": "the form did not say that it would be shared, or how to leave",
    "not free": "somebody asked on whom they depend",
    "other purpose": "the form named other purposes",
    "other people": "the form named fewer people",
    "grown up since": "a parent signed; the child is an adult now, and has not been asked",
    "held in common": "it is a community's, whose council said no",
}
"""What each objection of :func:`objection` means, in its order."""


@dataclass(frozen=True)
class Recording:
    """Some hours of one person's voice, under one consent."""

    hours: float
    language: str
    consent: Consent


LANGUAGES = ("Dholuo", "Swahili", "Ekegusii", "Suba")


def recordings(people: int = 600, seed: int = 0) -> list[Recording]:
    """Recordings of a made-up project of 2012 to 2021, whose forms changed on the way.

    Early forms named one study and one team, later ones research and sharing; Suba songs are held in common.
    """
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(people):
        year = int(draw.integers(2012, 2022))
        late = year >= 2018
        language = str(draw.choice(LANGUAGES, p=(0.5, 0.3, 0.15, 0.05)))
        wide = bool(draw.random() < (0.45 if late else 0.05))
        child = bool(draw.random() < 0.12)
        purposes = {"care"} | ({"research"} if late or draw.random() < 0.4 else set())
        consent = Consent(
            purposes=frozenset(purposes | ({"speech model"} if wide else set())),
            recipients="anybody" if wide else "university" if late else "team",
            told=TOLD if late or draw.random() < 0.85 else TOLD - {"sharing", "leaving"},
            free=bool(draw.random() < 0.95),
            until=year + 10 if not late and draw.random() < 0.3 else None,
            withdrawn=year + 2 if draw.random() < 0.04 else None,
            by_parent=child,
            born=year - int(draw.integers(6, 17) if child else draw.integers(18, 70)),
            council=bool(draw.random() < 0.5) if language == "Suba" else None,
        )
        found.append(Recording(float(draw.gamma(2, 1.5)), language, consent))
    return found


def hours(recorded: Sequence[Recording], use: Use) -> dict[str, float]:
    """Hours by objection; those that the use may have stand under ""."""
    found: dict[str, float] = {"": 0.0}
    for one in recorded:
        reason = objection(one.consent, use)
        found[reason] = found.get(reason, 0.0) + one.hours
    return found


@dataclass(frozen=True)
class Door:
    """One of the grounds that the GDPR accepts: open if all of ``needs`` hold and none of ``not_if``."""

    article: str
    name: str
    needs: frozenset[str]
    not_if: frozenset[str] = frozenset()


def _door(article: str, name: str, needs: Collection[str], not_if: Collection[str] = ()) -> Door:
    return Door(article, name, frozenset(needs), frozenset(not_if))


BASES = (
    _door("6(1)(a)", "consent", ["consent"], ["power over the person"]),
    _door("6(1)(b)", "a contract with the person", ["contract with the person"]),
    _door("6(1)(c)", "a legal duty", ["law demands it"]),
    _door("6(1)(d)", "to save a life", ["life in danger"]),
    _door("6(1)(e)", "a public task", ["task laid down in law"]),
    _door("6(1)(f)", "an interest that outweighs", ["interests weighed"], ["public authority at its task"]),
)
"""Article 6: one of these for every use of data about people."""

EXCEPTIONS = (
    _door("9(2)(a)", "explicit consent", ["explicit consent"], ["power over the person"]),
    _door("9(2)(c)", "to save the life of somebody who cannot consent", ["life in danger", "cannot consent"]),
    _door("9(2)(e)", "the person made it public", ["made public by the person"]),
    _door("9(2)(h)", "care, by those bound to secrecy", ["care", "professional secrecy"]),
    _door("9(2)(j)", "research under a law, with safeguards", ["research", "law for research", "safeguards"]),
)
"""Article 9: one of these as well if the data are of a special kind; there are others."""


def doors(facts: Collection[str]) -> tuple[list[Door], list[Door]]:
    """The bases and the exceptions that stand open, given the facts; explicit consent is consent too."""
    known = {*facts, "consent"} if "explicit consent" in facts else set(facts)

    def open_of(every: Sequence[Door]) -> list[Door]:
        return [door for door in every if door.needs <= known and not door.not_if & known]

    return open_of(BASES), open_of(EXCEPTIONS)


def may(facts: Collection[str]) -> bool:
    """Whether a basis stands open and, where the facts say ``special kind``, an exception as well."""
    bases, exceptions = doors(facts)
    return bool(bases) and (bool(exceptions) or "special kind" not in facts)


REMOVED = frozenset({"name", "contact", "number", "face or voice", "small place"})
"""Kinds of columns that Safe Harbor takes out whole; its list of 18 falls into these, places and dates."""


def safe_harbor(
    record: Mapping[str, str], kinds: Mapping[str, str], people_by_zip3: Mapping[str, int]
) -> dict[str, str]:
    """A record as HIPAA's Safe Harbor lets it stand (45 CFR 164.514(b)(2)).

    Args:
        record: texts by column; dates as 2026-01-31.
        kinds: the kind of each column: one of ``REMOVED``, ``zip``, ``date``, ``birth year``, ``age`` or ``fact``.
        people_by_zip3: how many live where postal codes begin with these three digits.

    Raises:
        ValueError: a column has no kind, or an unknown one.
    """
    known = REMOVED | {"zip", "date", "birth year", "age", "fact"}
    for column in record:
        if kinds.get(column) not in known:
            raise ValueError(f"column {column!r} has no kind; give one of {', '.join(sorted(known))}")
    old = any(int(record[column]) > 89 for column in record if kinds[column] == "age")
    found = {}
    for column, value in record.items():
        kind = kinds[column]
        if kind == "zip":
            found[column] = value[:3] if people_by_zip3.get(value[:3], 0) > 20_000 else "000"
        elif kind == "date":
            found[column] = value[:4]
        elif kind in ("age", "birth year") and old:
            found[column] = "90 or older"
        elif kind not in REMOVED:
            found[column] = value
    return found


@dataclass(frozen=True)
class Law:
    """A law on data about people: where, since when, and which facts bring a case under it."""

    name: str
    country: str
    year: int
    reaches: frozenset[str]


LAWS = (
    Law("GDPR", "European Union", 2016, frozenset({"seat", "offer", "watch"})),
    Law("LGPD", "Brazil", 2018, frozenset({"processed", "offer", "people", "collected"})),
    Law("Data Protection Act", "Kenya", 2019, frozenset({"seat", "people"})),
    Law("POPIA", "South Africa", 2013, frozenset({"seat", "means"})),
    Law("DPDP Act", "India", 2023, frozenset({"processed", "offer"})),
)
"""In short: GDPR Article 3, LGPD Article 3, Kenya's section 4, POPIA section 3, DPDP Act section 3."""

EUROPEAN_UNION = frozenset((
    "Austria", "Belgium", "Bulgaria", "Croatia", "Cyprus", "Czechia", "Denmark", "Estonia", "Finland", "France", "Germany",
    "Greece", "Hungary", "Ireland", "Italy", "Latvia", "Lithuania", "Luxembourg", "Malta", "Netherlands", "Poland",
    "Portugal", "Romania", "Slovakia", "Slovenia", "Spain", "Sweden",
))  # fmt: skip
"""Its members in 2026. The GDPR also holds in Iceland, Liechtenstein and Norway, by treaty."""

THREADS = ("seat", "people", "collected", "processed", "means", "offer", "watch")
"""By what a law reaches a case: where the one who decides sits, where the people are whom the data are about, where data
are collected or processed, where equipment stands, where goods or services are offered, where people are followed."""


def reach(case: Mapping[str, Collection[str]], laws: Sequence[Law] = LAWS) -> dict[Law, frozenset[str]]:
    """The laws that reach a case, each with the threads by which it does.

    Args:
        case: for each country, which of ``THREADS`` lead there.

    Raises:
        ValueError: a thread is not among ``THREADS``.
    """
    facts: dict[str, set[str]] = {}
    for country, what in case.items():
        if unknown := set(what) - set(THREADS):
            raise ValueError(f"{country}: there is no thread {min(unknown)!r}; take {', '.join(THREADS)}")
        facts.setdefault("European Union" if country in EUROPEAN_UNION else country, set()).update(what)
    by = {law: law.reaches & facts.get(law.country, set()) for law in laws}
    return {law: threads for law, threads in by.items() if threads}
