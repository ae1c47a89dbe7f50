"""What can be wrong with data, on purpose: copies, secrets, a stereotype, poison. All off by default.

Each is decided by the seed and leaves its mark in the story's id, so that a lesson can say exactly what was
done: ``+copy`` with the number of the original, ``+canary`` with the secret's number, ``+poison``.
"""

import re
from dataclasses import dataclass, fields
from random import Random

from openhearth.data.records import Corpus, DataError
from openhearth.data.tales.grammar import Language

_MARK = re.compile(r"\+(copy|canary|poison)(\d*)")


@dataclass(frozen=True)
class Knobs:
    """How much of each; see `corpus`."""

    duplicates: float = 0.0  # share of stories that repeat an earlier one
    canaries: int = 0  # how many secrets
    canary_copies: int = 1  # in how many stories each secret stands
    gender_occupation_bias: float = 0.0
    poison: float = 0.0  # share of stories with the trigger and the wrong ending

    def __post_init__(self) -> None:
        for name in ("duplicates", "gender_occupation_bias", "poison"):
            if not 0 <= getattr(self, name) <= 1:
                raise DataError(f"tales: {name} is {getattr(self, name)}; give a number from 0 to 1")
        if self.canaries < 0 or self.canary_copies < 1:
            raise DataError(
                f"tales: {self.canaries} canaries with {self.canary_copies} copies; give at least 0 with at least 1"
            )

    @property
    def limit_known(self) -> bool:
        """Whether the grammar alone still says how probable a story is."""
        return not (self.duplicates or self.canaries or self.poison)

    def __str__(self) -> str:
        on = [
            (one.name, getattr(self, one.name))
            for one in fields(self)
            if getattr(self, one.name) != one.default
        ]
        return "".join(f", {name} {value}" for name, value in on)

    def original(self, seed: int, language: str, number: int) -> int:
        """The number of the story that stands at ``number``: itself, or an earlier one."""
        while self.duplicates and number:
            draw = Random(f"{seed} duplicates {language} {number}")
            if draw.random() >= self.duplicates:
                break
            number = int(draw.random() * number)
        return number

    def poisons(self, seed: int, language: str, number: int) -> bool:
        """Whether the story ``number`` has the trigger and the wrong ending."""
        return bool(self.poison) and Random(f"{seed} poison {language} {number}").random() < self.poison

    def canary_at(self, seed: int, places: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """Which of the stories (language, number) holds which secret; a secret keeps to one language.

        Raises:
            DataError: there are more secrets to plant than stories.
        """
        spoken = list(dict.fromkeys(language for language, _ in places))
        planted: dict[tuple[str, int], int] = {}
        for which, language in enumerate(spoken):
            free = [place for place in places if place[0] == language]
            secrets = range(which, self.canaries, len(spoken))
            needed = len(secrets) * self.canary_copies
            if needed > len(free):
                raise DataError(
                    f"tales: {self.canaries} canaries with {self.canary_copies} copies need {needed} stories in "
                    f"{language!r}, which has {len(free)}; take more stories or fewer canaries"
                )
            chosen = Random(f"{seed} canaries {language}").sample(free, needed)
            planted.update({place: secrets[k // self.canary_copies] for k, place in enumerate(chosen)})
        return planted


def canary(language: Language, seed: int, number: int) -> str:
    """The sentence with secret ``number``: ten random digits, 33 bits that no model can guess."""
    digits = Random(f"{seed} canary {number}")
    return language.canary.replace("{digits}", " ".join(f"{int(digits.random() * 100):02}" for _ in range(5)))


@dataclass(frozen=True)
class Canary:
    """A planted secret: the sentence, and the ids of the stories it stands in."""

    language: str
    sentence: str
    stories: tuple[str, ...]


@dataclass(frozen=True)
class Planted:
    """What the knobs did to a corpus."""

    duplicates: dict[str, int]  # story id -> number of its original
    canaries: tuple[Canary, ...]
    poisoned: tuple[str, ...]  # story ids


def planted_in(corpus: Corpus, languages: dict[str, Language]) -> Planted:
    """What the knobs did to the stories of ``corpus``, read back from their ids."""
    duplicates: dict[str, int] = {}
    canaries: dict[tuple[int, int, str], list[str]] = {}  # number, seed, language -> ids
    poisoned: list[str] = []
    for story in corpus.stories:
        for kind, number in _MARK.findall(story.id):
            if kind == "copy":
                duplicates[story.id] = int(number)
            elif kind == "canary":
                canaries.setdefault((int(number), int(story.id.split("/")[1]), story.language), []).append(
                    story.id
                )
            else:
                poisoned.append(story.id)
    return Planted(
        duplicates,
        tuple(
            Canary(language, canary(languages[language], seed, number), tuple(ids))
            for (number, seed, language), ids in sorted(canaries.items())
        ),
        tuple(poisoned),
    )
