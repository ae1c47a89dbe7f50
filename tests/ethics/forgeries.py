"""What a forger may try on the certificate itself. Each is a claim: this is refused, and by this check.

Run through other verifiers too (``oracles``), so all are made of JSON with its proof inside. ``others`` says why a
verifier without our policy may accept one; the book prints it.
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from openbadgeslib.ob3.ldp import add_data_integrity_proof
from school import HOUR, School

from openhearth.ethics.credential import times
from openhearth.ethics.credential.document import build

IRI = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement"
TRUST = "who may issue is for each verifier to say; the signature is its issuer's own"
POLICY = "what this training's certificate must say is this project's policy, and the issuer itself signed it"
READING = "the parser they stand on keeps the last of two members, and what it keeps is what was signed"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Attack:
    name: str
    caught: str  # the check that refuses it
    make: Callable[[School], bytes]
    others: str = ""  # why another verifier may accept it


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change


def _drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


def _text(school: School, old: str, new: str) -> bytes:
    text = school.good.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def _mallory(school: School, name: str) -> bytes:
    def change(document: dict[str, Any]) -> None:
        document["issuer"] = {"id": school.mallory.did, "type": ["Profile"], "name": name}

    return school.signed(change, key=school.mallory, method=school.mallory.method)


def _purpose(school: School) -> bytes:
    signed = add_data_integrity_proof(
        build(school.certificate), school.key.pem, school.trusted.method, proof_purpose="authentication"
    )
    return json.dumps({**signed, "proof": [signed["proof"]]}).encode()


def _rekeyed(document: dict[str, Any]) -> None:
    document["credentialSubject"][IRI] = document["credentialSubject"].pop("achievement")


def _alias(document: dict[str, Any]) -> None:
    document["@context"] = [
        *document["@context"],
        {"endsNever": "https://www.w3.org/2018/credentials#validUntil"},
    ]
    document["endsNever"] = document.pop("validUntil")


def _second_entry(document: dict[str, Any]) -> None:
    entry = document["credentialStatus"]
    other = {**entry, "id": f"{entry['statusListCredential']}#7", "statusListIndex": "7"}
    document["credentialStatus"] = [entry, other]


def _other_list(document: dict[str, Any]) -> None:
    document["credentialStatus"]["statusListCredential"] = "https://mallory.example/revocation.json"


def _evidence(school: School, **points: float) -> bytes:
    evidence = school.certificate.evidence
    parts = tuple(replace(part, points=points.get(part.part, part.points)) for part in evidence.parts)
    return school.certified(evidence=replace(evidence, parts=parts))


def _name(school: School, name: str) -> bytes:
    return school.signed(_set("credentialSubject", "identifier", 0, "identityHash", to=name))


def _proof(school: School, **members: Any) -> bytes:
    return school.changed(lambda document: document["proof"][0].update(members))


def _old(school: School, start: datetime.timedelta, end: datetime.timedelta) -> bytes:
    return school.certified(valid_from=school.now + start, valid_until=school.now + end)


ATTACKS = (
    Attack("the learner's name changed", "signature", lambda s: _text(s, "Amina Diallo", "Omina Diallo")),
    Attack("a result changed", "signature", lambda s: _text(s, "36 of 40", "37 of 40")),
    Attack(
        "the learner's key changed",
        "signature",
        lambda s: s.changed(_set("credentialSubject", "id", to=s.mallory.did)),
    ),
    Attack(
        "the end put off by a year",
        "signature",
        lambda s: s.changed(_set("validUntil", to=times.write(s.now + 400 * DAY))),
    ),
    Attack(
        "the id changed",
        "signature",
        lambda s: s.changed(_set("id", to="urn:uuid:00000000-0000-4000-8000-000000000000")),
    ),
    Attack(
        "the proof's date changed", "signature", lambda s: _proof(s, created=times.write(s.now + DAY / 1440))
    ),
    Attack(
        "the signature of another document",
        "signature",
        lambda s: _proof(
            s,
            proofValue=json.loads(s.certified(id="urn:uuid:00000000-0000-4000-8000-000000000000"))["proof"][
                0
            ]["proofValue"],
        ),
    ),
    Attack("signed with the wrong key", "signature", lambda s: s.signed(key=s.mallory)),
    Attack(
        "another key put in verificationMethod",
        "proof",
        lambda s: s.signed(key=s.mallory, method=s.mallory.method),
    ),
    Attack(
        "issued to oneself under an unknown DID", "issuer", lambda s: _mallory(s, "Mallory's Academy"), TRUST
    ),
    Attack(
        "an unknown issuer with the school's name",
        "issuer",
        lambda s: _mallory(s, "Escola de Exemplo"),
        TRUST,
    ),
    Attack(
        "the school's key, another name",
        "form",
        lambda s: s.signed(_set("issuer", "name", to="Escola do Exemplo")),
        POLICY,
    ),
    Attack(
        "the issuer as a bare string",
        "issuer",
        lambda s: s.signed(_set("issuer", to=s.trusted.issuer)),
        POLICY,
    ),
    Attack("an unknown cryptosuite", "proof", lambda s: _proof(s, cryptosuite="none")),
    Attack("no cryptosuite", "proof", lambda s: s.changed(_drop("proof", 0, "cryptosuite"))),
    Attack("another type of proof", "proof", lambda s: _proof(s, type="Ed25519Signature2020")),
    Attack("made for another purpose", "proof", _purpose),
    Attack("no proof", "proof", lambda s: s.changed(_drop("proof"))),
    Attack("an empty array of proofs", "proof", lambda s: s.changed(_set("proof", to=[]))),
    Attack(
        "two proofs",
        "proof",
        lambda s: s.changed(lambda d: d["proof"].append(d["proof"][0])),
        "each proof of the set is checked for itself, and each fits",
    ),
    Attack(
        "the proof not in an array",
        "proof",
        lambda s: s.changed(lambda d: d.update(proof=d["proof"][0])),
        "the W3C's text allows one proof without an array; the schema of Open Badges does not",
    ),
    Attack("a member added to the proof", "proof", lambda s: _proof(s, domain="gate.example")),
    Attack("no date in the proof", "proof", lambda s: s.changed(_drop("proof", 0, "created"))),
    Attack(
        "the proof's value cut",
        "signature",
        lambda s: _proof(s, proofValue=json.loads(s.good)["proof"][0]["proofValue"][:-4]),
    ),
    Attack("over", "dates", lambda s: _old(s, -3 * HOUR, -2 * HOUR)),
    Attack(
        "still to come",
        "dates",
        lambda s: _old(s, 2 * HOUR, 3 * HOUR),
        "verifier-core reports no failed step for one that has not begun",
    ),
    Attack("no end", "form", lambda s: s.signed(_drop("validUntil")), POLICY),
    Attack("valid for ten years", "form", lambda s: _old(s, 0 * DAY, 3653 * DAY), POLICY),
    Attack("a malformed date", "form", lambda s: s.signed(_set("validUntil", to="2099-13-45T00:00:00Z"))),
    Attack(
        "a date with an offset",
        "form",
        lambda s: s.signed(_set("validUntil", to="2029-01-01T00:00:00+14:00")),
        POLICY,
    ),
    Attack(
        "signed before its key was in use",
        "key",
        lambda s: s.signed(created=s.now - DAY),
        "how long a key may sign is said in the trust file, which they do not read",
    ),
    Attack(
        "signed after its key's end",
        "key",
        lambda s: s.signed(created=s.now + 800 * DAY),
        "when the proof says it was made is not looked at",
    ),
    Attack(
        "a context in the document",
        "form",
        lambda s: s.changed(lambda d: d["@context"].append({"x": "https://mallory.example/x"})),
        "the context adds a term that nothing uses, so what was signed is the same",
    ),
    Attack(
        "a context more",
        "form",
        lambda s: s.signed(lambda d: d["@context"].append("https://w3id.org/security/multikey/v1")),
        POLICY,
    ),
    Attack(
        "the contexts in another order",
        "form",
        lambda s: s.signed(lambda d: d["@context"].reverse()),
        "verifier-core looks for the contexts, not at their order, and the issuer itself signed them",
    ),
    Attack(
        "a context nobody knows",
        "form",
        lambda s: s.changed(lambda d: d["@context"].append("https://mallory.example/context")),
    ),
    Attack(
        "a member under its IRI",
        "form",
        lambda s: s.changed(_rekeyed),
        "both names mean one RDF statement, and RDF is what is signed",
    ),
    Attack(
        "a member under an alias",
        "form",
        lambda s: s.changed(_alias),
        "the alias means the same RDF statement; whoever reads validUntil in the JSON finds no end",
    ),
    Attack("a member added", "form", lambda s: s.changed(_set("admin", to="yes"))),
    Attack(
        "a member added deep inside",
        "form",
        lambda s: s.changed(_set("evidence", 3, "grade", to="distinction")),
    ),
    Attack("a signed term that no context defines", "form", lambda s: s.signed(_set("shoeSize", to="44"))),
    Attack(
        "an id that is dropped in signing",
        "form",
        lambda s: s.changed(_set("evidence", 0, "id", to="not an address")),
    ),
    Attack(
        "a member twice",
        "text",
        lambda s: _text(s, '"name": "Ethics', '"name": "Honours", "name": "Ethics'),
        READING,
    ),
    Attack("NaN", "text", lambda s: _text(s, '"hashed": false', '"hashed": NaN')),
    Attack("an endless number", "text", lambda s: _text(s, '"hashed": false', '"hashed": 1e999')),
    Attack(
        "0 for false", "form", lambda s: s.changed(_set("credentialSubject", "identifier", 0, "hashed", to=0))
    ),
    Attack("bytes that are no UTF-8", "text", lambda s: s.good.replace(b"Amina", b"Am\xffna")),
    Attack("half of a character", "text", lambda s: _text(s, "Amina", "Am\\ud800na")),
    Attack("nested without end", "file", lambda s: b"[" * 50_000 + b"]" * 50_000),
    Attack(
        "nested a little too deep",
        "text",
        lambda s: s.changed(_set("evidence", 0, "x", to=json.loads("[" * 30 + "]" * 30))),
    ),
    Attack("a huge file", "text", lambda s: s.changed(_set("x", to="x" * 100_000))),
    Attack("cut short", "text", lambda s: s.good[: len(s.good) // 2]),
    Attack("something after its end", "text", lambda s: s.good + b"{}"),
    Attack("an empty file", "file", lambda s: b""),
    Attack(
        "a certificate of something else",
        "form",
        lambda s: s.signed(
            _set("credentialSubject", "achievement", "id", to="urn:uuid:6f1f6d0e-3c57-4d0b-9a54-0f2d4c1b7e22")
        ),
        POLICY,
    ),
    Attack(
        "of a version there never was",
        "form",
        lambda s: s.signed(_set("credentialSubject", "achievement", "version", to="1.10")),
        POLICY,
    ),
    Attack(
        "with easier criteria",
        "form",
        lambda s: s.signed(_set("credentialSubject", "achievement", "criteria", "narrative", to="Came.")),
        POLICY,
    ),
    Attack(
        "proctored, it says",
        "form",
        lambda s: s.signed(_set("evidence", 12, "narrative", to="40 of 40 points, proctored")),
        POLICY,
    ),
    Attack("the exam failed", "form", lambda s: _evidence(s, exam=31), POLICY),
    Attack(
        "the last module alone",
        "form",
        lambda s: s.signed(lambda d: d.update(evidence=d["evidence"][5:6])),
        POLICY,
    ),
    Attack("no evidence", "form", lambda s: s.signed(_drop("evidence")), POLICY),
    Attack("the place in the status list stripped", "form", lambda s: s.changed(_drop("credentialStatus"))),
    Attack(
        "signed without a place in the list", "form", lambda s: s.signed(_drop("credentialStatus")), POLICY
    ),
    Attack(
        "another's status list",
        "form",
        lambda s: s.signed(_other_list),
        "openbadgeslib was not asked about revocation, and the issuer itself signed the address",
    ),
    Attack("two places in the list", "form", lambda s: s.signed(_second_entry), POLICY),
    Attack(
        "a place beyond the list",
        "revocation",
        lambda s: s.certified(index=131_072),
        "openbadgeslib was not asked about revocation",
    ),
    Attack(
        "a place that is no number",
        "form",
        lambda s: s.signed(_set("credentialStatus", "statusListIndex", to="007")),
        POLICY,
    ),
    Attack("a name that turns the line around", "text", lambda s: _name(s, "Amina \u202eollaiD"), POLICY),
    Attack("a name with an invisible letter", "text", lambda s: _name(s, "Amina\u200b Diallo"), POLICY),
    Attack("a name in a second spelling", "text", lambda s: _name(s, "Ame\u0301lie Diallo"), POLICY),
    Attack(
        "two learners in one certificate",
        "form",
        lambda s: s.signed(lambda d: d.update(credentialSubject=[d["credentialSubject"]] * 2)),
        POLICY,
    ),
)
