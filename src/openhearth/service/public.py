"""Pages that need no sign-in: the front page, verifying a certificate, practising."""

import secrets

from fastapi import FastAPI, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from openhearth.access.local import verdict_of
from openhearth.ethics.exam import Item, draw
from openhearth.service.accounts import SESSION_SECONDS, SIGN_IN_SECONDS
from openhearth.service.app import COOKIE, WAITING, Site, set_cookie
from openhearth.service.document import SIGNED
from openhearth.service.document import form as form_of
from openhearth.service.guard import Body, require_ours
from openhearth.service.settings import ServiceError


def add(app: FastAPI, site: Site) -> None:
    """Add the pages to ``app``."""

    @app.get("/", response_class=HTMLResponse)
    def front(request: Request) -> Response:
        return site.page(request, "front")

    @app.get("/verify", response_class=HTMLResponse)
    def ask(request: Request) -> Response:
        return site.page(request, "verify", verdict=None, file="")

    @app.post("/verify", response_class=HTMLResponse)
    def verify(request: Request, certificate: UploadFile) -> Response:
        content = certificate.file.read()
        verdict = verdict_of(site.settings.root / "ethics", content)
        return site.page(request, "verify", verdict=verdict, file=certificate.filename or "the file")

    @app.post("/api/verify", openapi_extra=SIGNED)
    def verify_api(body: Body) -> JSONResponse:
        """Verify a certificate (JSON, VC-JWT, PNG, SVG or PDF in the body): each check, and what it found."""
        return JSONResponse(verdict_of(site.settings.root / "ethics", body).to_json())

    @app.get("/practice", response_class=HTMLResponse)
    def begin() -> Response:
        return RedirectResponse(f"/practice/{secrets.token_hex(8)}", 303)

    @app.get("/practice/{seed}", response_class=HTMLResponse)
    def practise(request: Request, seed: str) -> Response:
        return site.page(request, "practice", item=_item(site, seed), chosen=None, seed=seed)

    @app.post("/practice/{seed}", response_class=HTMLResponse)
    def explain(request: Request, seed: str, choice: int = Form(-1)) -> Response:
        item = _item(site, seed)
        chosen = choice if 0 <= choice < len(item.choices) else None
        return site.page(request, "practice", item=item, chosen=chosen, seed=seed)

    @app.get("/sign-in", response_class=HTMLResponse)
    def show_code(request: Request) -> Response:
        browser, code = site.accounts.begin()
        answer = site.page(request, "sign_in", code=code)
        set_cookie(site, answer, WAITING, browser, SIGN_IN_SECONDS)
        return answer

    @app.post("/sign-in", response_class=HTMLResponse)
    def enter(request: Request) -> Response:
        token = site.accounts.enter(request.cookies.get(WAITING, ""))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(WAITING)
        set_cookie(site, answer, COOKIE, token, SESSION_SECONDS)
        return answer

    @app.post("/sign-out", response_class=HTMLResponse, openapi_extra=form_of())
    async def leave(request: Request) -> Response:
        await require_ours(request, site.require(request).csrf)
        site.accounts.leave(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE)
        return answer

    @app.get("/api/sign-in/{code}")
    def challenge(code: str) -> dict[str, str]:
        """What has to be signed for a code that a sign-in page shows."""
        return {"nonce": site.accounts.challenge(code), "domain": site.settings.domain}

    @app.post("/api/sign-in/{code}", openapi_extra=SIGNED)
    def signed(code: str, body: Body, enrol: str = "") -> dict[str, str]:
        """The signed challenge, in the body."""
        return {"name": site.accounts.signed(code, body, enrol)}


def _item(site: Site, seed: str) -> Item:
    """The item that ``seed`` draws from the public bank."""
    if not seed.isalnum() or len(seed) > 64:
        raise ServiceError("there is no such question")
    key = seed.encode()
    public = [template for template in site.bank.templates if template.id not in site.private]
    return draw.drawn(public[draw.number(key, len(public), "which")], key, "practice", 1)
