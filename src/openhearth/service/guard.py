"""What holds for every request: headers, sizes, rates, and forms that came from a page of ours."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openhearth.service.settings import ServiceError

LARGEST = 2 * 2**20  # bytes of a request's body: a certificate with its picture has less than a tenth
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Wraps the application: a body that is too large ends with 413, too many requests with 429, and every answer has our headers."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._all, self._guesses = Rate(200.0, 2000, clock), Rate(10.0, 600, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        address = (scope.get("client") or ("", 0))[0]
        rates = [self._all, self._guesses] if scope["path"].startswith("/api/sign-in") else [self._all]
        if not all(rate.allows(address) for rate in rates):
            await _plain(with_headers, 429, "Too many requests; wait a moment.")
            return
        body = await _whole(receive)
        if body is None:
            await _plain(
                with_headers, 413, f"That is larger than the {LARGEST >> 20} MB that are taken here."
            )
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, with_headers)


class Rate:
    """How many requests an address may make: ``rate`` a second on average, ``burst`` at once.

    A whole class may come from one address: two hundred learners who sign in at once ask for codes four hundred times. Somebody who
    guesses codes gets no further for it: eight letters are 40 bits, and the five minutes of a code are enough for 3,600 tries.
    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        now = self._clock()
        left, at = self._left.pop(address, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        while len(self._left) > 10_000:
            self._left.popitem(last=False)
        return left >= 1


async def _whole(receive: Receive) -> bytes | None:
    """The request's body, or None where it is larger than `LARGEST`; no more of it than that is held."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


async def _plain(send: Callable[[Message], Awaitable[None]], status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode() + b"\n"})


async def body_of(request: Request) -> bytes:
    """A request's body, for a handler that works on it in a thread of its own."""
    return await request.body()


Body = Annotated[bytes, Depends(body_of)]


def number(form: dict[str, str], name: str) -> int | None:
    """The whole number in a field of a form; None where it holds none."""
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


async def require_ours(request: Request, csrf: str) -> dict[str, str]:
    """The fields of a form, if it came from a page of ours that this session was shown.

    Raises:
        ServiceError: it did not.
    """
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if not csrf or not secrets.compare_digest(form.pop("csrf", "").encode(), csrf.encode()):
        raise ServiceError("this form is not from a page that you have open here; go back and load it again")
    return form
