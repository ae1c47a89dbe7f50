"""Lesson 07: what a language pays in tokens, and whether anybody can name it.

Both are measured on a yardstick: one text that many languages share, in parts that mean the same. The yardstick is
the Universal Declaration of Human Rights, or the nine languages of ``tales`` where that cannot be had; it is for
evaluation, and nothing here trains on it.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from openhearth import data
from openhearth.data.catalogue import nearest
from openhearth.data.records import Corpus
from openhearth.errors import OpenhearthError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH = 32
"""Texts encoded at once."""
ARTICLES = 30
"""Articles of the Declaration: the last pages of each text that has them all."""
UNEVEN = {"en": 1.0, "es": 0.3, "zh": 0.15, "id": 0.1, "ar": 0.06, "hi": 0.04, "bn": 0.02}
"""Share of the tales of each language that the lesson reads when offline: as unequal as the web, and two have none."""
_COUNTED = json.loads((resources.files("openhearth.labs") / "languages.json").read_text("utf-8"))
LID_176: frozenset[str] = frozenset(_COUNTED["lid_176"].split())
"""The answers that fastText's identifier lid.176 can give (fasttext.cc/docs/en/language-identification.html)."""
ALSO = {"nb": "no", "prs": "fa", "kok": "gom", "cmn": "zh"}
"""Languages that such a tool names by the code of a larger one, or of a part of them."""

Mixture = Literal["English only", "as it comes", "balanced"]
MIXTURES: tuple[Mixture, ...] = ("English only", "as it comes", "balanced")


class LanguageError(OpenhearthError):
    """A language that is not known here, or too little text to say anything about one."""


@dataclass(frozen=True)
class Yardstick:
    """One text in many languages, in parts that mean the same. For evaluation only."""

    name: str
    texts: Mapping[str, tuple[str, ...]]  # by code, the parts in one order
    names: Mapping[str, str]  # by code, in English
    tags: Mapping[str, str]  # by code, BCP 47
    called: str = "articles"  # what the parts are
    english: str = "eng"

    def parts(self, code: str) -> tuple[str, ...]:
        """The parts of the text in one language.

        Raises:
            LanguageError: there is no text under that code.
        """
        if code not in self.texts:
            raise LanguageError(f"{self.name} has no text {code!r}; {nearest(code, sorted(self.texts))}")
        return self.texts[code]

    def whole(self, code: str) -> str:
        """All parts in one line: where lines break is the file's layout, which is no part of what a language pays for.

        Raises:
            LanguageError: there is no text under that code.
        """
        return " ".join(" ".join(self.parts(code)).split())


@dataclass(frozen=True)
class Material:
    """What the lesson works with."""

    stories: Corpus  # to learn from
    yardstick: Yardstick  # to measure with
    note: str  # what was replaced, and by what; empty where nothing was


def material(seed: int = 0) -> Material:
    """Storybooks for an open release and the Declaration; or, without network and mirror, tales for both."""
    corpus, note = data.load_or_default("storybooks")
    declaration, other = data.load_or_default("udhr") if not note else (corpus, note)
    if not other:
        return Material(corpus.without_non_commercial(), parallel(declaration), "")
    return Material(uneven(seed=seed), parallel(data.load("tales", stories=270, seed=seed + 1)), other)


def parallel(corpus: Corpus) -> Yardstick:
    """The texts of ``udhr`` that have all thirty articles, or of ``tales`` the stories that every language tells.

    Raises:
        LanguageError: no two languages share a text, so there is nothing to compare.
    """
    if corpus.name == "udhr":
        whole = [one for one in corpus.stories if len(one.pages) >= ARTICLES]
        texts = {one.folder_language: one.pages[-ARTICLES:] for one in whole}
        names = {one.folder_language: one.title for one in whole}
        tags = {one.folder_language: one.language for one in whole}
        found = Yardstick("udhr", texts, names, tags)
    else:
        by: dict[str, dict[str, str]] = defaultdict(dict)
        for story in corpus.stories:
            by[story.language][story.family] = story.text
        shared = sorted(set.intersection(*map(set, by.values()))) if by else []
        texts = {code: tuple(parts[family] for family in shared) for code, parts in by.items() if shared}
        found = Yardstick(corpus.name, texts, _names(by), {code: code for code in texts}, "stories", "en")
    if len(found.texts) < 2:
        raise LanguageError(f"{corpus.name} has no text in two languages; take one that has been translated")
    return found


def uneven(stories: int = 1000, seed: int = 0) -> Corpus:
    """Tales as unequal as the web: ``stories`` in English, fewer in others, none in Swahili and Amharic."""
    corpus = data.load("tales", languages=list(UNEVEN), stories=stories * len(UNEVEN), seed=seed)
    left = {code: round(stories * share) for code, share in UNEVEN.items()}
    kept = []
    for story in corpus.stories:
        left[story.language] -= 1
        if left[story.language] >= 0:
            kept.append(story)
    return replace(corpus, name="tales (as unequal as the web)", stories=tuple(kept), limit=None)


def mixture(corpus: Corpus, kind: Mixture, characters: int = 10_000) -> list[str]:
    """Texts for a tokenizer to learn from.

    Args:
        kind: ``English only``; ``as it comes``, every second story of each language, which saves half the time; ``balanced``, the same number of characters of each
            language, read again and again where it has fewer.
        characters: of each language, if balanced.

    Raises:
        LanguageError: there is no such text.
    """
    by = _texts(corpus)
    if kind == "English only":
        found = by.get("en", [])
    elif kind == "as it comes":
        found = [text for texts in by.values() for text in texts[::2]]
    else:
        found = [part for texts in by.values() for part in _filled(texts, characters)]
    if not found:
        raise LanguageError(f"{corpus.name} has no text to make the mixture {kind!r} of; add stories")
    return found


@dataclass(frozen=True)
class Premiums:
    """What the same text costs in each language."""

    tokens: Mapping[str, int]  # by code
    english: str

    @cached_property
    def relative(self) -> dict[str, float]:
        """Tokens by code, English being 1, the cheapest first."""
        base = self.tokens[self.english]
        return {code: n / base for code, n in sorted(self.tokens.items(), key=lambda item: item[1])}

    def quantile(self, share: float) -> float:
        """The premium that this share of the texts stays below (linear between texts)."""
        return float(np.quantile(list(self.relative.values()), share))

    @property
    def median(self) -> float:
        return self.quantile(0.5)


def premiums(tokenizer: "Tokenizer", yardstick: Yardstick) -> Premiums:
    """The tokens that each language needs for the whole yardstick."""
    tokens: dict[str, int] = {}
    codes = list(yardstick.texts)
    for at in range(0, len(codes), BATCH):  # an encoding takes far more memory than its ids
        some = codes[at : at + BATCH]
        encoded = tokenizer.encode_batch_fast(
            [yardstick.whole(code) for code in some], add_special_tokens=False
        )
        tokens |= {code: len(one.ids) for code, one in zip(some, encoded, strict=True)}
    return Premiums(tokens, yardstick.english)


def parts_that_fit(counts: Sequence[int], window: int) -> int:
    """How many parts of a text, from its beginning, a window of ``window`` tokens holds whole."""
    return int(np.searchsorted(np.cumsum(counts), window, side="right"))


def script(text: str) -> str:
    """The script that most letters of ``text`` are of, as Unicode names it ("Latin", "Devanagari", "CJK")."""
    names = Counter(unicodedata.name(one, "?").split()[0] for one in text if one.isalpha())
    if not names:
        raise LanguageError("there is no letter in this text; give one with words")
    found = names.most_common(1)[0][0]
    return found if found == "CJK" else found.capitalize()


def ngrams(text: str, longest: int = 3) -> list[str]:
    """Runs of one to ``longest`` characters, each word between bars: ``a`` ``a_`` ``_a_`` ...; digits and case aside."""
    words = [f"_{word}_" for word in re.sub(r"[\d_]+", " ", text.lower()).split()]
    return [
        word[i : i + n] for word in words for n in range(1, longest + 1) for i in range(len(word) - n + 1)
    ]


@dataclass(frozen=True)
class Identified:
    """What an identifier says of a text."""

    language: str  # the likeliest of those it has learnt
    bits: float  # a trigram, by that language; more is stranger


class Identifier:
    """Which language is this? Naive Bayes on trigrams, so it can only name what it has learnt."""

    def __init__(
        self, corpus: Corpus, *, characters: int = 10_000, least: int = 500, unseen: float = 0.1
    ) -> None:
        """Learns from the first ``characters`` of each language that has at least ``least``.

        Raises:
            LanguageError: fewer than two languages have so much text, so there is no choice to make.
        """
        texts = {
            code: "\n".join(_filled(found, characters, once=True)) for code, found in _texts(corpus).items()
        }
        counts = {code: Counter(ngrams(text)) for code, text in texts.items() if len(text) >= least}
        if len(counts) < 2:
            raise LanguageError(
                f"{corpus.name} has {len(counts)} language{'s' * (len(counts) != 1)} with {least} characters or more; to tell languages apart, "
                "an identifier needs two"
            )
        self.languages = list(counts)
        self._row = {
            gram: i for i, gram in enumerate(dict.fromkeys(g for one in counts.values() for g in one))
        }
        # What a language has not shown costs the same in all, however little was read of it; the last row: what none has.
        table = np.full((len(self._row) + 1, len(counts)), unseen / len(self._row), np.float32)
        for column, one in enumerate(counts.values()):
            share = np.fromiter(one.values(), np.float32) / one.total()
            table[[self._row[gram] for gram in one], column] += (1 - unseen) * share
        self._bits: NDArray[np.float32] = -np.log2(table)  # (n-grams, languages)

    def name(self, text: str) -> Identified:
        """The likeliest language.

        Raises:
            LanguageError: the text has no word.
        """
        rows = [self._row.get(gram, len(self._row)) for gram in ngrams(text)]
        if not rows:
            raise LanguageError("there is no word in this text to tell a language by")
        mean = self._bits[rows].mean(axis=0)
        best = int(mean.argmin())
        return Identified(self.languages[best], float(mean[best]))


@dataclass(frozen=True)
class InStorybooks:
    """A language of the stories that an open release of storybooks may carry."""

    tag: str  # the language alone, without script or region
    name: str  # in English; the tag where we know none
    characters: int  # in all its stories


def storybooks_languages() -> list[InStorybooks]:
    """The languages of storybooks, most text first, as counted when this was written: they need no archive."""
    found = _COUNTED["storybooks"].items()
    rows = [InStorybooks(tag, one.get("name", tag), one["characters"]) for tag, one in found]
    return sorted(rows, key=lambda one: -one.characters)


def nameless(tags: Iterable[str], labels: Iterable[str] = LID_176) -> list[str]:
    """The languages (first part of the tag) that a tool with these labels has no word for, each once, sorted."""
    known = set(labels)
    languages = {tag.split("-")[0] for tag in tags} - {"und"}
    return sorted(one for one in languages if one not in known and ALSO.get(one) not in known)


def _texts(corpus: Corpus) -> dict[str, list[str]]:
    by: dict[str, list[str]] = defaultdict(list)
    for story in corpus.stories:
        if story.text.strip():
            by[story.language].append(story.text)
    return by


def _filled(texts: Sequence[str], characters: int, *, once: bool = False) -> list[str]:
    """The texts in turn, until there are so many characters; the last one is cut."""
    found, left = [], characters
    while left > 0:
        for text in texts:
            found.append(text[:left])
            left -= len(text)
            if left <= 0:
                break
        if once:
            break
    return found


def _names(codes: Iterable[str]) -> dict[str, str]:
    from openhearth.data.tales import LANGUAGES

    return {code: LANGUAGES.get(code, code).split(" (")[0] for code in codes}
