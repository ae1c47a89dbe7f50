"""A school that issues, a learner, and everything a forger may have: keys of their own, and everybody's certificates."""

import copy
import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openhearth.ethics.credential import proof, times
from openhearth.ethics.credential.achievement import latest
from openhearth.ethics.credential.document import Certificate, build
from openhearth.ethics.credential.evidence import Evidence, Part
from openhearth.ethics.credential.issue import issue, issued
from openhearth.ethics.credential.keys import Key, make_key
from openhearth.ethics.credential.office import Office, make_office
from openhearth.ethics.credential.trust import Institution, TrustedKey, read_trust
from openhearth.ethics.credential.verify import Verdict, verify

SITE = "https://school.example/certificates"
HOUR = datetime.timedelta(hours=1)


def record(learner: str, name: str = "Amina Diallo", **parts: float) -> Evidence:
    """What a learner has earned: 36 of 40 points everywhere, but where ``parts`` says otherwise."""
    earned = tuple(
        Part(part, parts.get(part, 36), 40, 1, "1.0", f"{at:064x}", "2026-11-01T10:00:00Z")
        for at, part in enumerate(latest().parts)
    )
    return Evidence(learner, name, "1.0", earned)


@dataclass
class School:
    """An institution with one learner's certificate."""

    office: Office
    learner: Key
    mallory: Key
    path: Path  # of the certificate
    now: datetime.datetime

    @property
    def good(self) -> bytes:
        return self.path.read_bytes()

    @property
    def certificate(self) -> Certificate:
        return issued(self.office, f"urn:uuid:{self.path.stem}")[0]

    @property
    def trusted(self) -> TrustedKey:
        return self.office.institution.keys[-1]

    @property
    def key(self) -> Key:
        return self.office.key(times.now())[0]

    @property
    def institution(self) -> Institution:
        return read_trust((self.office.public / "trust.jwt").read_bytes(), self.office.institution.root)

    def lists(self, institution: Institution, form: str = "json") -> bytes:
        return (self.office.public / f"revocation.{form}").read_bytes()

    def verify(self, content: bytes, **options: Any) -> Verdict:
        institution = options.pop("institution", None) or self.institution
        return verify(content, [institution], options.pop("lists", self.lists), **options)

    def changed(self, change: Callable[[dict[str, Any]], Any]) -> bytes:
        """The good certificate after ``change``, under its old signature."""
        document = json.loads(self.good)
        change(document)
        return json.dumps(document).encode()

    def signed(
        self, change: Callable[[dict[str, Any]], Any] = lambda document: None, **options: Any
    ) -> bytes:
        """The good certificate after ``change``, signed anew: by default with the school's true key."""
        document = copy.deepcopy(build(self.certificate))
        change(document)
        key, method = options.pop("key", self.key), options.pop("method", self.trusted.method)
        return json.dumps(proof.add(document, key, method, options.pop("created", self.now))).encode()

    def certified(self, **changes: Any) -> bytes:
        """Another certificate that the school's own key signs."""
        made = replace(self.certificate, **changes)
        return json.dumps(proof.add(build(made), self.key, self.trusted.method, self.now)).encode()


def make_school(folder: Path, url: str = SITE, name: str = "Escola de Exemplo") -> School:
    now = times.now()
    office = make_office(folder / "office", name, url, now)
    learner, mallory = make_key(folder / "learner.pem"), make_key(folder / "mallory.pem")
    [path] = issue(office, [record(learner.did)], now)
    return School(office, learner, mallory, path, now)
