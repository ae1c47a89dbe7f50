"""Attacks on the status list, the pictures, the JWT form, the trust file and the institution's site."""

import base64
import gzip
import http.client
import io
import json
from dataclasses import replace

import jwt as pyjwt
import pytest
from school import HOUR, School

from openhearth.ethics.credential import (
    CredentialError,
    Memory,
    compromise,
    issue,
    jws,
    open_office,
    revoke,
    rotate,
    times,
)
from openhearth.ethics.credential.bake import bake_png, bake_svg
from openhearth.ethics.credential.didweb import fetch, require_published
from openhearth.ethics.credential.errors import RefusalError
from openhearth.ethics.credential.issue import claims, sign_jwt
from openhearth.ethics.credential.keys import public_pem
from openhearth.ethics.credential.lists import from_site
from openhearth.ethics.credential.pdf import write_pdf
from openhearth.ethics.credential.proof import add
from openhearth.ethics.credential.status import SIZE, write_list
from openhearth.ethics.credential.trust import read_trust, sign_trust


def _list(school: School, change=lambda document: None, **options) -> bytes:
    """The school's list after ``change``, signed anew by its key or another."""
    document = json.loads(school.lists(school.institution))
    del document["proof"]
    change(document)
    key, method = options.get("key", school.key), options.get("method", school.trusted.method)
    return json.dumps(add(document, key, method, options.get("created", school.now))).encode()


def _bits(bits: bytes):
    encoded = "u" + base64.urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()
    return lambda document: document["credentialSubject"].update(encodedList=encoded)


LISTS = {
    "forged by another key": lambda s: _list(s, key=s.mallory, method=s.mallory.method),
    "signed with the wrong key": lambda s: _list(s, key=s.mallory),
    "too short": lambda s: _list(s, _bits(bytes(SIZE // 16))),
    "too long": lambda s: _list(s, _bits(bytes(SIZE // 4))),
    "a gzip bomb": lambda s: _list(s, _bits(bytes(64 * 2**20))),
    "cut in the middle": lambda s: _list(
        s, lambda d: d["credentialSubject"].update(encodedList=d["credentialSubject"]["encodedList"][:20])
    ),
    "of another purpose": lambda s: _list(
        s, lambda d: d["credentialSubject"].update(statusPurpose="suspension")
    ),
    "of another address": lambda s: _list(s, lambda d: d.update(id="https://other.example/list")),
    "stale": lambda s: _list(
        s,
        lambda d: d.update(
            validFrom=times.write(s.now - 200 * HOUR), validUntil=times.write(s.now - 32 * HOUR)
        ),
    ),
    "fresh for a year": lambda s: _list(s, lambda d: d.update(validUntil=times.write(s.now + 9000 * HOUR))),
    "without an end": lambda s: _list(s, lambda d: d.pop("validUntil")),
    "from tomorrow": lambda s: _list(s, lambda d: d.update(validFrom=times.write(s.now + 24 * HOUR))),
    "with a member more": lambda s: _list(s, lambda d: d.update(name="list")),
    "changed": lambda s: s.lists(s.institution).replace(b'revocation"', b'revocatiom"'),
    "without its proof": lambda s: json.dumps(
        {k: v for k, v in json.loads(s.lists(s.institution)).items() if k != "proof"}
    ).encode(),
    "empty": lambda s: b"",
    "a JWT with other claims": lambda s: jws.sign(
        {**jws.payload(s.lists(s.institution, "jwt"), 10**6), "jti": "x"}, s.key
    ).encode(),
    "a JWT by another key": lambda s: jws.sign(
        jws.payload(s.lists(s.institution, "jwt"), 10**6), s.mallory
    ).encode(),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_status_list_is_not_believed_when(name: str, school: School) -> None:
    content = LISTS[name](school)
    verdict = school.verify(school.good, lists=lambda institution: content)
    assert not verdict.accepted
    assert "the status list cannot be believed" in verdict.reason


def test_both_forms_of_the_list_revoke(own_school: School) -> None:
    revoke(own_school.office, {own_school.certificate.id: "a drill"}, times.now())
    for form in ("json", "jwt"):
        verdict = own_school.verify(own_school.good, lists=lambda one, form=form: own_school.lists(one, form))
        assert verdict.reason.startswith("it is revoked")


def test_an_older_list_or_trust_file_is_not_taken_back(own_school: School, tmp_path) -> None:
    memory = Memory(tmp_path / "seen")
    old = own_school.lists(own_school.institution)
    key, trusted = own_school.office.key(own_school.now)
    later = own_school.now + HOUR / 60
    revoked = json.dumps(
        write_list(own_school.institution, key, trusted, [own_school.certificate.index], later)[0]
    )
    assert own_school.verify(own_school.good, memory=memory).accepted
    assert (
        "revoked"
        in own_school.verify(own_school.good, memory=memory, lists=lambda one: revoked.encode()).reason
    )
    assert (
        "older than the one"
        in own_school.verify(own_school.good, memory=memory, lists=lambda one: old).reason
    )
    memory.believe_trust(own_school.institution.root, 9, own_school.now, b"")
    assert "trust file is older" in own_school.verify(own_school.good, memory=memory).reason


def test_without_a_list_it_is_refused_and_said_how_long_a_copy_was_good(school: School, tmp_path) -> None:
    memory = Memory(tmp_path / "seen")

    def unreachable(url: str) -> bytes:
        raise CredentialError("the site is down")

    assert "cannot be known" in school.verify(school.good, lists=from_site(unreachable, memory)).reason
    memory.believe_list(school.institution.list, school.now, school.lists(school.institution))
    verdict = school.verify(school.good, lists=from_site(unreachable, memory), memory=memory)
    assert "a copy of this list is good until" in verdict.checks[-1].says
    assert verdict.accepted
    memory.believe_list(school.institution.list, school.now + HOUR, LISTS["stale"](school))
    assert "it was good until" in school.verify(school.good, lists=from_site(unreachable, memory)).reason


def test_a_clock_that_is_behind_is_found(school: School, tmp_path) -> None:
    memory = Memory(tmp_path / "seen")
    memory.believe_list("another", times.now() + 2 * HOUR, b"")
    assert "set the clock" in school.verify(school.good, memory=memory).reason


PICTURES = {
    "cut short": lambda s, png: png[:-20],
    "a bit flipped": lambda s, png: png[:3000] + bytes([png[3000] ^ 4]) + png[3001:],
    "carrying two": lambda s, png: _chunked_twice(png),
    "with an SVG behind it": lambda s, png: png + bake_svg(s.good),
    "an SVG with an entity": lambda s, png: (
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + bake_svg(s.good).partition(b"?>")[2]
    ),
    "an SVG with a script": lambda s, png: bake_svg(s.good).replace(b"</svg>", b"<script>1</script></svg>"),
    "an SVG with a handler": lambda s, png: bake_svg(s.good).replace(b"<title>", b"<title onload='1'>"),
    "an SVG carrying two": lambda s, png: _twice(bake_svg(s.good)),
    "a PDF cut short": lambda s, png: write_pdf(s.good, s.certificate)[:-200],
    "a PDF that goes on": lambda s, png: write_pdf(s.good, s.certificate) + b"1 0 obj\n%%EOF",
    "a JPEG": lambda s, png: b"\xff\xd8\xff\xe0" + s.good,
}


def _chunked_twice(png: bytes) -> bytes:
    from openbadgeslib import baking

    return baking.bake_png(png, "{}", keyword=b"openbadgecredential")


def _twice(svg: bytes) -> bytes:
    start = svg.index(b"<openbadges:credential")
    element = svg[start : svg.index(b"</openbadges:credential>") + 24]
    return svg.replace(element, element * 2)


@pytest.mark.parametrize("name", PICTURES)
def test_a_file_is_refused_that_is(name: str, school: School) -> None:
    verdict = school.verify(PICTURES[name](school, bake_png(school.good)))
    assert (verdict.accepted, verdict.checks[0].passed) == (False, False)


def test_a_picture_that_an_editor_saved_again_says_what_happened(school: School) -> None:
    from PIL import Image

    again = io.BytesIO()
    Image.open(io.BytesIO(bake_png(school.good))).save(again, "PNG")
    assert "save the original file" in school.verify(again.getvalue()).reason


def test_all_forms_of_one_certificate_verify_alike(school: School) -> None:
    forms = [
        school.good,
        bake_png(school.good),
        bake_svg(school.good),
        write_pdf(school.good, school.certificate),
    ]
    forms.append(sign_jwt(school.certificate, school.key).encode())
    assert {school.verify(form).certificate for form in forms} == {school.certificate}


def _token(
    school: School, header: dict, body: dict | None = None, key: bytes | None = None, algorithm: str = "EdDSA"
) -> bytes:
    good = sign_jwt(school.certificate, school.key)
    body = body or jws.payload(good.encode(), 10**6)
    whole = {"jwk": pyjwt.get_unverified_header(good)["jwk"], **header}
    return pyjwt.encode(body, key or school.key.pem, algorithm=algorithm, headers=whole).encode()


def _unsigned(school: School) -> bytes:
    parts = sign_jwt(school.certificate, school.key).split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    return f"{head}.{parts[1]}.AA".encode()


def _claimed(school: School, **changed) -> bytes:
    body = jws.payload(sign_jwt(school.certificate, school.key).encode(), 10**6)
    return _token(school, {}, {**body, **changed})


def _altered(school: School) -> bytes:
    head, body, signature = sign_jwt(school.certificate, school.key).split(".")
    said = base64.urlsafe_b64decode(body + "==").replace(b"Amina", b"Omina")
    return f"{head}.{base64.urlsafe_b64encode(said).rstrip(b'=').decode()}.{signature}".encode()


TOKENS = {
    "alg none": _unsigned,
    "a key of the sender's in the header": lambda s: jws.sign(
        jws.payload(sign_jwt(s.certificate, s.key).encode(), 10**6), s.mallory
    ).encode(),
    "the school's key in the header, another's signature": lambda s: _token(s, {}, key=s.mallory.pem),
    "HS256 with the public key for a secret": lambda s: _token(
        s, {}, key=base64.b64encode(public_pem(s.key.multibase)), algorithm="HS256"
    ),
    "crit": lambda s: _token(s, {"crit": ["exp"], "exp": 1}),
    "a kid": lambda s: _token(s, {"kid": s.trusted.method}),
    "iss that differs": lambda s: _claimed(s, iss=s.mallory.did),
    "sub that differs": lambda s: _claimed(s, sub=s.mallory.did),
    "exp that differs": lambda s: _claimed(s, exp=9_999_999_999),
    "a claim more": lambda s: _claimed(s, vc={"type": "x"}),
    "an altered body": _altered,
    "no signature": lambda s: sign_jwt(s.certificate, s.key).rpartition(".")[0].encode() + b".",
    "a second spelling": lambda s: (lambda t: (t[:-1] + chr(ord(t[-1]) + 1)).encode())(
        sign_jwt(s.certificate, s.key)
    ),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_is_refused_with(name: str, school: School) -> None:
    assert not school.verify(TOKENS[name](school)).accepted


def test_the_token_of_the_issuer_itself_is_accepted(school: School) -> None:
    assert school.verify(_token(school, {})).accepted
    assert school.verify(_claimed(school, **claims(school.certificate))).accepted


def test_a_trust_file_counts_only_from_its_root(school: School) -> None:
    content = (school.office.public / "trust.jwt").read_bytes()
    with pytest.raises(RefusalError, match="not trusted"):
        read_trust(content, school.mallory.did)
    forged = sign_trust(replace(school.institution, root=school.mallory.did), school.mallory).encode()
    with pytest.raises(RefusalError, match="not trusted"):
        read_trust(forged, school.institution.root)


def test_rotation_keeps_what_was_signed_and_compromise_replaces_it(own_school: School) -> None:
    more = issue(own_school.office, [own_school.certificate.evidence] * 3, times.now())
    old = own_school.trusted
    backdated = own_school.signed()
    drill = rotate(own_school.office, times.now())
    own_school.office = drill.office
    assert not drill.office.private(old).exists()
    assert own_school.verify(own_school.good).accepted
    drill = compromise(drill.office, old.method, times.now(), times.now())
    own_school.office = open_office(drill.office.folder)
    assert len(drill.replaced) == 1 + len(more)
    for content in (own_school.good, backdated, more[0].read_bytes()):
        assert "may be known to others" in own_school.verify(content).reason
    for path in drill.replaced.values():
        verdict = own_school.verify(path.read_bytes())
        assert verdict.certificate is not None, verdict.reason
        assert verdict.certificate.valid_until <= times.years_after(own_school.now, 3) + HOUR
    again = compromise(own_school.office, old.method, times.now(), times.now())
    assert again.replaced == {}, "a drill that is called twice does nothing twice"


class _Answer:
    def __init__(self, status: int, content: bytes) -> None:
        self.status, self.content = status, content

    def request(self, *_: object, **__: object) -> None: ...

    def getresponse(self) -> "_Answer":
        return self

    def read(self, size: int) -> bytes:
        return self.content[:size]

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("url", "address", "status", "size", "why"),
    [
        ("https://a.example/did.json", "93.184.216.34", 302, 2, "sends its readers elsewhere"),
        ("https://a.example/did.json", "10.0.0.7", 200, 2, "private network"),
        ("https://a.example/did.json", "127.0.0.1", 200, 2, "private network"),
        ("https://a.example/did.json", "169.254.169.254", 200, 2, "private network"),
        ("https://a.example/did.json", "93.184.216.34", 200, 10**6, "longer than"),
        ("https://a.example/did.json", "93.184.216.34", 404, 2, "status 404"),
        ("http://a.example/did.json", "93.184.216.34", 200, 2, "no plain https"),
        ("https://user:word@a.example/did.json", "93.184.216.34", 200, 2, "no plain https"),
    ],
)
def test_a_site_leads_nobody_astray(url: str, address: str, status: int, size: int, why: str) -> None:
    def connect(host: str, reached: str, port: int) -> http.client.HTTPConnection:
        assert reached == address
        return _Answer(status, b"x" * size)  # type: ignore[return-value]

    with pytest.raises(CredentialError, match=why):
        fetch(url, lambda host, port: [address], connect)


def test_a_key_must_still_be_published(own_school: School) -> None:
    published = json.loads((own_school.office.public / "did.json").read_bytes())

    def site(document: dict):
        return lambda url: json.dumps(document).encode()

    assert "still publishes" in require_published(own_school.institution, own_school.trusted, site(published))
    for change, why in (
        ({"id": "did:web:other.example"}, "another's document"),
        ({"assertionMethod": []}, "no longer publishes"),
        ({"verificationMethod": []}, "no longer publishes"),
        (
            {
                "verificationMethod": [
                    {**published["verificationMethod"][0], "publicKeyMultibase": own_school.mallory.multibase}
                ]
            },
            "another key",
        ),
    ):
        with pytest.raises(RefusalError, match=why):
            require_published(own_school.institution, own_school.trusted, site({**published, **change}))
