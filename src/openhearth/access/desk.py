"""The desk: learners ask and sign, referees vouch, instructors decide, classes are enrolled. Who decides first has decided."""

import uuid
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from openhearth.access import odrl
from openhearth.access.asks import resource as find
from openhearth.access.errors import AccessError
from openhearth.access.records import AGREEMENT, COHORT, GRANT, REQUEST, Records, day
from openhearth.access.signed import read_agreement
from openhearth.access.terms import ASKS, Resource

LONGEST = 365  # days of a grant
DAY = 86_400.0


class Desk:
    """What is asked for and decided, in ``records``."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def request(
        self, learner: str, resource: str, purpose: str, why: str, days: int, referee: str = ""
    ) -> str:
        """Ask for a resource; the request's id. Asking again while one is open gives the open one.

        Raises:
            AccessError: the resource is open or unknown, or the request lacks what its tier asks for.
        """
        if purpose not in odrl.PURPOSES:
            raise AccessError(f"the purpose {purpose!r} is none of {', '.join(odrl.PURPOSES)}")
        if not 1 <= days <= LONGEST:
            raise AccessError(f"{days} days were asked for; ask for 1 to {LONGEST}")
        if not 20 <= len(why.strip()) <= 4000:
            raise AccessError("say what you want it for in 20 to 4,000 characters")
        with self.records.writing() as change:
            asked = ASKS[find(change.base, resource).tier]
            if "grant" not in asked:
                raise AccessError(f"{resource} needs no request; open it")
            if "referee" in asked and not referee.strip():
                raise AccessError(f"{resource} is reviewed: name a referee who knows your work")
            waiting = change.base.execute(
                sa.select(REQUEST.c.id).where(
                    REQUEST.c.learner == learner, REQUEST.c.resource == resource, REQUEST.c.decided.is_(None)
                )
            ).first()
            if waiting:
                return str(waiting.id)
            id_ = uuid.uuid4().hex[:12]
            about = {"learner": learner, "resource": resource, "purpose": purpose, "days": days}
            change.base.execute(
                REQUEST.insert().values(
                    id=id_, why=why.strip(), referee=referee.strip(), at=change.now, **about
                )
            )
            change.write("requested", request=id_, referee=referee.strip(), **about)
        return id_

    def agree(self, token: bytes) -> Resource:
        """Record an agreement that its holder has signed; the resource it is of.

        Raises:
            AccessError: the signature does not hold, or another text was signed than is asked for now.
        """
        said = read_agreement(token)
        with self.records.writing() as change:
            resource = find(change.base, said.resource)
            if said.sha256 != resource.agreement_hash:
                raise AccessError(
                    f"what was signed is not the agreement of {resource.name} as it is now; read it again"
                )
            key = (AGREEMENT.c.learner == said.holder, AGREEMENT.c.resource == resource.name)
            signed = sa.select(AGREEMENT).where(*key, AGREEMENT.c.sha256 == said.sha256)
            if change.base.execute(signed).first() is None:
                change.base.execute(
                    AGREEMENT.insert().values(
                        learner=said.holder,
                        resource=resource.name,
                        sha256=said.sha256,
                        token=token.decode(),
                        at=change.now,
                    )
                )
                change.write("agreed", learner=said.holder, resource=resource.name, agreement=said.sha256)
        return resource

    def vouch(self, request: str, referee: str) -> None:
        """Record that the referee of a request vouches for it.

        Raises:
            AccessError: there is no such open request, or another referee was named.
        """
        with self.records.writing() as change:
            done = change.base.execute(
                REQUEST.update()
                .where(REQUEST.c.id == request, REQUEST.c.referee == referee, REQUEST.c.decided.is_(None))
                .values(vouched=change.now)
            )
            if done.rowcount != 1 or not referee:
                raise AccessError(f"no open request {request[:80]!r} names {referee!r} as its referee")
            change.write("vouched", request=request, referee=referee)

    def grant(self, request: str, by: str, *, days: int | None = None) -> str:
        """Say yes to a request; the id of the grant, which begins now.

        Raises:
            AccessError: there is no such request, it was decided already, its referee has not vouched, or the days are too many.
        """
        with self.records.writing() as change:
            found = self._decide(change.base, request, by, True, change.now)
            resource = find(change.base, found.resource)
            if "referee" in ASKS[resource.tier] and found.vouched is None:
                raise AccessError(f"{found.referee or 'a referee'} has not vouched for request {request} yet")
            length = days or found.days
            id_ = self._granted(
                change.base, change.now, length, by, found.resource, found.purpose, found.learner, request
            )
            change.write("granted", grant=id_, request=request, resource=found.resource, days=length, by=by)
        return id_

    def refuse(self, request: str, by: str) -> None:
        """Say no to a request.

        Raises:
            AccessError: there is no such request, or it was decided already.
        """
        with self.records.writing() as change:
            self._decide(change.base, request, by, False, change.now)
            change.write("refused", request=request, by=by)

    def enrol(self, cohort: str, learners: Iterable[str], by: str) -> int:
        """Add learners (did:key) to a cohort; how many were new. Nobody is in it twice."""
        with self.records.writing() as change:
            there = {
                row.learner for row in change.base.execute(sa.select(COHORT).where(COHORT.c.name == cohort))
            }
            new = [learner for learner in dict.fromkeys(learners) if learner not in there]
            for learner in new:
                change.base.execute(COHORT.insert().values(name=cohort, learner=learner))
            change.write("enrolled", cohort=cohort, learners=new, by=by)
        return len(new)

    def grant_cohort(self, resource: str, cohort: str, purpose: str, days: int, by: str) -> str:
        """Give a whole class access until a day; the id of the grant.

        Raises:
            AccessError: the resource asks for a review of each person, or the days are too many.
        """
        with self.records.writing() as change:
            if "referee" in ASKS[find(change.base, resource).tier]:
                raise AccessError(f"{resource} is reviewed: each person's request is decided by itself")
            if purpose not in odrl.PURPOSES:
                raise AccessError(f"the purpose {purpose!r} is none of {', '.join(odrl.PURPOSES)}")
            id_ = self._granted(change.base, change.now, days, by, resource, purpose, None, None, cohort)
            change.write("granted", grant=id_, cohort=cohort, resource=resource, days=days, by=by)
        return id_

    def revoke(self, grant: str, by: str) -> None:
        """End a grant now.

        Raises:
            AccessError: there is none, or it is revoked already.
        """
        with self.records.writing() as change:
            done = change.base.execute(
                GRANT.update()
                .where(GRANT.c.id == grant, GRANT.c.revoked.is_(None))
                .values(revoked=change.now, revoked_by=by)
            )
            if done.rowcount != 1:
                raise AccessError(
                    f"there is no grant {grant[:80]!r} to revoke; it is revoked already, or never was"
                )
            change.write("revoked", grant=grant, by=by)

    def requests(self, resource: str = "", learner: str = "", most: int | None = None) -> list[Any]:
        """Requests, newest first: rows of `REQUEST`; of one resource or learner, where one is named."""
        asked = sa.select(REQUEST).order_by(REQUEST.c.at.desc(), REQUEST.c.id).limit(most)
        if resource:
            asked = asked.where(REQUEST.c.resource == resource)
        if learner:
            asked = asked.where(REQUEST.c.learner == learner)
        with self.records.reading() as base:
            return list(base.execute(asked))

    def waiting(self, most: int | None = None, skip: int = 0) -> list[Any]:
        """Requests that nobody has decided, who waits longest first: rows of `REQUEST`, at ``most`` so many after ``skip``."""
        asked = sa.select(REQUEST).where(REQUEST.c.decided.is_(None)).order_by(REQUEST.c.at, REQUEST.c.id)
        with self.records.reading() as base:
            return list(base.execute(asked.limit(most).offset(skip)))

    def grants(self, most: int | None = None, skip: int = 0) -> list[Any]:
        """Grants that have neither ended nor been revoked, newest first: rows of `GRANT`, at ``most`` so many after ``skip``."""
        now = self.records.clock()
        with self.records.reading() as base:
            return list(
                base.execute(
                    sa.select(GRANT)
                    .where(GRANT.c.revoked.is_(None), GRANT.c.ends > now)
                    .order_by(GRANT.c.begins.desc(), GRANT.c.id)
                    .limit(most)
                    .offset(skip)
                )
            )

    def _decide(
        self, base: Connection, request: str, by: str, yes: bool, now: float
    ) -> sa.Row[tuple[object, ...]]:
        found = base.execute(sa.select(REQUEST).where(REQUEST.c.id == request)).first()
        if found is None:
            raise AccessError(f"there is no request {request[:80]!r}")
        if found.decided is not None:
            said = "granted" if found.granted else "refused"
            raise AccessError(
                f"request {request} was {said} by {found.decided_by} on {day(found.decided)} already"
            )
        base.execute(
            REQUEST.update().where(REQUEST.c.id == request).values(decided=now, decided_by=by, granted=yes)
        )
        return found

    def _granted(
        self,
        base: Connection,
        now: float,
        days: int,
        by: str,
        resource: str,
        purpose: str,
        learner: str | None,
        request: str | None,
        cohort: str | None = None,
    ) -> str:
        if not 1 <= days <= LONGEST:
            raise AccessError(f"a grant of {days} days; give 1 to {LONGEST}")
        id_ = uuid.uuid4().hex[:12]
        base.execute(
            GRANT.insert().values(
                id=id_,
                resource=resource,
                learner=learner,
                cohort=cohort,
                purpose=purpose,
                begins=now,
                ends=now + days * DAY,
                granted_by=by,
                request=request,
            )
        )
        return id_
