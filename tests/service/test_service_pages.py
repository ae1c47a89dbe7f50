"""The service as it runs, in Chromium: every page at two widths and in two lights, without a mouse, signed in from the terminal."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from openhearth.access import Resource, terms
from openhearth.service.app import create_app
from openhearth.service.settings import load

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


class Running:
    """A service on this machine, its workspace, and a learner's."""

    def __init__(self, folder: Path) -> None:
        self.home, self.learner = folder / "class", folder / "learner"
        (self.home / "ethics").mkdir(parents=True)
        (self.home / "ethics" / "class.secret").write_text("5e" * 32)
        (folder / "content").mkdir()
        (folder / "content" / "a.csv").write_text("id\n1\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        app = create_app(load(self.home, self.address))
        self.site = app.state.site
        for tier in ("registered", "reviewed"):
            text, policy = terms.default_agreement(tier), terms.default_policy(f"{tier}-set", tier)
            resource = Resource(f"{tier}-set", "dataset", tier, f"The {tier} set", text, policy, "1.0", "")
            self.site.gate.place(resource, folder / "content", "Dr. Sato")
        self.server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.05)

    def openhearth(self, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "openhearth", *words],
            capture_output=True,
            text=True,
            env={**os.environ, "OPENHEARTH_HOME": str(self.learner)},
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = Running(tmp_path_factory.mktemp("service"))
    yield made
    made.server.should_exit = True
    made.thread.join(10)


@pytest.fixture(scope="module")
def signed_in(running: Running, browser: Browser) -> Iterator[Page]:
    """An instructor's page, signed in from the terminal as a newcomer would."""
    running.openhearth("ethics", "identity", "--name", "Dr. Sato")
    page = browser.new_page()
    page.goto(f"{running.address}/sign-in")
    code = page.inner_text(".code")
    enrol = running.site.accounts.invite("Dr. Sato", "instructor")
    assert "signed as Dr. Sato" in running.openhearth(
        "access", "sign-in", running.address, code, "--enrol", enrol
    )
    page.click("text=I have signed")
    assert "Good to see you, Dr. Sato" in page.inner_text("h1")
    yield page
    page.close()


def test_every_page_holds_for_everybody(running: Running, signed_in: Page) -> None:
    """axe finds nothing, nothing is wider than the screen, and nothing is asked of another site."""
    asked: list[str] = []
    signed_in.on("request", lambda request: asked.append(request.url))
    signed_in.goto(f"{running.address}/exam")
    signed_in.click("text=Begin")
    assert signed_in.url == f"{running.address}/exam/1"
    paths = ["/", "/practice", "/verify", "/catalogue", "/catalogue/reviewed-set", "/exam", "/exam/7", "/desk", "/certificates", "/desk/exam", "/desk/audit", "/desk/members",
             "/nowhere"]  # fmt: skip
    for name, (width, height) in SIZES.items():
        signed_in.set_viewport_size({"width": width, "height": height})
        for light in ("light", "dark"):
            signed_in.emulate_media(color_scheme=light)
            for path in paths:
                signed_in.goto(running.address + path)
                found = Axe().run(signed_in)
                assert found.violations_count == 0, f"{path}, {name}, {light}: {found.generate_report()}"
                wide = signed_in.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{path} is {wide} px wider than a {name}"
    assert all(url.startswith(running.address) for url in asked)
    if kept := os.environ.get("OPENHEARTH_SCREENSHOTS"):
        for path in paths:
            signed_in.goto(running.address + path)
            signed_in.screenshot(path=Path(kept) / f"service{path.replace('/', '-')}.png", full_page=True)


def test_a_question_is_answered_without_a_mouse(running: Running, signed_in: Page) -> None:
    signed_in.goto(f"{running.address}/exam/3")
    for _ in range(20):
        signed_in.keyboard.press("Tab")
        if signed_in.evaluate("document.activeElement.type") == "radio":
            break
    signed_in.keyboard.press("ArrowDown")
    chosen = signed_in.evaluate("document.activeElement.value")
    signed_in.keyboard.press("Tab")
    assert signed_in.evaluate("document.activeElement.innerText") == "Keep and go on"
    signed_in.keyboard.press("Enter")
    signed_in.wait_for_url("**/exam/4")
    with running.site.store() as store:
        assert store.attempts()[0].answers[2] == int(chosen)


def test_a_dropped_file_shows_each_check(running: Running, signed_in: Page, tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    path.write_text("{}")
    signed_in.goto(f"{running.address}/verify")
    signed_in.set_input_files("#certificate", path)
    signed_in.click("text=Verify >> nth=-1")
    assert "Refused" in signed_in.inner_text("h2")
    assert signed_in.locator("tbody tr").count() == 12
    assert Axe().run(signed_in).violations_count == 0


def test_a_learner_signs_and_opens_from_another_machine(running: Running, signed_in: Page) -> None:
    said = running.openhearth("access", "open", "registered-set", "--service", running.address, status=1)
    assert "agreement" in said
    running.openhearth("access", "sign", "registered-set", "--yes", "--service", running.address)
    folder = Path(
        running.openhearth("access", "open", "registered-set", "--service", running.address).strip()
    )
    assert (folder / "a.csv").read_text() == "id\n1\n"
    assert [path.name for path in folder.parent.iterdir()] == ["registered-set"]


def test_a_server_that_passes_on_anothers_challenge_gets_no_signature(
    running: Running, browser: Browser
) -> None:
    """Somebody's site relays the sign-in of the class: the learner's machine signs for the address that was typed."""
    other = running.address.replace("127.0.0.1", "localhost")
    page = browser.new_page()
    page.goto(f"{running.address}/sign-in")
    said = running.openhearth("access", "sign-in", other, page.inner_text(".code"), status=1)
    page.close()
    assert "it may be passing on another's challenge" in " ".join(said.split())
    said = running.openhearth("access", "sign-in", "http://class.example", "AAAA-AAAA", status=1)
    assert "is not https" in said
    said = running.openhearth("access", "sign-in", "http://127.0.0.1:9", "AAAA-AAAA", status=1)
    assert re.search("cannot be reached", " ".join(said.split()))
