"""The application, put together: settings, stores and pages; what each request may use is in its ``Site``."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import jinja2
import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from openhearth.access import Desk, Gate, Records
from openhearth.access.local import anchors_of, records_url, trusting
from openhearth.database import brief
from openhearth.errors import OpenhearthError
from openhearth.ethics.exam import Bank, Exam, Store, load_bank
from openhearth.ethics.exam.sealed import with_private
from openhearth.ethics.exam.store import kept_in
from openhearth.figures import DARK, LIGHT
from openhearth.service.accounts import Accounts, Member
from openhearth.service.guard import Guard
from openhearth.service.settings import ServiceError, Settings

if TYPE_CHECKING:
    from openhearth.service.hub import Hub

COOKIE, WAITING = "openhearth", "openhearth-sign-in"


@dataclass(frozen=True)
class Site:
    """What pages are made from."""

    settings: Settings
    accounts: Accounts
    gate: Gate
    bank: Bank
    private: frozenset[str]  # ids of items that nobody practises
    pages: jinja2.Environment
    hub: "Hub | None"  # sign-in through it

    @property
    def desk(self) -> Desk:
        return Desk(self.gate.records)

    @contextmanager
    def exam(self) -> Iterator[Exam]:
        """The class's exam.

        Raises:
            ServiceError: this is practice mode.
        """
        if self.settings.practice:
            raise ServiceError("this is practice mode: there is no exam, and nothing is kept")
        with self.store() as store:
            yield Exam(self.bank, self.settings.secret, store)

    def store(self) -> Store:
        """The record of attempts, for one request; its connections stay for the next."""
        return Store(kept_in(self.settings.root / "ethics"), keep=True)

    def member(self, request: Request) -> Member | None:
        return self.accounts.member(request.cookies.get(COOKIE, ""))

    def require(self, request: Request, *, instructor: bool = False) -> Member:
        """Who is signed in.

        Raises:
            SignedOutError: nobody is.
            ServiceError: an instructor is asked for.
        """
        member = self.member(request)
        if member is None:
            raise SignedOutError("sign in first")
        if instructor and not member.instructs:
            raise ServiceError("this page is for instructors")
        return member

    def page(self, request: Request, name: str, status: int = 200, **about: Any) -> HTMLResponse:
        """The page ``name``, with who is signed in and what stands in ``about``."""
        member = about.pop("member", None) or self.member(request)
        text = self.pages.get_template(f"{name}.html.j2").render(
            member=member, settings=self.settings, path=request.url.path, hub=self.hub, **about
        )
        return HTMLResponse(text, status)


def set_cookie(
    site: Site,
    answer: Response,
    name: str,
    value: str,
    seconds: float,
    samesite: Literal["strict", "lax"] = "strict",
) -> None:
    """Only for this site, only over https where there is one, and never for scripts."""
    answer.set_cookie(
        name,
        value,
        max_age=int(seconds),
        httponly=True,
        secure=site.settings.secure,
        samesite=samesite,
        path="/",
    )


class SignedOutError(ServiceError):
    """A page that asks who one is."""


def create_app(settings: Settings) -> FastAPI:
    """The service.

    Raises:
        OpenhearthError: a database or the item bank cannot be used.
    """
    root = settings.root
    from openhearth.service.hub import hub_of_environment

    records = Records(records_url(root), anchors_of(root))
    bank = public_bank = load_bank()
    if not settings.practice:
        bank = with_private(public_bank, root / "ethics" / "banks", root / "ethics" / "bank.key")
    site = Site(
        settings,
        Accounts(settings),
        Gate(root / "access", records, settings.domain, trusting(root / "ethics")),
        bank,
        frozenset({one.id for one in bank.templates} - {one.id for one in public_bank.templates}),
        jinja2.Environment(
            loader=jinja2.PackageLoader("openhearth.service", "pages"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        ),
        None if settings.practice else hub_of_environment(),
    )
    app = FastAPI(title="Openhearth class service", version="1", docs_url=None, redoc_url=None)
    app.state.site = site
    app.add_middleware(Guard)
    from openhearth.service import certificates, desk, document, exam, gate, hub, public

    for part in (public, hub, exam, certificates, gate, desk):
        part.add(app, site)
    document.complete(app)

    @app.get("/style.css", include_in_schema=False)
    def style() -> Response:
        return Response(_style(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    @app.exception_handler(SignedOutError)
    def signed_out(request: Request, error: SignedOutError) -> Response:
        if request.url.path.startswith("/api/"):
            return PlainTextResponse(str(error), 401)
        return RedirectResponse("/sign-in", 303)

    @app.exception_handler(OpenhearthError)
    def told(request: Request, error: OpenhearthError) -> Response:
        if request.url.path.startswith("/api/"):
            return PlainTextResponse(str(error), 400)
        return site.page(request, "sorry", 400, sentence=str(error))

    @app.exception_handler(sa.exc.SQLAlchemyError)
    def away(request: Request, error: sa.exc.SQLAlchemyError) -> Response:
        """In words alone: a page would ask the same database who is signed in."""
        logging.getLogger(__name__).error("the database cannot be used: %s", brief(error))
        return PlainTextResponse("The service cannot reach its database now; try again in a moment.", 503)

    @app.exception_handler(HTTPException)
    def nothing(request: Request, error: HTTPException) -> Response:
        """What the framework itself refuses: another path, another method, a form that cannot be read."""
        if request.url.path.startswith("/api/"):
            sentence = "there is nothing here" if error.status_code == 404 else error.detail
            return PlainTextResponse(sentence, error.status_code, error.headers)
        sentence = "There is no such page." if error.status_code == 404 else error.detail
        answer = site.page(request, "sorry", error.status_code, sentence=sentence)
        answer.headers.update(error.headers or {})
        return answer

    return app


def _style() -> str:
    """The style sheet, with the colours that figures and book have."""
    text = resources.files("openhearth.service").joinpath("style.css").read_text(encoding="utf-8")

    def colours(theme: dict[str, str]) -> str:
        return "".join(f"--oh-{name}:{value};" for name, value in theme.items())

    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {colours(DARK)} }} }}"
    return f":root {{ color-scheme: light dark; {colours(LIGHT)} }}\n{dark}\n{text}"
