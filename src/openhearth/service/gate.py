"""What is behind the gate: its terms for everybody, how one stands for who is signed in; and what signed things come in by."""

import base64

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from openhearth.access import odrl
from openhearth.access.terms import ASKS
from openhearth.service.app import Site
from openhearth.service.document import SIGNED
from openhearth.service.document import form as form_of
from openhearth.service.guard import Body, number, require_ours
from openhearth.service.settings import ServiceError

BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
SEALED: dict[int | str, dict[str, object]] = {200: {"description": "The sealed file", "content": BINARY}}


def add(app: FastAPI, site: Site) -> None:
    """Add the pages and the interface to ``app``."""

    @app.get("/catalogue", response_class=HTMLResponse)
    def catalogue(request: Request) -> Response:
        return site.page(request, "catalogue", resources=site.gate.resources(), asks=ASKS)

    @app.get("/catalogue/{name}", response_class=HTMLResponse)
    def resource(request: Request, name: str, purpose: str = "education") -> Response:
        found, member = site.gate.resource(name), site.member(request)
        checks = site.gate.standing(member.did, name, purpose) if member else ()
        requests = site.desk.requests(name, member.did, most=20) if member else []
        return site.page(
            request,
            "resource",
            resource=found,
            checks=checks,
            requests=requests,
            asks=ASKS[found.tier],
            purposes=odrl.PURPOSES,
            purpose=purpose,
        )

    @app.post(
        "/catalogue/{name}",
        response_class=HTMLResponse,
        openapi_extra=form_of("purpose", "why", "days", "referee"),
    )
    async def ask(request: Request, name: str) -> Response:
        member = site.require(request)
        form = await require_ours(request, member.csrf)
        days = number(form, "days")
        if days is None:
            raise ServiceError("say for how many days you need it")
        about = (form.get("purpose", ""), form.get("why", ""), days, form.get("referee", ""))
        site.desk.request(member.did, name, *about)
        return RedirectResponse(f"/catalogue/{name}", 303)

    @app.get("/api/resources/{name}")
    def terms(name: str) -> dict[str, str]:
        """What there is to sign, and the hash to sign it by."""
        found = site.gate.resource(name)
        return {
            "name": found.name,
            "title": found.title,
            "tier": found.tier,
            "agreement": found.agreement,
            "sha256": found.agreement_hash,
            "sealed": found.sealed,
        }

    @app.get("/api/resources/{name}/sealed", response_class=FileResponse, responses=SEALED)
    def sealed(name: str) -> Response:
        """The sealed file, which is of use to nobody without its key."""
        site.gate.resource(name)
        return FileResponse(site.gate.sealed(name), media_type="application/octet-stream")

    @app.post("/api/agreements", openapi_extra=SIGNED)
    def agree(body: Body) -> dict[str, str]:
        """An agreement signed by its holder, in the body."""
        return {"resource": site.desk.agree(body).name}

    @app.post("/api/challenges")
    def challenge() -> dict[str, str]:
        """A nonce to answer once with a presentation."""
        return {"nonce": site.gate.challenge(), "domain": site.gate.domain}

    @app.post("/api/presentations", openapi_extra=SIGNED)
    def open_(body: Body) -> dict[str, object]:
        """A presentation signed by its holder, in the body: what was checked, and the wrapped key if all is there."""
        decision = site.gate.open(body)
        wrapped = base64.b64encode(decision.wrapped).decode() if decision.wrapped else None
        return {"resource": decision.resource, "missing": decision.missing, "wrapped": wrapped}
