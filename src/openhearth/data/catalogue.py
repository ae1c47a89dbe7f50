"""The catalogue: what each dataset is, whose it is, what its terms are, and how to know it is the right one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import metadata
from typing import Any, Literal

from openhearth.data import storybooks, udhr
from openhearth.data.download import Archive
from openhearth.data.records import DataError, Purpose, require_training

Tier = Literal["open", "registered", "credentialed", "reviewed"]
Kind = Literal["stories", "table", "tables"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the catalogue says of one dataset; `openhearth.data.croissant` says it in Croissant."""

    name: str
    title: str
    summary: str
    kind: Kind = "stories"
    tier: Tier = "open"
    purpose: Purpose = "training"
    licence: str  # SPDX expression over all records; each record has its own
    creators: tuple[str, ...]
    homepage: str = ""
    citation: str
    published: str  # ISO 8601 date
    origin: str  # where it comes from, in words
    archives: tuple[Archive, ...] = ()
    sha256: str | None = None  # of what `load` returns; None where it depends on what is asked for
    records: int | None = None
    languages: int | None = None  # of storybooks by folder: 152 by the stories' own tags

    @property
    def address(self) -> str:
        """Its home page, or this project's."""
        return self.homepage or dict(
            line.split(", ", 1) for line in metadata("openhearth").get_all("Project-URL") or []
        ).get("Repository", "")

    @property
    def embedded(self) -> bool:
        """Whether it needs neither network nor mirror."""
        return not self.archives

    def require_training(self) -> None:
        """Raises `DataError` where the set is for evaluation only."""
        require_training(self.name, self.purpose)

    def to_json(self) -> dict[str, Any]:
        """The entry, JSON-able."""
        archives = [
            {**asdict(archive), "name": archive.name, "url": archive.url} for archive in self.archives
        ]
        return {**asdict(self), "creators": list(self.creators), "archives": archives}


_ENTRIES = (
    Entry(
        name="tales",
        title="Openhearth tales",
        summary="Short stories that a seeded grammar writes in several languages and scripts. Their true entropy "
        "is known, so a model's distance from the best possible can be measured.",
        licence="CC0-1.0",
        creators=("The Openhearth authors",),
        citation="The Openhearth authors: Openhearth tales (generated).",
        published="2026-01-01",
        origin="written by this package's own grammar, from a seed",
    ),
    Entry(
        name="storybooks",
        title="Storybooks",
        summary="Children's stories in 153 languages, written by people of African Storybook and Pratham Books and "
        "their translators. Every story has its own licence: 4,299 of them, in 148 languages, allow commercial use.",
        licence="CC-BY-3.0 AND CC-BY-4.0 AND CC-BY-NC-3.0 AND CC-BY-NC-4.0 AND CC-BY-NC-SA-3.0 AND CC-PDM-1.0",
        creators=("African Storybook", "Pratham Books", "Global African Storybook Project"),
        homepage="https://globalstorybooks.net",
        citation="African Storybook (africanstorybook.org), Pratham Books (storyweaver.org.in) and the Global African "
        "Storybook Project: asp-source, pb-source and global-asp, each story by its own authors and translators.",
        published="2025-12-01",
        origin="three repositories of Markdown files, one story a file, each with its credits",
        archives=storybooks.ARCHIVES,
        sha256="12e141590085f82138c0e71f227c35e81ea667c45b30e607a97c2c86ff7a713a",
        records=5202,
        languages=153,
    ),
    Entry(
        name="udhr",
        title="Universal Declaration of Human Rights",
        summary="One text in 532 languages and spellings: a yardstick to compare languages by. For evaluation only.",
        purpose="evaluation",
        licence="MIT",
        creators=("United Nations", "The Unicode Consortium", "Titus Wormer"),
        homepage="https://github.com/wooorm/udhr",
        citation="Titus Wormer: udhr 6.0.0, after the Unicode Consortium's UDHR in Unicode.",
        published="2025-03-21",
        origin="HTML files of the package udhr, made from the XML files of the project UDHR in Unicode",
        archives=(udhr.ARCHIVE,),
        sha256="5618b962fcf718a2bf861969b6977de5740e401ac62b47eec2099fe63567874e",
        records=532,
        languages=478,
    ),
    Entry(
        name="digits",
        title="Optical Recognition of Handwritten Digits",
        summary="1,797 images of 8 x 8 pixels, written by 13 people; the test part of the UCI set.",
        kind="table",
        licence="CC-BY-4.0",
        creators=("Ethem Alpaydin", "Cenk Kaynak"),
        homepage="https://doi.org/10.24432/C50P49",
        citation="Alpaydin, E. and Kaynak, C. (1998): Optical Recognition of Handwritten Digits. UCI Machine Learning "
        "Repository. doi:10.24432/C50P49.",
        published="1998-07-01",
        origin="carried by scikit-learn, from the UCI Machine Learning Repository",
        sha256="f6d9e39f37dc45d327f6db33428ee58970ccceabb2535a5c179de35886b70443",
        records=1797,
    ),
    Entry(
        name="breast_cancer",
        title="Breast Cancer Wisconsin (Diagnostic)",
        summary="569 tumours, each with 30 measures of the cell nuclei in one image, and whether it was malignant.",
        kind="table",
        licence="CC-BY-4.0",
        creators=("William Wolberg", "Olvi Mangasarian", "Nick Street", "W. Street"),
        homepage="https://doi.org/10.24432/C5DW2B",
        citation="Wolberg, W., Mangasarian, O., Street, N. and Street, W. (1993): Breast Cancer Wisconsin (Diagnostic). "
        "UCI Machine Learning Repository. doi:10.24432/C5DW2B.",
        published="1995-11-01",
        origin="carried by scikit-learn, from the UCI Machine Learning Repository",
        sha256="25e2eb7b7a8745b1bde5ba18bc4969983d2e2f403291ecd5bde4a29ef30c3859",
        records=569,
    ),
    Entry(
        name="clinic",
        title="Openhearth clinic",
        summary="Five made-up hospitals with intensive care: patients, stays, measurements. Nobody in it is real, and it is "
        "treated as if everybody were: a class places its own draw behind the gate, and the ethics certificate opens it.",
        kind="tables",
        tier="credentialed",
        licence="CC0-1.0",
        creators=("The Openhearth authors",),
        citation="The Openhearth authors: Openhearth clinic (generated).",
        published="2026-11-01",
        origin="written by this package's own generator, from a class's secret",
    ),
)


@cache
def _by_name() -> dict[str, Entry]:
    return {entry.name: entry for entry in _ENTRIES}


def entries() -> dict[str, Entry]:
    """All entries by name, the embedded default first."""
    return dict(_by_name())


def info(name: str) -> Entry:
    """The entry called ``name``.

    Raises:
        DataError: there is none; the message names the nearest.
    """
    if name not in _by_name():
        raise DataError(f"no dataset is called {name!r}; {nearest(name, _by_name())}")
    return _by_name()[name]


def nearest(name: str, known: Iterable[str]) -> str:
    """Half a sentence that names what ``name`` may have meant."""
    known = list(known)
    by_folded = {one.casefold(): one for one in reversed(known)}
    close = [by_folded[one] for one in get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=0.5)]
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"there are {', '.join(known[:12])}{' and more' if len(known) > 12 else ''}"
