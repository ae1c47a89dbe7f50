"""A gate with one resource of every tier, and a learner who has everything, each part of which a test can take away."""

import datetime
from dataclasses import dataclass, field

from openhearth.access import Decision, Desk, Gate, Resource, sealing, terms
from openhearth.access.signed import Agreement, Presentation, agree, present
from openhearth.ethics.credential import times
from openhearth.ethics.credential.keys import Key

NOON = 1_800_000_000.0
WHY = "a seminar on errors of measurement in intensive care"


@dataclass
class World:
    """A gate, its desk, two learners, and a clock to turn."""

    gate: Gate
    desk: Desk
    ada: Key
    bo: Key
    now: list[float]
    revoked: set[str] = field(default_factory=set)  # certificates that do not count
    age: str = field(default_factory=sealing.make_key)

    def presentation(self, key: Key, resource: str, **changed: str) -> Presentation:
        about = {
            "holder": key.did,
            "resource": resource,
            "purpose": "education",
            "nonce": changed["nonce"] if "nonce" in changed else self.gate.challenge(),
            "domain": self.gate.domain,
            "recipient": sealing.public(self.age),
            "made": times.write(self.moment),
            "certificate": f"certificate of {key.did}",
        }
        return Presentation(**{**about, **changed})

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.now[0], datetime.UTC)

    def opens(self, key: Key, resource: str, **changed: str) -> Decision:
        return self.gate.open(present(self.presentation(key, resource, **changed), key))

    def sign(self, key: Key, name: str) -> None:
        said = Agreement(key.did, name, self.gate.resource(name).agreement_hash, times.write(self.moment))
        self.desk.agree(agree(said, key))

    def everything(self, key: Key, name: str, purpose: str = "education") -> str:
        """All that the resource asks for; the grant's id, if it asks for one."""
        self.sign(key, name)
        asked = terms.ASKS[self.gate.resource(name).tier]
        if "grant" not in asked:
            return ""
        id_ = self.desk.request(key.did, name, purpose, WHY, 30, "Prof. Okello")
        if "referee" in asked:
            self.desk.vouch(id_, "Prof. Okello")
        return self.desk.grant(id_, "Dr. Sato")


def resource(name: str, tier: terms.Tier, **changed: object) -> Resource:
    about = {
        "name": name,
        "kind": "dataset",
        "tier": tier,
        "title": name,
        "agreement": terms.default_agreement(tier),
        "policy": terms.default_policy(name, tier),
        "least": "1.0",
        "sealed": "",
    }
    return Resource(**{**about, **changed})  # type: ignore[arg-type]
