"""The institution that issues: its keys, its trust file, its register, all in one folder.

root.pem          signs the trust file and nothing else; keep it elsewhere, and bring it to rotate
root.did          its public half, which verifiers get from you
trust.jwt         which keys speak for the institution (`trust`)
keys/             one private key a year
register.json     each certificate's place in the status list, and what was revoked
certificates/     every certificate issued
public/           what to publish: trust.jwt, did.json, the status list in both forms
"""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from openhearth.ethics.credential import strict, times
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.keys import Key, load_key, make_key
from openhearth.ethics.credential.status import SIZE, write_list
from openhearth.ethics.credential.trust import LASTS, Institution, TrustedKey, read_trust, sign_trust
from openhearth.workspace import write_atomic, write_json


@dataclass(frozen=True)
class Office:
    """An institution's folder, and what its trust file says."""

    folder: Path
    institution: Institution

    @property
    def register(self) -> Path:
        return self.folder / "register.json"

    @property
    def certificates(self) -> Path:
        return self.folder / "certificates"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def key(self, now: datetime.datetime) -> tuple[Key, TrustedKey]:
        """The key to sign with now.

        Raises:
            CredentialError: this year has none, or its file is missing.
        """
        for trusted in reversed(self.institution.keys):
            if not trusted.compromised and times.read(trusted.since) <= now <= times.read(trusted.until):
                return load_key(self.private(trusted)), trusted
        raise CredentialError("no key of this institution may sign now; run openhearth ethics rotate")

    def private(self, trusted: TrustedKey) -> Path:
        return self.folder / "keys" / f"{trusted.multibase}.pem"


def make_office(folder: Path, name: str, url: str, now: datetime.datetime) -> Office:
    """A new institution in ``folder``: a root key, this year's key, the trust file, an empty status list.

    Args:
        name: of the institution, as its certificates show it.
        url: https address under which ``public/`` will be served; "" for none, then issuers are did:key.

    Raises:
        CredentialError: there is one in ``folder``, or the name or the address cannot be used.
    """
    import uuid

    if (folder / "trust.jwt").is_file():
        raise CredentialError(
            f"there is an institution in {folder} already; remove it, or set OPENHEARTH_HOME"
        )
    try:
        strict.name(name)
    except RefusalError as error:
        raise CredentialError(f"{name!r} cannot be the institution's name: {error}") from None
    url = url.rstrip("/")
    if url:
        _did_web(url)
    listed = f"{url}/revocation.json" if url else f"urn:uuid:{uuid.uuid4()}"
    root = load_key(folder / "root.pem") if (folder / "root.pem").is_file() else make_key(folder / "root.pem")
    empty = Institution(root.did, 0, "", "", name, url, listed, ())
    write_atomic(folder / "root.did", f"{root.did}\n")
    return renew(Office(folder, empty), (new_key(folder, empty, now),), now)


def open_office(folder: Path) -> Office:
    """The institution in ``folder``.

    Raises:
        CredentialError: there is none, or its trust file is not its root's.
    """
    try:
        root = (folder / "root.did").read_text(encoding="utf-8").strip()
        return Office(folder, read_trust((folder / "trust.jwt").read_bytes(), root))
    except FileNotFoundError:
        raise CredentialError(
            f"there is no institution in {folder}; make one with openhearth ethics identity --issuer NAME"
        ) from None


def new_key(folder: Path, institution: Institution, now: datetime.datetime) -> TrustedKey:
    """A new private key in ``folder``, to sign from ``now`` until the end of next January."""
    made = make_key(folder / "keys" / "new.pem")
    path = made.path.replace(made.path.with_name(f"{made.multibase}.pem"))
    made = load_key(path)
    until = datetime.datetime(now.year + 1, 1, 31, 23, 59, 59, tzinfo=datetime.UTC)
    did, method = made.did, made.method
    if institution.url:
        did = _did_web(institution.url)
        same_year = sum(key.since.startswith(f"{now.year}-") for key in institution.keys)
        method = f"{did}#key-{now.year}" + (f"-{same_year + 1}" if same_year else "")
    return TrustedKey(did, method, made.multibase, times.write(now), times.write(until))


def renew(office: Office, keys: tuple[TrustedKey, ...], now: datetime.datetime) -> Office:
    """Sign a trust file with ``keys``, and the status list with the newest of them.

    Raises:
        CredentialError: the root key is not there.
    """
    root = office.folder / "root.pem"
    if not root.is_file():
        raise CredentialError(
            f"{root} is not there; bring the root key back for this, and take it away again after"
        )
    institution = replace(
        office.institution,
        serial=office.institution.serial + 1,
        issued=times.write(now),
        expires=times.write(now + LASTS),
        keys=keys,
    )
    content = sign_trust(institution, load_key(root))
    write_atomic(office.folder / "trust.jwt", content)
    office = Office(office.folder, institution)
    write_atomic(office.public / "trust.jwt", content)
    if institution.url:
        write_json(office.public / "did.json", did_document(institution))
    publish(office, now)
    return office


def publish(office: Office, now: datetime.datetime) -> Path:
    """Write the status list in both forms to ``public/``; the path of its JSON form."""
    from openbadgeslib.ob3.status_registry import StatusRegistry

    key, trusted = office.key(now)
    revoked = StatusRegistry.load(str(office.register), SIZE).revoked_indices()
    document, token = write_list(office.institution, key, trusted, revoked, now)
    write_atomic(office.public / "revocation.jwt", token)
    return write_json(office.public / "revocation.json", document)


def did_document(institution: Institution) -> dict[str, object]:
    """What a did:web institution serves: every key that is not compromised, so that old certificates verify."""
    did = institution.keys[-1].issuer
    methods = [
        {"id": key.method, "type": "Multikey", "controller": did, "publicKeyMultibase": key.multibase}
        for key in institution.keys
        if not key.compromised
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _did_web(url: str) -> str:
    from openbadgeslib.ob3.did import did_web_from_url

    try:
        return did_web_from_url(url)
    except ValueError as error:
        raise CredentialError(f"the institution's address cannot be used: {error}") from None
