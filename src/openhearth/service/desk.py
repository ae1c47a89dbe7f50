"""The instructor's desk: requests to decide, grants to end, codes to enrol with, how the exam goes, and the audit log."""

from collections import Counter
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openhearth.access import AccessError, audit
from openhearth.ethics.exam.attempts import REQUIRED
from openhearth.service.app import Site
from openhearth.service.guard import require_ours
from openhearth.service.settings import ServiceError


def add(app: FastAPI, site: Site) -> None:
    """Add the pages to ``app``."""

    @app.get("/desk", response_class=HTMLResponse)
    def desk(request: Request) -> Response:
        member = site.require(request, instructor=True)
        return site.page(request, "desk", member=member, code="", **_shown(site))

    @app.post("/desk", response_class=HTMLResponse)
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


def _shown(site: Site) -> dict[str, Any]:
    records = site.gate.records
    try:
        count = audit.check(records.log(), audit.read_anchors(records.anchors))
        log = f"{count} entries, whole and in order"
    except AccessError as error:
        log = f"something is wrong: {error}"
    with site.store() as store:
        attempts = store.attempts()
    finished = [attempt for attempt in attempts if attempt.finished is not None]
    return {
        "requests": [one for one in site.desk.requests() if one.decided is None],
        "grants": site.desk.grants(),
        "names": site.accounts.names(),
        "log": log,
        "began": len(attempts),
        "finished": len(finished),
        "passed": len({attempt.learner for attempt in finished if attempt.score >= REQUIRED}),
        "scores": sorted(Counter(attempt.score for attempt in finished).items()),
    }
