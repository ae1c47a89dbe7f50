"""Who is who: enrolment by one-time codes, sign-in by a challenge that the learner's key signs, sessions that end.

The key never comes near the browser. The page shows a code; `openhearth access sign-in` on the learner's machine signs what
belongs to it; then the page goes on. Codes and session tokens are stored as hashes only.
"""

import datetime
import hashlib
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from openhearth import database
from openhearth.access.errors import AccessError
from openhearth.access.signed import read_sign_in
from openhearth.ethics.credential import RefusalError, strict
from openhearth.service.settings import ServiceError, Settings

META = sa.MetaData()
MEMBER = sa.Table(
    "member",
    META,
    sa.Column("did", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("hub", sa.Text, unique=True),  # their name on a JupyterHub, where they have linked it
)
ENROLMENT = sa.Table(
    "enrolment",
    META,
    sa.Column("code", sa.Text, primary_key=True),  # its hash
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("expires", sa.Float, nullable=False),
    sa.Column("used_by", sa.Text),
)
SIGN_IN = sa.Table(
    "sign_in",
    META,
    sa.Column("code", sa.Text, primary_key=True),  # its hash; the learner types it
    sa.Column("browser", sa.Text, nullable=False),  # hash of the cookie of the page that shows it
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("expires", sa.Float, nullable=False),
    sa.Column("did", sa.Text),  # who has signed
    sa.Index("sign_in_by_browser", "browser"),
    sa.Index("sign_in_by_end", "expires"),
)
SESSION = sa.Table(
    "session",
    META,
    sa.Column("token", sa.Text, primary_key=True),  # its hash
    sa.Column("did", sa.Text, nullable=False),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("expires", sa.Float, nullable=False),
    sa.Index("session_by_end", "expires"),
)

ROLES = ("learner", "instructor")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
SIGN_IN_SECONDS, SESSION_SECONDS, ENROLMENT_SECONDS = 300.0, 4 * 3600.0, 14 * 86_400.0


@dataclass(frozen=True)
class Member:
    """Somebody who is signed in."""

    did: str
    name: str
    role: str
    csrf: str  # what a form of theirs must carry

    @property
    def instructs(self) -> bool:
        return self.role == "instructor"


class Accounts:
    """Members and sessions of one class.

    Args:
        clock: seconds since 1970.

    Raises:
        DatabaseError: the database cannot be used.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._domain, self._clock = settings.domain, clock
        self._engine = database.connect(settings.database, "accounts", META)
        self._reader = database.reader(self._engine)

    def invite(self, name: str, role: str = "learner") -> str:
        """A one-time code with which ``name`` enrols.

        Raises:
            ServiceError: the role is none, or the name is not what it looks like.
        """
        if role not in ROLES:
            raise ServiceError(f"the role {role!r} is none of {', '.join(ROLES)}")
        try:
            strict.name(name)
        except RefusalError as error:
            raise ServiceError(f"{name[:80]!r} cannot be anybody's name here: {error}") from None
        code = _code(16)
        with self._engine.begin() as base:
            base.execute(
                ENROLMENT.insert().values(
                    code=_hash(code), name=name, role=role, expires=self._clock() + ENROLMENT_SECONDS
                )
            )
        return code

    def begin(self) -> tuple[str, str]:
        """(what the page's cookie holds, the code it shows) of a sign-in that begins."""
        browser, code, now = secrets.token_urlsafe(32), _code(8), self._clock()
        with self._engine.begin() as base:
            base.execute(SIGN_IN.delete().where(SIGN_IN.c.expires < now))
            base.execute(
                SIGN_IN.insert().values(
                    code=_hash(code),
                    browser=_hash(browser),
                    nonce=secrets.token_urlsafe(24),
                    expires=now + SIGN_IN_SECONDS,
                )
            )
        return browser, code

    def challenge(self, code: str) -> str:
        """What has to be signed for a code.

        Raises:
            ServiceError: there is no such sign-in, or it is too old.
        """
        with self._reader.connect() as base:
            row = base.execute(self._open(code)).first()
        if row is None:
            raise ServiceError("there is no such code, or it is too old; load the sign-in page again")
        return str(row.nonce)

    def signed(self, code: str, token: bytes, enrolment: str = "") -> str:
        """Take a signed challenge; the name of who signed. With an ``enrolment`` code they become a member.

        Raises:
            ServiceError: the signature does not hold, the code is another's, or who signed is no member.
        """
        now = self._clock()
        try:
            said = read_sign_in(token, self._domain, datetime.datetime.fromtimestamp(now, datetime.UTC))
        except AccessError as error:
            raise ServiceError(str(error)) from None
        with self._engine.begin() as base:
            row = base.execute(self._open(code)).first()
            if row is None or row.nonce != said.nonce or row.did is not None:
                raise ServiceError(
                    "there is no such code, or it was signed already; load the sign-in page again"
                )
            if enrolment:
                self._enrol(base, said.holder, enrolment, now)
            member = base.execute(sa.select(MEMBER).where(MEMBER.c.did == said.holder)).first()
            if member is None:
                raise ServiceError(
                    "this key is not enrolled here; sign with --enrol and the code you were given"
                )
            base.execute(SIGN_IN.update().where(SIGN_IN.c.code == row.code).values(did=said.holder))
        return str(member.name)

    def enter(self, browser: str) -> str:
        """The token of a new session for the page whose code was signed.

        Raises:
            ServiceError: nobody has signed yet.
        """
        now = self._clock()
        with self._engine.begin() as base:
            row = base.execute(
                sa.select(SIGN_IN).where(
                    SIGN_IN.c.browser == _hash(browser), SIGN_IN.c.expires >= now, SIGN_IN.c.did.is_not(None)
                )
            ).first()
            if row is None:
                raise ServiceError("nobody has signed this code yet")
            base.execute(SIGN_IN.delete().where(SIGN_IN.c.code == row.code))
            return self._session(base, row.did, now)

    def link(self, did: str, hub: str) -> None:
        """From now on ``hub``, a name on the class's JupyterHub, signs this member in.

        Raises:
            ServiceError: the name is another member's.
        """
        with self._engine.begin() as base:
            owner = base.execute(sa.select(MEMBER.c.did).where(MEMBER.c.hub == hub)).scalar()
            if owner not in (None, did):
                raise ServiceError("that name on the hub is linked to another key; ask your instructor")
            base.execute(MEMBER.update().where(MEMBER.c.did == did).values(hub=hub))

    def enter_as(self, hub: str) -> str:
        """The token of a new session for the member whose name on the hub it is.

        Raises:
            ServiceError: nobody has linked it.
        """
        with self._engine.begin() as base:
            did = base.execute(sa.select(MEMBER.c.did).where(MEMBER.c.hub == hub)).scalar()
            if did is None:
                raise ServiceError(
                    f"{hub} is linked to no key yet: sign in with your key once, and then through the hub"
                )
            return self._session(base, did, self._clock())

    def _session(self, base: sa.Connection, did: str, now: float) -> str:
        token = secrets.token_urlsafe(32)
        base.execute(SESSION.delete().where(SESSION.c.expires < now))
        base.execute(
            SESSION.insert().values(
                token=_hash(token), did=did, csrf=secrets.token_urlsafe(24), expires=now + SESSION_SECONDS
            )
        )
        return token

    def member(self, token: str) -> Member | None:
        """Whose session ``token`` is; None where it is none's, or has ended."""
        if not token:
            return None
        with self._reader.connect() as base:
            row = base.execute(
                sa.select(MEMBER.c.did, MEMBER.c.name, MEMBER.c.role, SESSION.c.csrf)
                .join(SESSION, SESSION.c.did == MEMBER.c.did)
                .where(SESSION.c.token == _hash(token), SESSION.c.expires >= self._clock())
            ).first()
        return Member(*row) if row else None

    def leave(self, token: str) -> None:
        """End a session."""
        with self._engine.begin() as base:
            base.execute(SESSION.delete().where(SESSION.c.token == _hash(token)))

    def names(self, dids: Iterable[str]) -> dict[str, str]:
        """The names of those of ``dids`` who are members, by did."""
        with self._reader.connect() as base:
            return {
                row.did: row.name for row in base.execute(sa.select(MEMBER).where(MEMBER.c.did.in_(dids)))
            }

    def members(self, limit: int, offset: int = 0) -> list[Any]:
        """Members, instructors first, then by name: rows of `MEMBER`."""
        asked = sa.select(MEMBER).order_by(MEMBER.c.role, MEMBER.c.name, MEMBER.c.did)
        with self._reader.connect() as base:
            return list(base.execute(asked.limit(limit).offset(offset)))

    def dismiss(self, did: str) -> str:
        """End somebody's membership and sessions, now; their name. What they decided stays decided.

        Raises:
            ServiceError: nobody has that key here, or the class would be left without an instructor.
        """
        with self._engine.begin() as base:
            row = base.execute(sa.select(MEMBER).where(MEMBER.c.did == did)).first()
            if row is None:
                raise ServiceError("nobody has that key here")
            others = sa.select(MEMBER).where(MEMBER.c.role == "instructor", MEMBER.c.did != did)
            if row.role == "instructor" and base.execute(others).first() is None:
                raise ServiceError("the class would be left without an instructor; enrol another first")
            base.execute(SESSION.delete().where(SESSION.c.did == did))
            base.execute(MEMBER.delete().where(MEMBER.c.did == did))
        return str(row.name)

    def _enrol(self, base: sa.Connection, did: str, enrolment: str, now: float) -> None:
        if base.execute(sa.select(MEMBER).where(MEMBER.c.did == did)).first():
            raise ServiceError(
                "this key is enrolled already; sign without --enrol, and give the code to nobody"
            )
        found = base.execute(sa.select(ENROLMENT).where(ENROLMENT.c.code == _hash(_clean(enrolment)))).first()
        used = base.execute(
            ENROLMENT.update()
            .where(
                ENROLMENT.c.code == _hash(_clean(enrolment)),
                ENROLMENT.c.used_by.is_(None),
                ENROLMENT.c.expires >= now,
            )
            .values(used_by=did)
        )
        if found is None or used.rowcount != 1:
            raise ServiceError("the enrolment code was used, is too old, or never was; ask for another")
        base.execute(MEMBER.insert().values(did=did, name=found.name, role=found.role, since=now))

    def _open(self, code: str) -> sa.Select[tuple[object, ...]]:
        return sa.select(SIGN_IN).where(
            SIGN_IN.c.code == _hash(_clean(code)), SIGN_IN.c.expires >= self._clock()
        )


def _code(length: int) -> str:
    """A code to read and type, in groups of four: 40 bits in eight letters, and tries are limited."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(length))
    return "-".join(letters[at : at + 4] for at in range(0, length, 4))


def _clean(code: str) -> str:
    """As `_code` writes it, however it was typed."""
    letters = "".join(one for one in code.upper() if one.isalnum())
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
