"""What a resource may ask for, one function each: why it is not there ("" where it is), and what was found.

Each looks anew, at what is in the records now. The rule that puts them together is the gate's.
"""

import datetime
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from openhearth.access import odrl
from openhearth.access.errors import AccessError
from openhearth.access.records import AGREEMENT, COHORT, GRANT, REQUEST, RESOURCE, day
from openhearth.access.signed import Presentation, read_agreement
from openhearth.access.terms import Resource

Found = tuple[str, str]


def resource(base: Connection, name: str) -> Resource:
    """The resource called ``name``.

    Raises:
        AccessError: nothing of that name is behind the gate, or it was withdrawn.
    """
    row = base.execute(sa.select(RESOURCE).where(RESOURCE.c.name == name)).first()
    if row is None:
        known = [one.name for one in base.execute(sa.select(RESOURCE.c.name).order_by(RESOURCE.c.name))]
        raise AccessError(
            f"nothing called {name[:80]!r} is behind this gate; there is {', '.join(known) or 'nothing'}"
        )
    if row.withdrawn is not None:
        raise AccessError(f"{name} was withdrawn on {day(row.withdrawn)}, and opens to nobody")
    return Resource.from_json(row.body)


def agreement(base: Connection, resource: Resource, said: Presentation, now: float) -> Found:
    row = base.execute(
        sa.select(AGREEMENT.c.token).where(
            AGREEMENT.c.learner == said.holder,
            AGREEMENT.c.resource == resource.name,
            AGREEMENT.c.sha256 == resource.agreement_hash,
        )
    ).first()
    if row is None:
        return f"its agreement, as it is now, is not signed (openhearth access sign {resource.name})", ""
    signed = read_agreement(row.token.encode())
    if (signed.holder, signed.resource, signed.sha256) != (
        said.holder,
        resource.name,
        resource.agreement_hash,
    ):
        return "the record of the signature is another's", ""
    return "", f"signed on {signed.made}"


def referee(base: Connection, resource: Resource, said: Presentation, now: float) -> Found:
    row = base.execute(
        sa.select(REQUEST.c.referee)
        .where(
            REQUEST.c.learner == said.holder,
            REQUEST.c.resource == resource.name,
            REQUEST.c.purpose == said.purpose,
        )
        .where(REQUEST.c.vouched.is_not(None), REQUEST.c.granted.is_(True))
    ).first()
    return ("", f"{row.referee} vouched") if row else ("no referee has vouched for this purpose", "")


def grant(base: Connection, resource: Resource, said: Presentation, now: float) -> Found:
    theirs = sa.select(COHORT.c.name).where(COHORT.c.learner == said.holder)
    rows = base.execute(
        sa.select(GRANT)
        .where(GRANT.c.resource == resource.name, GRANT.c.purpose == said.purpose)
        .where(sa.or_(GRANT.c.learner == said.holder, GRANT.c.cohort.in_(theirs)))
        .order_by(GRANT.c.ends.desc())
    ).all()
    if not rows:
        return f"nobody granted it for {said.purpose} (openhearth access request {resource.name})", ""
    for row in rows:
        if row.revoked is None and row.begins <= now < row.ends:
            return "", f"granted by {row.granted_by} until {day(row.ends)}"
    row = rows[0]
    return (
        f"the grant was revoked on {day(row.revoked)}"
        if row.revoked is not None
        else f"the grant ended on {day(row.ends)}"
    ), ""


def policy(base: Connection, resource: Resource, said: Presentation, now: float) -> Found:
    moment = datetime.datetime.fromtimestamp(now, datetime.UTC)
    why = odrl.denied(resource.policy, resource.name, "use", said.purpose, moment)
    return why, f"the policy permits use for {said.purpose}"


ASKED: dict[str, Callable[[Connection, Resource, Presentation, float], Found]] = {
    "agreement": agreement,
    "referee": referee,
    "grant": grant,
    "policy": policy,
}
"""By the name that `openhearth.access.terms.ASKS` uses; the certificate, which is slow to verify, is the gate's own."""
