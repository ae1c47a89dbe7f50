"""What a resource asks of those who want it: its tier, its agreement, its policy.

Tiers follow the practice of PhysioNet: open, registered, credentialed, reviewed. Each asks all that the one before asks, and
more. A resource is a dataset, source code or a model's weights; the paper wants the same norms for all three.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any, Literal, cast

from openhearth.access.errors import AccessError
from openhearth.access.odrl import PURPOSES, check_policy
from openhearth.ethics.credential.achievement import number
from openhearth.ethics.credential.errors import RefusalError

Tier = Literal["open", "registered", "credentialed", "reviewed"]
Kind = Literal["dataset", "source", "weights"]
KINDS: tuple[Kind, ...] = ("dataset", "source", "weights")
ASKS: dict[Tier, tuple[str, ...]] = {
    "open": (),
    "registered": ("agreement",),
    "credentialed": ("certificate", "agreement", "grant", "policy"),
    "reviewed": ("certificate", "agreement", "referee", "grant", "policy"),
}
"""What has to be there, beside a presentation that its holder signed. All of it, each time."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")


@dataclass(frozen=True)
class Resource:
    """What is behind the gate, and under which terms. Making one raises `AccessError` where they are not sound."""

    name: str
    kind: Kind
    tier: Tier
    title: str
    agreement: str  # the text that is signed, by its hash
    policy: dict[str, Any]  # ODRL, see `openhearth.access.odrl`
    least: str  # version of the training that a certificate must have, or newer
    sealed: str  # SHA-256 (hex) of the sealed file

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise AccessError(
                f"{self.name[:80]!r} cannot be a resource's name; take small letters, digits, - and _"
            )
        if self.tier not in ASKS or self.kind not in KINDS:
            raise AccessError(
                f"{self.name}: the tier is one of {', '.join(ASKS)}, the kind one of {', '.join(KINDS)}"
            )
        if not self.agreement.strip() and self.tier != "open":
            raise AccessError(f"{self.name}: a {self.tier} resource needs an agreement to sign")
        try:
            number(self.least)
        except RefusalError as error:
            raise AccessError(
                f"{self.name}: the oldest version of the training that will do: {error}"
            ) from None
        check_policy(self.policy)

    @property
    def agreement_hash(self) -> str:
        """SHA-256 (hex) of the agreement's text, which names its resource: what is signed."""
        return agreement_hash(self.name, self.agreement)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Resource":
        return cls(**json.loads(text))


def agreement_hash(name: str, text: str) -> str:
    """SHA-256 (hex) of an agreement's text and the name of what it is about."""
    return hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()


def default_agreement(tier: Tier) -> str:
    """The project's own agreement for a tier, in plain words; an institution may take another."""
    return (
        resources.files("openhearth.access").joinpath("agreements", f"{tier}.txt").read_text(encoding="utf-8")
        if tier != "open"
        else ""
    )


def default_policy(name: str, tier: Tier) -> dict[str, Any]:
    """Use for education and research, and nothing passed on; of an open resource, everything."""
    constraint = {"leftOperand": "purpose", "operator": "isAnyOf", "rightOperand": list(PURPOSES[:2])}
    permission: dict[str, Any] = {"target": name, "action": "use"}
    if tier != "open":
        permission["constraint"] = [constraint]
    policy = {
        "@context": "http://www.w3.org/ns/odrl.jsonld",
        "@type": "Set",
        "uid": f"urn:openhearth:policy:{name}",
        "permission": [permission],
    }
    if tier in ("credentialed", "reviewed"):
        policy["prohibition"] = [{"target": name, "action": "distribute"}]
    return cast("dict[str, Any]", policy)
