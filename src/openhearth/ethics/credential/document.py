"""What a certificate says, as an Open Badges 3.0 credential; and reading that back, to the letter.

`build` is the only writer. `parse` takes out of a document what differs between certificates, builds the document that
says this, and compares: whatever else stands in it, at any depth, makes the two differ.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from openhearth.ethics.credential import strict, times
from openhearth.ethics.credential.achievement import find
from openhearth.ethics.credential.errors import RefusalError
from openhearth.ethics.credential.evidence import Evidence, Part

_ID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INDEX = re.compile(r"0|[1-9]\d{0,8}")
_NARRATIVE = re.compile(
    r"(?P<points>[\d.]{1,8}) of (?P<of>[\d.]{1,8}) points at attempt (?P<attempt>\d{1,3}), unproctored, "
    r"on (?P<ended>\S{20}); content (?P<content>[\d.]{1,24}); grading journal sha256:(?P<journal>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Issuer:
    """Who issues, as a certificate names it."""

    did: str
    name: str
    url: str  # "" for an institution without a site


@dataclass(frozen=True)
class Certificate:
    """What differs between certificates."""

    id: str  # urn:uuid:...
    issuer: Issuer
    evidence: Evidence
    valid_from: datetime.datetime
    valid_until: datetime.datetime
    status_list: str
    index: int  # in that list


def build(certificate: Certificate) -> dict[str, Any]:
    """The credential that says ``certificate``, unsigned (OB 3.0 on VC 2.0)."""
    from openbadgeslib.ob3 import credential as ob
    from openbadgeslib.ob3.status_list import status_entry

    evidence, training = certificate.evidence, certificate.evidence.training
    document = ob.OpenBadgeCredential(
        id=certificate.id,
        issuer=ob.Issuer(certificate.issuer.did, certificate.issuer.name, url=certificate.issuer.url or None),
        recipient_id=evidence.learner,
        identifiers=[ob.IdentityObject(evidence.name, "name", hashed=False)],
        achievement=ob.Achievement(
            id=training.id,
            name=training.name,
            description=training.description,
            criteria_narrative=training.criteria,
            achievement_type="Certification",
        ),
        issuance_date=certificate.valid_from,
        expiration_date=certificate.valid_until,
        evidence=[
            ob.Evidence(name=training.parts.get(part.part, ""), narrative=_narrative(part))
            for part in evidence.parts
        ],
        credential_status=[status_entry(certificate.status_list, "revocation", certificate.index)],
    ).to_vc()
    document["credentialSubject"]["achievement"]["version"] = training.version
    return dict(document)


def parse(document: dict[str, Any], issuer: Issuer, status_list: str) -> Certificate:
    """What the unsigned ``document`` says, if it is one that ``issuer`` could have built.

    Args:
        document: without its proof.
        issuer: as the trust file names it; another name under the same key is refused.
        status_list: the only list that the institution keeps.

    Raises:
        RefusalError: it says less, more or something else than a certificate of the training.
    """
    try:
        subject, status = document["credentialSubject"], document["credentialStatus"]
        training = find(subject["achievement"]["id"], subject["achievement"]["version"])
        evidence = Evidence(
            subject["id"],
            subject["identifier"][0]["identityHash"],
            training.version,
            tuple(
                _part(part, entry) for part, entry in zip(training.parts, document["evidence"], strict=True)
            ),
        )
        index = status["statusListIndex"]
        if not _ID.fullmatch(document["id"]) or not _INDEX.fullmatch(index):
            raise RefusalError("its id or its place in the status list is malformed")
        certificate = Certificate(
            document["id"],
            issuer,
            evidence,
            times.read(document["validFrom"]),
            times.read(document.get("validUntil")),
            status_list,
            int(index),
        )
    except RefusalError as error:
        raise RefusalError(f"it is not as our certificates are: {error}") from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise RefusalError(
            "it is not as our certificates are: something is missing or of another kind"
        ) from None
    expected = build(certificate)
    if not strict.same(expected, document):
        raise RefusalError(f"it is not as our certificates are: {_difference(expected, document)}")
    certificate.evidence.require_earned()
    if certificate.valid_until > times.years_after(certificate.valid_from, training.years):
        raise RefusalError(f"it is valid longer than the {training.years} years of this training")
    return certificate


def _narrative(part: Part) -> str:
    return (
        f"{part.points:g} of {part.of:g} points at attempt {part.attempt}, unproctored, on {part.ended}; "
        f"content {part.content}; grading journal sha256:{part.journal}"
    )


def _part(part: str, entry: dict[str, Any]) -> Part:
    found = _NARRATIVE.fullmatch(entry["narrative"])
    if not found:
        raise RefusalError(f"the evidence of {part!r} is not worded as it must be")
    said = found.groupdict()
    return Part(
        part,
        float(said["points"]),
        float(said["of"]),
        int(said["attempt"]),
        said["content"],
        said["journal"],
        said["ended"],
    )


def _difference(expected: Any, found: Any, path: str = "") -> str:
    """Where ``found`` first differs."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *found]:
            if key not in found:
                return f"{path}/{key} is missing"
            if key not in expected:
                return f"{path}/{str(key)[:40]} should not be there"
            if not strict.same(expected[key], found[key]):
                return _difference(expected[key], found[key], f"{path}/{key}")
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for at, (one, other) in enumerate(zip(expected, found, strict=True)):
            if not strict.same(one, other):
                return _difference(one, other, f"{path}/{at}")
    return f"{path} differs"
