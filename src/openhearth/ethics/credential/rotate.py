"""Two drills: a new key each year, and a key that others may know."""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from openhearth.ethics.credential import times
from openhearth.ethics.credential.errors import CredentialError
from openhearth.ethics.credential.issue import issue, issued, revoke
from openhearth.ethics.credential.office import Office, new_key, renew
from openhearth.ethics.credential.status import SIZE
from openhearth.ethics.credential.trust import TrustedKey


@dataclass(frozen=True)
class Drill:
    """What a drill did."""

    office: Office
    key: TrustedKey  # that signs from now on
    replaced: dict[str, Path]  # old id -> the certificate that replaces it


def rotate(office: Office, now: datetime.datetime) -> Drill:
    """A new key signs from ``now``; the old one's file is deleted, and what it signed stays good.

    Raises:
        CredentialError: the root key is not there.
    """
    made = new_key(office.folder, office.institution, now)
    ended = tuple(
        replace(key, until=min(key.until, times.write(now))) if not key.compromised else key
        for key in office.institution.keys
    )
    renewed = renew(office, (*ended, made), now)
    for key in ended:
        office.private(key).unlink(missing_ok=True)
    return Drill(renewed, made, {})


def compromise(office: Office, method: str, since: datetime.datetime, now: datetime.datetime) -> Drill:
    """Others may know the key ``method`` since ``since``: nothing it signed is believed any more, and all is issued again.

    Every certificate of it that is neither revoked nor over gets a successor with the same evidence and the same end,
    and is revoked. A drill that was interrupted goes on where it stopped when it is called again.

    Args:
        method: the key as `TrustedKey.method` names it, or its end; "" for the one that signs now.

    Raises:
        CredentialError: no key or several are called so, or the root key is not there.
    """
    found = [key for key in office.institution.keys if key.method.endswith(method)] if method else []
    if not method:
        found = [office.key(now)[1]]
    if len(found) != 1:
        known = ", ".join(key.method for key in office.institution.keys)
        raise CredentialError(f"{len(found) or 'no'} keys are called {method!r}; there are {known}")
    [lost] = found
    if not lost.compromised:
        marked = tuple(
            replace(key, compromised=times.write(since)) if key == lost else key
            for key in office.institution.keys
        )
        still = [key for key in marked if not key.compromised and times.read(key.until) >= now]
        made = () if still else (new_key(office.folder, office.institution, now),)
        office = renew(office, (*marked, *made), now)
        office.private(lost).unlink(missing_ok=True)
    return Drill(office, office.key(now)[1], _issue_again(office, lost.method, now))


def _issue_again(office: Office, method: str, now: datetime.datetime) -> dict[str, Path]:
    from openbadgeslib.ob3.status_registry import StatusRegistry

    ids, records, ends = [], [], []
    for id_, entry in StatusRegistry.load(str(office.register), SIZE).entries.items():
        if entry.revoked is not None:
            continue
        try:
            certificate, key = issued(office, id_)
        except CredentialError:  # a place that was taken just before a crash; no certificate ever held it
            continue
        if key.method == method and certificate.valid_until > now:
            ids.append(id_)
            records.append(certificate.evidence)
            ends.append(certificate.valid_until)
    paths = issue(office, records, now, until=ends) if ids else []
    if ids:
        revoke(office, {id_: f"replaced by {path.stem}" for id_, path in zip(ids, paths, strict=True)}, now)
    return dict(zip(ids, paths, strict=True))
