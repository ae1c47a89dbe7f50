"""What the catalogue hands out: stories in a corpus, rows in a table; each says where it came from.

Plain frozen values. A story keeps its own licence, because no story set has one licence for all of it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from openhearth.errors import OpenhearthError
from openhearth.workspace import content_hash

if TYPE_CHECKING:
    import numpy as np

Purpose = Literal["training", "evaluation"]


class DataError(OpenhearthError):
    """A dataset cannot be had, trusted or used as asked."""


def require_training(name: str, purpose: Purpose) -> None:
    """Refuse a set that is for evaluation only.

    Raises:
        DataError: it is; the message says why that matters.
    """
    if purpose == "evaluation":
        raise DataError(
            f"{name} is for evaluation only: it is the yardstick that languages and models are compared by, and "
            "a model that has read the yardstick is measured by its memory; train on another dataset, or pass "
            "for_training=False to evaluate"
        )


def hash_text(text: str) -> str:
    """SHA-256 (hex) of ``text`` in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Story:
    """One story in one language.

    ``sha256`` is that of ``text``; it is computed where it is not given.
    """

    id: str
    language: str  # BCP 47, as the story itself says
    folder_language: str  # BCP 47, as the folder it lay in says: the two do not always agree
    title: str
    pages: tuple[str, ...]
    author: str = ""
    translator: str = ""
    illustrator: str = ""
    licence: str  # SPDX expression
    source: str  # "owner/repository@commit"
    sha256: str = ""
    family: str  # the same for a story and all its translations

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", hash_text(self.text))

    @property
    def text(self) -> str:
        """The pages, one a paragraph (lines joined by a newline); the title is not part of it."""
        return "\n".join(self.pages)

    @property
    def attribution_required(self) -> bool:
        """Whether who made it must be named (every Creative Commons licence with BY)."""
        return "-BY-" in self.licence

    @property
    def non_commercial(self) -> bool:
        """Whether the licence forbids commercial use, and so an open release."""
        return "-NC-" in self.licence

    def to_json(self) -> dict[str, Any]:
        """The record, JSON-able, as one line of ``stories.jsonl`` holds it."""
        return {**asdict(self), "pages": list(self.pages)}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "Story":
        """The story that `to_json` described.

        Raises:
            DataError: a field is missing or unknown.
        """
        try:
            return cls(**{**record, "pages": tuple(record["pages"])})
        except (TypeError, KeyError) as error:
            names = ", ".join(field.name for field in fields(cls))
            raise DataError(
                f"a story record does not have the fields {names} ({error}); make the dataset again"
            ) from None


@dataclass(frozen=True)
class Corpus:
    """Stories with one name, one purpose, and a licence expression over all of them."""

    name: str
    stories: tuple[Story, ...]
    purpose: Purpose = "training"
    limit: dict[str, float] | None = None  # known entropy, bits per byte, by language

    def __post_init__(self) -> None:
        if len({story.id for story in self.stories}) < len(self.stories):
            name, times = Counter(story.id for story in self.stories).most_common(1)[0]
            raise DataError(f"{self.name}: the story id {name!r} stands {times} times; ids must be unique")

    def __len__(self) -> int:
        return len(self.stories)

    @cached_property
    def languages(self) -> dict[str, int]:
        """Stories by language, most first."""
        return dict(Counter(story.language for story in self.stories).most_common())

    @cached_property
    def sha256(self) -> str:
        """Content hash of the records, whatever their order: text, language, licence, who made them."""
        return content_hash(
            (story.id, hash_text(json.dumps({**vars(story), "pages": None}, sort_keys=True)))
            for story in self.stories
        )

    @property
    def licence(self) -> str:
        """SPDX expression over all stories: whoever takes the whole must keep to every part."""
        return " AND ".join(sorted({story.licence for story in self.stories}))

    @property
    def attribution_required(self) -> bool:
        """Whether some story's maker must be named."""
        return any(story.attribution_required for story in self.stories)

    @cached_property
    def bytes(self) -> int:
        """Bytes of all texts in UTF-8."""
        return sum(len(text.encode()) for text in self.texts())

    def summary(self) -> dict[str, Any]:
        """What ``dataset.json`` says of it."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "purpose": self.purpose,
            "languages": self.languages,
            "stories": len(self),
            "bytes": self.bytes,
            "licence": self.licence,
            "attribution_required": self.attribution_required,
        }

    def texts(self) -> list[str]:
        """The text of each story, in order."""
        return [story.text for story in self.stories]

    def for_use(self, for_training: bool) -> "Corpus":
        """Itself, if it may be used so.

        Raises:
            DataError: it is for evaluation only and ``for_training`` holds.
        """
        if for_training:
            require_training(self.name, self.purpose)
        return self

    def filter(self, keep: Callable[[Story], bool]) -> "Corpus":
        """The stories for which ``keep`` holds, in order."""
        return self._of(story for story in self.stories if keep(story))

    def without_non_commercial(self) -> "Corpus":
        """The stories that an open release may be made of."""
        return self.filter(lambda story: not story.non_commercial)

    def split(self, held_out: float = 0.05, seed: int = 0) -> tuple["Corpus", "Corpus"]:
        """Two corpora, (train, held out), with about the share ``held_out`` of the stories in the second.

        A story stays with its translations and with whatever has the same text, so nothing leaks across.
        The same seed gives the same split, whatever the order of the stories.

        Raises:
            DataError: the share is not between 0 and 1, or all stories belong together.
        """
        if not 0 < held_out < 1:
            raise DataError(f"{self.name}: the share held out is {held_out}; give one between 0 and 1")
        groups = sorted(_together(self.stories), key=lambda group: hash_text(f"{seed} {min(group)}"))
        if len(groups) < 2:
            raise DataError(
                f"{self.name}: its {len(self)} stories all belong together (translations or duplicates of "
                "each other), so none can be held out; take more stories"
            )
        goal = max(1, round(held_out * len(self)))
        chosen: set[str] = set()
        for group in groups:
            if len(chosen) + len(group) <= goal:
                chosen.update(group)
        if not chosen:
            chosen.update(sorted(groups, key=len)[0])  # every group is larger than the goal: overshoot least
        return (
            self._of(story for story in self.stories if story.id not in chosen),
            self._of(story for story in self.stories if story.id in chosen),
        )

    def _of(self, stories: Iterable[Story]) -> "Corpus":
        kept = tuple(stories)
        spoken = {story.language for story in kept}
        limit = self.limit and {name: bits for name, bits in self.limit.items() if name in spoken}
        return replace(self, stories=kept, limit=limit)


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of numbers with a class each."""

    name: str
    features: "np.ndarray[Any, Any]"  # (rows, columns)
    target: "np.ndarray[Any, Any]"  # (rows,)
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    licence: str  # SPDX expression
    source: str
    purpose: Purpose = "training"

    def __len__(self) -> int:
        return len(self.target)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the features then the target, each as little-endian 64-bit numbers."""
        digest = hashlib.sha256(self.features.astype("<f8").tobytes())
        digest.update(self.target.astype("<i8").tobytes())
        return digest.hexdigest()


def _together(stories: Iterable[Story]) -> list[list[str]]:
    """Ids of stories that must not be parted: linked by family or by identical text."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    stories = tuple(stories)
    for story in stories:
        parent[root(f"family {story.family}")] = root(f"text {story.sha256}")
    groups: dict[str, list[str]] = {}
    for story in stories:
        groups.setdefault(root(f"text {story.sha256}"), []).append(story.id)
    return list(groups.values())
