"""Sign-in through a JupyterHub (OAuth 2.0, RFC 6749, as JupyterHub gives it to its services), linked to a learner's key.

Certificates and papers belong to a key, so a hub's account alone is nobody here: whoever is signed in with their key links it
once, and from then on the hub opens their session. Set, where the hub runs the service or by hand: JUPYTERHUB_API_URL,
JUPYTERHUB_API_TOKEN, JUPYTERHUB_CLIENT_ID, and OPENHEARTH_HUB, the hub's address for browsers (https://hub.example/hub).
"""

import base64
import hmac
import json
import os
import secrets
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openhearth.service.accounts import SESSION_SECONDS
from openhearth.service.app import COOKIE, Site, set_cookie
from openhearth.service.settings import ServiceError

STATE = "openhearth-hub"
SECONDS = 10.0


@dataclass(frozen=True)
class Hub:
    """A JupyterHub that knows this service."""

    browser: str  # its address for browsers
    api: str
    token: str
    client: str

    def authorize(self, back: str, state: str) -> str:
        """Where a browser is sent to."""
        asked = {"client_id": self.client, "redirect_uri": back, "response_type": "code", "state": state}
        return f"{self.browser}/api/oauth2/authorize?{urlencode(asked)}"

    def user(self, code: str, back: str) -> str:
        """Whose ``code`` it is.

        Raises:
            ServiceError: the hub does not say.
        """
        form = {
            "client_id": self.client,
            "client_secret": self.token,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
        }
        token = self._asked("/oauth2/token", urlencode(form).encode(), {})["access_token"]
        name = self._asked("/user", None, {"Authorization": f"token {token}"})["name"]
        if not isinstance(name, str) or not name:
            raise ServiceError("the hub names nobody")
        return name

    def _asked(self, path: str, body: bytes | None, headers: dict[str, str]) -> dict[str, object]:
        request = urllib.request.Request(self.api + path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                found: dict[str, object] = json.loads(answer.read(2**20))
                return found
        except urllib.error.HTTPError as error:
            raise ServiceError(f"the hub refuses ({error.code}); begin again") from None
        except (OSError, ValueError) as error:
            raise ServiceError(
                f"the hub cannot be asked ({error}); try again, or sign in with your key"
            ) from None


def hub_of_environment() -> Hub | None:
    """The hub that the environment names; None where it names none.

    Raises:
        ServiceError: it names one in part, or its address is no address.
    """
    names = ("OPENHEARTH_HUB", "JUPYTERHUB_API_URL", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_CLIENT_ID")
    if not os.environ.get(names[0]):
        return None
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ServiceError(f"for sign-in through a hub {' and '.join(missing)} must be set too")
    found = Hub(*(os.environ[name].rstrip("/") for name in names))
    if urlsplit(found.browser).scheme not in ("http", "https"):
        raise ServiceError(
            f"OPENHEARTH_HUB is {found.browser!r}, which is no address such as https://hub.example/hub"
        )
    return found


def add(app: FastAPI, site: Site) -> None:
    """Add the pages to ``app``, where there is a hub."""
    hub, back = site.hub, f"{site.settings.address}/hub/back"
    if hub is None:
        return

    @app.get("/hub", response_class=HTMLResponse)
    def begin() -> Response:
        state = secrets.token_urlsafe(24)
        answer = RedirectResponse(hub.authorize(back, state), 303)
        set_cookie(
            site, answer, STATE, state, 600, samesite="lax"
        )  # the hub sends the browser back from its own site
        return answer

    @app.get("/hub/back", response_class=HTMLResponse)
    def come_back(request: Request, code: str = "", state: str = "") -> Response:
        """The session's cookie does not travel with this request, which another site began: a button of ours goes on."""
        begun = request.cookies.get(STATE, "")
        if not begun or not secrets.compare_digest(begun.encode(), state.encode()):
            raise ServiceError("this did not begin here; sign in again")
        name = hub.user(code, back)
        answer = site.page(request, "hub", account=name)
        set_cookie(site, answer, STATE, _sealed(site, name, time.time() + 300), 300)
        return answer

    @app.post("/hub/enter", response_class=HTMLResponse)
    def enter(request: Request) -> Response:
        name = _unsealed(site, request.cookies.get(STATE, ""))
        member = site.member(request)
        if member:
            site.accounts.link(member.did, name)
        token = site.accounts.enter_as(name)
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(STATE)
        set_cookie(site, answer, COOKIE, token, SESSION_SECONDS)
        return answer


def _sealed(site: Site, name: str, until: float) -> str:
    """A hub's name for somebody, until a moment, under the class secret: nobody else can write it."""
    said = base64.urlsafe_b64encode(json.dumps([name, until]).encode()).decode()
    return f"{said}.{_mark(site, said)}"


def _unsealed(site: Site, text: str) -> str:
    said, _, mark = text.partition(".")
    if not secrets.compare_digest(mark.encode(), _mark(site, said).encode()):
        raise ServiceError("this did not begin here; sign in again")
    name, until = json.loads(base64.urlsafe_b64decode(said))
    if time.time() > until:
        raise ServiceError("this took too long; sign in again")
    return str(name)


def _mark(site: Site, said: str) -> str:
    return hmac.new(site.settings.secret, b"hub " + said.encode(), "sha256").hexdigest()
