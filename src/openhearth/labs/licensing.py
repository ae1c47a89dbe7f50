"""What a licence allows, what may go into which release, and whom that leaves out (lesson 03).

A licence is read as answers to five questions. Whether a work may be *changed and carried* in a release follows from
the answers of both. A cautious reading, not legal advice.

Sources: the licences' own texts; Creative Commons, "ShareAlike compatibility" and the chart of adapters' licences in its
FAQ; the Open Source Definition 1.9 (points 5 and 6: no person, group or field of endeavour may be excluded); SPDX 2.3,
annex D (expressions).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from openhearth.data.records import Corpus
from openhearth.errors import OpenhearthError

RAIL = "LicenseRef-scancode-bigscience-rail-1.0"
"""The BigScience RAIL licence, as the licence-expression library calls it; SPDX has no name for it."""


class LicenceError(OpenhearthError):
    """A licence, or an expression of licences, that cannot be read."""


@dataclass(frozen=True)
class Terms:
    """One licence in five answers."""

    licence: str  # SPDX id
    money: bool  # may it be used commercially?
    changes: bool  # may changed versions be passed on?
    credit: bool  # must its makers be named?
    same_again: bool  # must changed versions carry this licence?
    any_purpose: bool  # may it be used for every purpose that the law allows?

    @property
    def is_open(self) -> bool:
        """Whether it is open in the sense of the Open Source Definition: for everybody, for anything, to be changed."""
        return self.money and self.changes and self.any_purpose


# family: money, changes, credit, same again, any purpose
_FAMILIES: tuple[tuple[str, tuple[bool, bool, bool, bool, bool]], ...] = (
    (r"CC0-1\.0|CC-PDM-1\.0|PDDL-1\.0|Unlicense|0BSD|MIT-0", (True, True, False, False, True)),
    (r"CC-BY-\d\.\d|MIT|Apache-2\.0|BSD-[23]-Clause|ISC|ODC-By-1\.0", (True, True, True, False, True)),
    (r"CC-BY-SA-\d\.\d|ODbL-1\.0|GPL-[23]\.0-(only|or-later)|FAL-1\.3", (True, True, True, True, True)),
    (r"CC-BY-ND-\d\.\d", (True, False, True, False, True)),
    (r"CC-BY-NC-\d\.\d", (False, True, True, False, True)),
    (r"CC-BY-NC-SA-\d\.\d", (False, True, True, True, True)),
    (r"CC-BY-NC-ND-\d\.\d", (False, False, True, False, True)),
    (re.escape(RAIL), (True, True, True, False, False)),
)
ONE_WAY = {"CC-BY-SA-4.0": ("GPL-3.0-only", "GPL-3.0-or-later", "FAL-1.3")}
"""Other licences under which Creative Commons lets changed versions be passed on; the way back is closed."""


def terms(licence: str) -> Terms:
    """The answers for one licence.

    Raises:
        LicenceError: it is not known here.
    """
    for family, answers in _FAMILIES:
        if re.fullmatch(family, licence):
            return Terms(licence, *answers)
    raise LicenceError(
        f"what {licence!r} allows is not known here, so it allows nothing; read its text, and ask whoever gave it"
    )


def symbols(expression: str) -> list[str]:
    """The licences that an SPDX expression names, each once, in the order of the alphabet.

    Raises:
        LicenceError: it is no SPDX expression.
    """
    return sorted({str(symbol) for symbol in _parsed(expression).symbols})


def allows(expression: str, allowed: Callable[[str], bool]) -> bool:
    """Whether an SPDX expression can be satisfied with licences that are ``allowed``.

    Of ``A AND B`` both must be, of ``A OR B`` one is enough; ``A WITH exception`` is at least as free as ``A``.

    Raises:
        LicenceError: it is no SPDX expression.
    """
    return _holds(_parsed(expression), allowed)


@dataclass(frozen=True)
class Verdict:
    """Whether a work may be carried in a release, and why not."""

    allowed: bool
    reason: str = ""


def may_carry(work: str, release: str) -> Verdict:
    """Whether changed works under the licence ``work`` may be passed on in a release under ``release``.

    Raises:
        LicenceError: one of them is not known here.
    """
    given, chosen = terms(work), terms(release)
    if not given.changes:
        return Verdict(False, "changed versions may not be passed on")
    if given.same_again:
        same = _family(work) == _family(release) and _version(work) <= _version(release)
        if same or release in ONE_WAY.get(work, ()):
            return Verdict(True)
        return Verdict(False, f"changed versions must stay under {work}")
    if not given.money and chosen.money:
        return Verdict(False, "the release would let others sell what may not be sold")
    if given.credit and not chosen.credit:
        return Verdict(False, "the release would let the makers' names be dropped")
    if not given.any_purpose and chosen.any_purpose:
        return Verdict(False, "the release would drop the restrictions of use")
    return Verdict(True)


def carried(corpus: Corpus, release: str) -> Corpus:
    """The stories of ``corpus`` that may go into a release under ``release``."""
    known: dict[str, bool] = {}

    def keep(licence: str) -> bool:
        if licence not in known:
            known[licence] = allows(licence, lambda one: may_carry(one, release).allowed)
        return known[licence]

    return corpus.filter(lambda story: keep(story.licence))


@dataclass(frozen=True)
class Kept:
    """What is left of a corpus in a release under ``release``."""

    release: str
    stories: int
    languages: int
    lost: tuple[str, ...]  # languages with no story left


def kept(corpus: Corpus, releases: Iterable[str]) -> list[Kept]:
    """For each licence that a release could have: what of ``corpus`` it may hold. Languages as their folders call them."""
    everything = {story.folder_language for story in corpus.stories}
    found = []
    for release in releases:
        left = carried(corpus, release)
        there = {story.folder_language for story in left.stories}
        found.append(Kept(release, len(left), len(there), tuple(sorted(everything - there))))
    return found


def mixed(corpus: Corpus) -> Corpus:
    """A copy of ``corpus`` under licences as they stand in real collections: what the lesson uses when offline.

    Most stories are CC BY, every seventh is non-commercial, some are share-alike; of one language every story is
    non-commercial, so that a choice can lose it.

    Raises:
        LicenceError: the corpus has fewer than two languages, so none could be lost.
    """
    if len(corpus.languages) < 2:
        raise LicenceError(
            f"{corpus.name} has one language, and losing it would leave nothing; take more languages"
        )
    rarest = list(corpus.languages)[-1]

    def licence(at: int, language: str) -> str:
        if language == rarest or at % 7 == 0:
            return "CC-BY-NC-4.0"
        return "CC-BY-SA-4.0" if at % 11 == 0 else "CC-BY-4.0"

    stories = tuple(
        replace(story, licence=licence(at, story.language)) for at, story in enumerate(corpus.stories)
    )
    return replace(corpus, name=f"{corpus.name} (licences given for the lesson)", stories=stories, limit=None)


def _parsed(expression: str) -> Any:
    from license_expression import ExpressionError

    # The Public Domain Mark is on SPDX's list since 3.27, and not yet known to every release of the library.
    known = str(expression or "").replace("CC-PDM-1.0", "CC0-1.0")
    try:
        parsed = _licensing().parse(known, validate=True)
    except ExpressionError as error:
        raise LicenceError(
            f"{str(expression)[:80]!r} is no SPDX expression ({' '.join(str(error).split())[:120]}); see spdx.org/licenses"
        ) from None
    if parsed is None:
        raise LicenceError("there is no licence at all, so nothing is allowed; ask whoever made the work")
    return parsed


@cache
def _licensing() -> Any:
    """SPDX's list, whose reading takes a tenth of a second."""
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


def _holds(parsed: Any, allowed: Callable[[str], bool]) -> bool:
    from license_expression import LicenseWithExceptionSymbol

    parts = getattr(parsed, "args", ())
    if parts:
        each = (_holds(part, allowed) for part in parts)
        return any(each) if parsed.operator.strip() == "OR" else all(each)
    plain = parsed.license_symbol if isinstance(parsed, LicenseWithExceptionSymbol) else parsed
    return allowed(str(plain))


def _family(licence: str) -> str:
    return re.sub(r"-\d\.\d.*", "", licence)


def _version(licence: str) -> tuple[int, ...]:
    found = re.search(r"-(\d)\.(\d)", licence)
    return tuple(map(int, found.groups())) if found else ()
