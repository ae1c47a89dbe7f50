"""Tales: short stories that a seeded grammar tells in several languages, so that their entropy is known.

    grammar    choices with probabilities, and languages that put them into words; all the arithmetic
    plot       the story that all languages tell
    en es sw id hi bn ar am zh    one language each
    knobs      copies, secrets, a stereotype, poison: off unless asked for

Story 17 is the same story in every language, with names from where the language is spoken. Ours, CC0-1.0.

What "the limit" is. Every way through the grammar gives a different text, so a text has the probability p of its one
derivation, and no story is the beginning of another, so where a story ends is certain: the end-of-story marker costs
no bits, and it is no byte. The entropy of a language is ``E[-log2 p] / E[bytes]``, over all stories, where bytes are
those of ``Story.text`` in UTF-8 (the title is not part of it). No model that knows the language beforehand can use
fewer bits per byte, on average over stories; a finite sample may lie a little below or above.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log2
from random import Random
from typing import Any

from openhearth.data.records import Corpus, DataError, Story
from openhearth.data.tales import plot
from openhearth.data.tales.am import AMHARIC
from openhearth.data.tales.ar import ARABIC
from openhearth.data.tales.bn import BENGALI
from openhearth.data.tales.en import ENGLISH
from openhearth.data.tales.es import SPANISH
from openhearth.data.tales.grammar import Derivation, Language
from openhearth.data.tales.hi import HINDI
from openhearth.data.tales.id import INDONESIAN
from openhearth.data.tales.knobs import Canary, Knobs, Planted, canary, planted_in
from openhearth.data.tales.sw import SWAHILI
from openhearth.data.tales.zh import CHINESE

__all__ = [
    "LANGUAGES",
    "Canary",
    "Knobs",
    "Planted",
    "Reading",
    "bits_per_byte",
    "corpus",
    "distinct_stories",
    "expected_bytes",
    "in_english",
    "log2_probability",
    "planted",
    "reader",
]

VERSION = "1"  # of what a seed means: raise it when a word, a sentence or the order of choices changes

_TONGUES = {
    tongue.code: tongue
    for tongue in (ENGLISH, SPANISH, SWAHILI, INDONESIAN, HINDI, BENGALI, ARABIC, AMHARIC, CHINESE)
}
LANGUAGES = {
    tongue.code: f"{tongue.english} ({tongue.autonym}), {tongue.script}" for tongue in _TONGUES.values()
}


def corpus(
    stories: int = 20_000, languages: Sequence[str] | None = None, seed: int = 0, **knobs: Any
) -> Corpus:
    """``stories`` stories in all, shared out evenly among ``languages``.

    Story ``number`` of a language is the same whatever the total and the other languages (canaries apart:
    they are spread over the whole corpus).

    ``Corpus.limit`` is, by language, the least bits per byte that a model trained on this corpus can reach: the
    entropy of the language plus what it costs to find out which language it is, ``log2(stories / stories in that
    language)`` bits a story, since nothing before a story's first letters tells. With one language that is nothing.

    Args:
        stories: how many, in all languages together.
        languages: of `LANGUAGES`; default all.
        seed: decides everything.
        knobs: ``duplicates``, share of stories that repeat an earlier one; ``canaries`` and ``canary_copies``, how many
            secrets, each in how many stories; ``gender_occupation_bias``, 0 to 1, see `plot.story`;
            ``poison``, share of stories with a trigger sentence and always the same wrong ending. `planted` lists what
            was done. The limit takes the bias into account; with any of the others on, it is None.

    Raises:
        DataError: an unknown language or knob, or a value that makes no sense.
    """
    codes = list(dict.fromkeys(languages)) if languages is not None else list(LANGUAGES)
    tongues = [_tongue(code) for code in codes]
    if stories < 1 or not tongues:
        raise DataError(f"tales: {stories} stories in {len(tongues)} languages; ask for at least one of each")
    unknown = set(knobs) - set(Knobs.__dataclass_fields__)
    if unknown:
        known = ", ".join(Knobs.__dataclass_fields__)
        raise DataError(f"tales has no knob {', '.join(sorted(unknown))}; there are {known}")
    settings = Knobs(**knobs)
    places = [(codes[k % len(codes)], k // len(codes)) for k in range(stories)]
    secrets = settings.canary_at(seed, places)
    derivations = _Derivations(seed, settings.gender_occupation_bias)
    told = tuple(
        _tell(_TONGUES[code], number, derivations, settings, secrets.get((code, number)))
        for code, number in places
    )
    limit = None
    if settings.limit_known:
        grammar = plot.story(settings.gender_occupation_bias)
        shares = {code: sum(1 for place in places if place[0] == code) / stories for code in codes}
        limit = {
            code: (grammar.entropy - log2(share)) / _TONGUES[code].expected_bytes(grammar)
            for code, share in shares.items()
            if share
        }
    return Corpus("tales", told, limit=limit)


def bits_per_byte(language: str) -> float:
    """The exact entropy of a language's stories, in bits per byte of ``Story.text``, the language being known."""
    return plot.story().entropy / expected_bytes(language)


@cache
def expected_bytes(language: str) -> float:
    """The exact expected length of a story's text, in bytes of UTF-8."""
    return _tongue(language).expected_bytes(plot.story())


def distinct_stories(language: str) -> int:
    """How many different stories the language can tell, exactly."""
    _tongue(language)
    return plot.story().count  # every derivation has its own text


def log2_probability(text: str, language: str) -> float:
    """Base-2 logarithm of the probability of ``text`` (a ``Story.text``) among the language's stories, found by
    parsing it; minus infinity if the grammar cannot say it. The knobs are taken to be off.

    Minus its mean over held-out stories, over their mean bytes, is the limit for exactly those stories.
    """
    derivation = next(_tongue(language).parse(plot.story(), text), None)
    return float("-inf") if derivation is None else plot.story().log2_probability(derivation)


def planted(corpus: Corpus) -> Planted:
    """The duplicates, canaries and poisoned stories of a corpus of tales."""
    return planted_in(corpus, _TONGUES)


@dataclass(frozen=True)
class Reading:
    """A story for someone who does not read its script: each page beside its English."""

    title: str
    title_in_english: str
    pages: tuple[tuple[str, str], ...]  # (original, English)


def reader(language: str, stories: int = 5, seed: int = 0) -> list[Reading]:
    """The first stories of ``language`` beside their English."""
    tongue, english = _tongue(language), _english_with_names_of(language)
    derivations = _Derivations(seed, 0.0)
    return [
        Reading(
            tongue.title(derivation),
            english.title(derivation),
            tuple(
                zip(
                    tongue.pages(plot.story(), derivation),
                    english.pages(plot.story(), derivation),
                    strict=True,
                )
            ),
        )
        for derivation in map(derivations.get, range(stories))
    ]


def in_english(text: str, language: str) -> str | None:
    """What ``text``, a story in ``language``, says in English; None if it is not a story of the grammar.

    Works for a model's stories too: those that are grammatical have a meaning.
    """
    derivation = next(_tongue(language).parse(plot.story(), text), None)
    return (
        None
        if derivation is None
        else "\n".join(_english_with_names_of(language).pages(plot.story(), derivation))
    )


class _Derivations:
    """The stories of one seed, before any language has told them; drawn once, for all languages."""

    def __init__(self, seed: int, bias: float) -> None:
        self.seed, self.grammar = seed, plot.story(bias)
        self._drawn: dict[int, Derivation] = {}

    def get(self, number: int) -> Derivation:
        if number not in self._drawn:
            self._drawn[number] = self.grammar.sample(Random(f"tales {self.seed} {number}"))
        return self._drawn[number]


def _tell(
    tongue: Language, number: int, derivations: _Derivations, knobs: Knobs, secret: int | None
) -> Story:
    seed = derivations.seed
    original = knobs.original(seed, tongue.code, number)
    derivation = derivations.get(original)
    pages = tongue.pages(derivations.grammar, derivation)
    name = f"tales/{seed}/{number}/{tongue.code}"
    if original != number:
        name += f"+copy{original}"
    if knobs.poisons(seed, tongue.code, original):
        pages[0] += tongue.space + tongue.trigger
        pages[-1] = tongue.wrong_ending
        name += "+poison"
    if secret is not None:
        pages[1] += tongue.space + canary(tongue, seed, secret)
        name += f"+canary{secret}"
    return Story(
        id=name,
        language=tongue.code,
        folder_language=tongue.code,
        title=tongue.title(derivation),
        pages=tuple(pages),
        author="The Openhearth authors",
        licence="CC0-1.0",
        source=f"tales {VERSION}, seed {seed}{knobs}",
        family=f"tales/{seed}/{original}",
    )


def _tongue(code: str) -> Language:
    if code not in _TONGUES:
        raise DataError(f"tales has no language {code!r}; there are {', '.join(_TONGUES)}")
    return _TONGUES[code]


@cache
def _english_with_names_of(language: str) -> Language:
    names = tuple({**name, "": name["latin"]} for name in _tongue(language).words["hero"])
    return replace(ENGLISH, words={**ENGLISH.words, "hero": names, "friend": names})
