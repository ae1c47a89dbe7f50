"""The instructor's desk: requests to decide, grants to end, codes to enrol with; on pages of their own, how the exam goes and the audit log."""

from collections import Counter
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openhearth.access import AccessError, audit
from openhearth.ethics.exam.attempts import REQUIRED
from openhearth.service.app import Site
from openhearth.service.document import form as form_of
from openhearth.service.guard import require_ours
from openhearth.service.settings import ServiceError

ROWS = 25  # of requests, and of grants, on a page
Page = Annotated[int, Query(ge=1, le=10**6)]


def add(app: FastAPI, site: Site) -> None:
    """Add the pages to ``app``."""

    @app.get("/desk", response_class=HTMLResponse)
    def desk(request: Request, waiting: Page = 1, running: Page = 1) -> Response:
        member = site.require(request, instructor=True)
        return site.page(request, "desk", member=member, code="", **_shown(site, waiting, running))

    @app.get("/desk/members", response_class=HTMLResponse)
    def members(request: Request, at: Page = 1) -> Response:
        member = site.require(request, instructor=True)
        found = site.accounts.members(ROWS + 1, (at - 1) * ROWS)
        return site.page(
            request, "desk_members", member=member, members=found[:ROWS], at=at, more=len(found) > ROWS
        )

    @app.post("/desk/members", response_class=HTMLResponse, openapi_extra=form_of("which"))
    async def dismiss(request: Request) -> Response:
        member = site.require(request, instructor=True)
        form = await require_ours(request, member.csrf)
        name = site.accounts.dismiss(form.get("which", ""))
        with site.gate.records.writing() as change:
            change.write("dismissed", learner=form["which"], name=name, by=member.name)
        return RedirectResponse("/desk/members", 303)

    @app.get("/desk/exam", response_class=HTMLResponse)
    def exam(request: Request) -> Response:
        member = site.require(request, instructor=True)
        return site.page(request, "desk_exam", member=member, **_exam(site))

    @app.get("/desk/audit", response_class=HTMLResponse)
    def log(request: Request) -> Response:
        member = site.require(request, instructor=True)
        return site.page(request, "desk_audit", member=member, log=_log(site))

    @app.post("/desk", response_class=HTMLResponse, openapi_extra=form_of("what", "which", "name", "role"))
    async def act(request: Request) -> Response:
        member = site.require(request, instructor=True)
        form = await require_ours(request, member.csrf)
        what, which = form.get("what", ""), form.get("which", "")
        if what == "grant":
            site.desk.grant(which, member.name)
        elif what == "refuse":
            site.desk.refuse(which, member.name)
        elif what == "revoke":
            site.desk.revoke(which, member.name)
        elif what == "invite":
            name = form.get("name", "").strip()
            if not name:
                raise ServiceError("say whom the code is for")
            code = site.accounts.invite(name, form.get("role", "learner"))
            return site.page(request, "desk", member=member, code=f"{name}: {code}", **_shown(site))
        else:
            raise ServiceError("there is nothing to do by that name")
        return RedirectResponse("/desk", 303)


def _shown(site: Site, waiting: int = 1, running: int = 1) -> dict[str, Any]:
    """A page of the requests and one of the grants, counted from 1, each with one more to see whether there are others."""
    requests = site.desk.waiting(ROWS + 1, (waiting - 1) * ROWS)
    grants = site.desk.grants(ROWS + 1, (running - 1) * ROWS)
    return {
        "requests": requests[:ROWS],
        "grants": grants[:ROWS],
        "names": site.accounts.names({one.learner for one in (*requests, *grants) if one.learner}),
        "at": {"waiting": waiting, "running": running},
        "more": {"waiting": len(requests) > ROWS, "running": len(grants) > ROWS},
    }


def _log(site: Site) -> str:
    """What checking the whole audit log found."""
    records = site.gate.records
    try:
        count = audit.check(records.log(), audit.read_anchors(records.anchors))
        return f"{count} entries, whole and in order"
    except AccessError as error:
        return f"something is wrong: {error}"


def _exam(site: Site) -> dict[str, Any]:
    with site.store() as store:
        attempts = store.attempts()
    finished = [attempt for attempt in attempts if attempt.finished is not None]
    return {
        "began": len(attempts),
        "finished": len(finished),
        "passed": len({attempt.learner for attempt in finished if attempt.score >= REQUIRED}),
        "scores": sorted(Counter(attempt.score for attempt in finished).items()),
    }
