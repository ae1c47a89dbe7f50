"""Sign-in through a JupyterHub: a stand-in that keeps to RFC 6749 as JupyterHub does; and my certificates."""

import re
import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from classroom_service import ADDRESS, School, make_class
from school import record

from openhearth.ethics.credential import issue, make_office, times
from openhearth.service.settings import ServiceError


class Hub(BaseHTTPRequestHandler):
    """Answers the two calls a service makes. ``codes``: whose each is."""

    codes: ClassVar[dict[str, str]] = {}
    tokens: ClassVar[dict[str, str]] = {}

    def _say(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        who = self.codes.pop(form["code"][0], None)
        good = form["client_secret"] == ["hub-token"] and form["redirect_uri"] == [f"{ADDRESS}/hub/back"]
        if who is None or not good or form["grant_type"] != ["authorization_code"]:
            self._say(400, '{"error": "invalid_grant"}')
            return
        token = secrets.token_hex(8)
        self.tokens[token] = who
        self._say(200, f'{{"access_token": "{token}"}}')

    def do_GET(self) -> None:
        who = self.tokens.get(self.headers.get("Authorization", "").removeprefix("token "))
        self._say(200 if who else 403, f'{{"name": "{who}"}}' if who else "{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OPENHEARTH_HUB", "https://hub.example/hub")
    monkeypatch.setenv("JUPYTERHUB_API_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "hub-token")
    monkeypatch.setenv("JUPYTERHUB_CLIENT_ID", "service-openhearth")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def school(hub: ThreadingHTTPServer, tmp_path: Path) -> School:
    return make_class(tmp_path / "class")


def through_hub(browser, name: str):  # type: ignore[no-untyped-def]
    """To the hub and back, as a browser goes."""
    sent = browser.client.get("/hub", follow_redirects=False)
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert sent.headers["location"].startswith("https://hub.example/hub/api/oauth2/authorize?")
    code = secrets.token_hex(8)
    Hub.codes[code] = name
    back = urlsplit(asked["redirect_uri"][0]).path
    return browser.client.get(back, params={"code": code, "state": asked["state"][0]})


def test_a_hub_signs_in_who_has_linked_their_key(school: School) -> None:
    amina = school.enrolled("Amina")
    assert "You are amina-d on the hub" in through_hub(amina, "amina-d").text
    amina.client.post("/hub/enter")
    amina.client.cookies.clear()
    through_hub(amina, "amina-d")
    assert "Good to see you, Amina" in amina.client.post("/hub/enter").text
    bo = school.enrolled("Bo")
    through_hub(bo, "amina-d")
    assert "linked to another key" in bo.client.post("/hub/enter").text
    stranger = school.browser("Stranger")
    through_hub(stranger, "nobody")
    assert "linked to no key yet" in stranger.client.post("/hub/enter").text


def test_a_hubs_answer_that_did_not_begin_here_is_refused(school: School) -> None:
    amina = school.enrolled("Amina")
    Hub.codes["c0de"] = "amina-d"
    for query in ("", "?code=c0de&state=", "?code=c0de&state=x"):
        assert "did not begin here" in amina.client.get(f"/hub/back{query}").text
    amina.client.get("/hub", follow_redirects=False)
    assert "did not begin here" in amina.client.get("/hub/back?code=c0de&state=other").text
    answer = through_hub(amina, "amina-d")
    assert answer.status_code == 200
    forged = type(amina)(type(amina.client)(school.app, base_url=ADDRESS), amina.learner)
    for value in ("", "x", "WyJhbWluYS1kIiwgOWU5XQ==.00", "é"):
        forged.client.cookies.clear()
        forged.client.cookies.set("openhearth-hub", value.encode("ascii", "replace").decode())
        assert forged.client.post("/hub/enter").status_code == 400


def test_a_hub_that_refuses_or_is_gone_is_one_sentence(school: School, hub: ThreadingHTTPServer) -> None:
    amina = school.enrolled("Amina")
    sent = amina.client.get("/hub", follow_redirects=False)
    state = parse_qs(urlsplit(sent.headers["location"]).query)["state"][0]
    refused = amina.client.get("/hub/back", params={"code": "unknown", "state": state})
    assert "The hub refuses (400)" in refused.text
    hub.shutdown()
    hub.server_close()
    gone = amina.client.get("/hub/back", params={"code": "unknown", "state": state})
    assert "The hub cannot be asked" in gone.text


def test_a_hub_that_is_named_in_part_is_an_error_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENHEARTH_HUB", "https://hub.example/hub")
    with pytest.raises(ServiceError, match="JUPYTERHUB_API_URL and JUPYTERHUB_API_TOKEN"):
        make_class(tmp_path / "class")


def test_a_certificate_is_its_owners_in_every_form_until_it_is_revoked(tmp_path: Path) -> None:
    school = make_class(tmp_path / "class")
    amina, bo, sato = (
        school.enrolled("Amina"),
        school.enrolled("Bo"),
        school.enrolled("Dr. Sato", "instructor"),
    )
    assert "None was issued here" in amina.get("/certificates").text
    now = times.now()
    office = make_office(school.root / "ethics" / "issuer", "Escola de Exemplo", "", now)
    [path] = issue(office, [record(amina.learner.key.did, "Amina")], now)
    page = amina.get("/certificates").text
    assert "It counts." in page
    starts = {"json": b"{", "png": b"\x89PNG", "svg": b"<", "pdf": b"%PDF"}
    for form, start in starts.items():
        answer = amina.get(f"/certificates/{path.stem}.{form}")
        assert answer.content.startswith(start)
        assert amina.client.post("/api/verify", content=answer.content).json()["accepted"], form
        assert bo.get(f"/certificates/{path.stem}.{form}").status_code == 400
    assert "None was issued here" in bo.get("/certificates").text
    assert amina.get(f"/certificates/{path.stem}.exe").status_code == 400
    assert "for instructors" in amina.post("/desk/certificates", certificate=path.stem, reason="x").text
    assert 'action="/desk/certificates"' in sato.get("/desk").text
    sato.post("/desk/certificates", certificate=path.stem, reason="a drill")
    assert "it is revoked" in amina.get("/certificates").text
    assert "cannot be revoked" in sato.post("/desk/certificates", certificate=path.stem, reason="again").text
    assert re.search("certificate revoked", school.site.gate.records.log()[-1].body)
