"""What is certified: each version of the training, and all that a certificate of it must show.

Versions stay in ``achievements.json`` for ever, so that old certificates go on to be verified.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from openhearth.ethics.credential.errors import RefusalError


@dataclass(frozen=True)
class Training:
    """One version of the training."""

    id: str  # of the achievement: the same for all versions
    version: str
    name: str
    description: str
    criteria: str
    required: float  # share of the points, in every part
    years: int  # that its certificate is valid
    parts: dict[str, str]  # each part's id and name, in order


@cache
def trainings() -> tuple[Training, ...]:
    """Every version there has been, oldest first."""
    text = (
        resources.files("openhearth.ethics.credential")
        .joinpath("achievements.json")
        .read_text(encoding="utf-8")
    )
    return tuple(Training(**entry) for entry in json.loads(text))


def latest() -> Training:
    return max(trainings(), key=lambda training: number(training.version))


def find(achievement: object, version: object) -> Training:
    """The training with this achievement id and version.

    Raises:
        RefusalError: it is another achievement, or a version that this Openhearth does not know.
    """
    for training in trainings():
        if training.id == achievement and training.version == version:
            return training
    if achievement != latest().id:
        raise RefusalError(f"it certifies something else than {latest().name} ({str(achievement)[:80]!r})")
    raise RefusalError(
        f"it is of version {str(version)[:20]!r} of the training, which this Openhearth does not know; update Openhearth"
    )


def number(version: str) -> tuple[int, ...]:
    """A version to compare by: as text, 1.10 would come before 1.9."""
    try:
        return tuple(int(part) for part in version.split("."))
    except ValueError:
        raise RefusalError(f"{version[:20]!r} is no version such as 1.0") from None
