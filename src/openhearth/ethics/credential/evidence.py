"""What was earned: the record a certificate is issued from, which the exam and the grading engine write.

{"format": 1, "learner": "did:key:z6Mk...", "name": "Amina Diallo", "version": "1.0",
 "parts": [{"part": "E1", "points": 36, "of": 40, "attempt": 1, "content": "1.2",
            "journal": "SHA-256 of the graded result in the journal", "ended": "2026-11-24T09:30:00Z"}, ...]}
"""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from openhearth.ethics.credential import strict, times
from openhearth.ethics.credential.achievement import Training, find, latest
from openhearth.ethics.credential.errors import CredentialError, RefusalError

FORMAT = 1
CAP = 64 * 1024  # bytes of a record

_HASH = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}")
_DID = re.compile(r"did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}")  # Ed25519


@dataclass(frozen=True)
class Part:
    """What was earned in one part of the training, and where that is recorded."""

    part: str  # E1 to E6, a practical task, or exam
    points: float
    of: float
    attempt: int  # which one earned it, from 1
    content: str  # version of the module, the task or the item bank
    journal: str  # SHA-256 (hex) of the graded result
    ended: str  # when, as `times.write` writes

    def __post_init__(self) -> None:
        sound = (
            isinstance(self.part, str)
            and all(
                isinstance(one, int | float) and not isinstance(one, bool) for one in (self.points, self.of)
            )
            and 0 <= self.points <= self.of <= 10_000
            and self.of > 0
            and all(one == round(one, 2) for one in (self.points, self.of))
            and isinstance(self.attempt, int)
            and 1 <= self.attempt <= 999
            and _VERSION.fullmatch(str(self.content))
            and _HASH.fullmatch(str(self.journal))
        )
        if not sound:
            raise RefusalError(f"what is recorded of part {str(self.part)[:40]!r} is not as a record must be")
        times.read(self.ended)


@dataclass(frozen=True)
class Evidence:
    """One learner's record. Making one raises `RefusalError` where the record is no sound one."""

    learner: str  # did:key of the learner's key
    name: str
    version: str  # of the training
    parts: tuple[Part, ...]  # in the training's order

    def __post_init__(self) -> None:
        require_did(self.learner)
        if not isinstance(self.name, str):
            raise RefusalError("the learner's name is missing")
        strict.name(self.name)

    @property
    def training(self) -> Training:
        return find(latest().id, self.version)

    def require_earned(self) -> None:
        """Raises `CredentialError` where a part is missing, twice, or below what is required; the message names it."""
        training = self.training
        found = [part.part for part in self.parts]
        wrong = [
            *(f"{training.parts[part]} is missing" for part in training.parts if part not in found),
            *(f"{part!r} is no part of the training" for part in found if part not in training.parts),
            *(f"{part!r} is there twice" for part in sorted(set(found)) if found.count(part) > 1),
            *(
                f"{training.parts[part.part]} has {part.points:g} of {part.of:g} points, "
                f"less than {training.required:.0%}"
                for part in self.parts
                if part.part in training.parts and part.points < training.required * part.of
            ),
        ]
        if wrong:
            raise CredentialError(f"the certificate is not earned yet: {'; '.join(wrong)}")
        if found != list(training.parts):
            raise CredentialError(
                f"the parts of the record are not in the training's order ({', '.join(training.parts)})"
            )

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self), "parts": [asdict(part) for part in self.parts]}


def require_did(text: object) -> str:
    """``text``, if it is the did:key of a learner's key.

    Raises:
        RefusalError: it is not.
    """
    if not (isinstance(text, str) and _DID.fullmatch(text)):
        raise RefusalError(f"{str(text)[:80]!r} is no did:key of an Ed25519 key")
    return text


def read_evidence(path: Path) -> Evidence:
    """The record in ``path``.

    Raises:
        CredentialError: there is none, or it is no sound one; the message names the file.
    """
    try:
        value = strict.loads(path.read_bytes(), CAP)
        if value.pop("format", None) != FORMAT:
            raise RefusalError(f"its format is not {FORMAT}")
        parts = tuple(Part(**part) for part in value.pop("parts"))
        return Evidence(**value, parts=parts)
    except OSError as error:
        raise CredentialError(f"cannot read {path} ({error.strerror}); name the file of a record") from None
    except RefusalError as error:
        raise CredentialError(f"{path} is no record to issue from: {error}") from None
    except (KeyError, TypeError, ValueError):
        raise CredentialError(
            f"{path} is no record to issue from: its members are not those of "
            f"{json.dumps({'format': FORMAT, 'learner': '', 'name': '', 'version': '', 'parts': []})}"
        ) from None
