"""The exam in a browser: the same rules, code and store as in the terminal. Every answer is on the disk before the next page."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openhearth.ethics.exam import ExamError
from openhearth.ethics.exam.attempts import ITEMS, REQUIRED, report, when
from openhearth.service.app import Site
from openhearth.service.document import form as form_of
from openhearth.service.guard import number as whole
from openhearth.service.guard import require_ours


def add(app: FastAPI, site: Site) -> None:
    """Add the pages to ``app``."""

    @app.get("/exam", response_class=HTMLResponse)
    def standing(request: Request) -> Response:
        member = site.require(request)
        with site.exam(), site.store() as store:
            attempts = store.attempts(member.did)
        done = [report(attempt) for attempt in attempts if attempt.finished is not None]
        is_open = bool(attempts) and attempts[-1].finished is None
        return site.page(
            request,
            "exam",
            member=member,
            done=done,
            is_open=is_open,
            items=ITEMS,
            required=REQUIRED,
            when=when,
        )

    @app.post("/exam", response_class=HTMLResponse, openapi_extra=form_of())
    async def begin(request: Request) -> Response:
        member = site.require(request)
        await require_ours(request, member.csrf)
        with site.exam() as exam:
            attempt = exam.begin(member.did)
        first = next((at for at in range(len(attempt.paper)) if at not in attempt.answers), 0)
        return RedirectResponse(f"/exam/{first + 1}", 303)

    @app.get("/exam/{number}", response_class=HTMLResponse)
    def question(request: Request, number: int) -> Response:
        member = site.require(request)
        with site.exam(), site.store() as store:
            attempts = store.attempts(member.did)
        if not attempts or attempts[-1].finished is not None:
            return RedirectResponse("/exam", 303)
        attempt = attempts[-1]
        if not 1 <= number <= len(attempt.paper):
            raise ExamError(f"there is no question {number}; there are {len(attempt.paper)}")
        return site.page(
            request,
            "question",
            member=member,
            attempt=attempt,
            number=number,
            item=attempt.paper[number - 1],
            when=when,
        )

    @app.post(
        "/exam/{number}", response_class=HTMLResponse, openapi_extra=form_of("choice", "back", "hand-in")
    )
    async def answer(request: Request, number: int) -> Response:
        member = site.require(request)
        form = await require_ours(request, member.csrf)
        with site.exam() as exam:
            if "hand-in" in form:
                exam.finish(member.did)
                return RedirectResponse("/exam", 303)
            choice = whole(form, "choice")
            if choice is not None:
                exam.answer(member.did, number - 1, choice)
        step = -1 if "back" in form else 1
        return RedirectResponse(f"/exam/{(number - 1 + step) % ITEMS + 1}", 303)
