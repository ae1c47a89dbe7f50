"""Where status lists come from: files at hand, the copy kept from before, the institution's site."""

from collections.abc import Callable, Iterable
from pathlib import Path

from openhearth.ethics.credential import status, times
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.memory import Memory
from openhearth.ethics.credential.trust import Institution
from openhearth.ethics.credential.verify import Lists


def from_files(paths: Iterable[Path]) -> Lists:
    """The first of ``paths`` that can be read; given by hand, so nothing else is tried."""

    def find(institution: Institution) -> bytes:
        for path in paths:
            try:
                return path.read_bytes()
            except OSError as error:
                raise CredentialError(f"cannot read the status list {path} ({error.strerror})") from None
        raise CredentialError("no status list was given")

    return find


def from_site(fetch: Callable[[str], bytes] | None, memory: Memory) -> Lists:
    """The institution's newest list through ``fetch`` (None: offline), else the copy in ``memory`` while it is good."""

    def find(institution: Institution) -> bytes:
        why = "this is offline; say --online, or name a copy with --status"
        if not institution.url:
            why = "this institution has no site; ask it for revocation.json and name it with --status"
        elif fetch:
            try:
                return fetch(institution.list)
            except CredentialError as error:
                why = str(error)
        kept = memory.kept(institution.list)
        if kept is None:
            raise RefusalError(
                f"whether it is revoked cannot be known: there is no status list here, and {why}"
            )
        try:
            status.read_list(kept, institution, times.now())
        except RefusalError as error:
            raise RefusalError(
                f"whether it is revoked cannot be known: {why}; and of the copy kept here, {error}"
            ) from None
        return kept

    return find
