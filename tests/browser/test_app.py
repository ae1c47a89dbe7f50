"""The app as a learner uses it: in a browser, with a control moved, and nothing sent anywhere."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90_000  # milliseconds: a kernel must start and load torch


@dataclass
class App:
    """The open app, and what its page asked for and complained of."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("app") / "voila.log"
    command = [sys.executable, "-c", "from openhearth.cli import main; main()"]
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, "course", "apps", "--no-browser", "--port", str(port)],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "OPENHEARTH_HOME": str(log.parent / "home")},
        )
    url, end = f"http://localhost:{port}", time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{url}/static/missing", timeout=2)
        except urllib.error.HTTPError:
            break
        except OSError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.3)
    yield url
    server.terminate()
    assert server.wait(30) is not None


@pytest.fixture(scope="module")
def app(browser: Browser, address: str) -> Iterator[App]:
    context = browser.new_context(viewport={"width": 900, "height": 1300}, color_scheme="light")
    page = context.new_page()
    found = App(page)
    page.on("request", lambda r: None if _here(r.url, address) else found.elsewhere.append(r.url))
    page.on("console", lambda m: found.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.goto(address, wait_until="load", timeout=PATIENCE)
    page.locator("svg[role=img]").wait_for(timeout=PATIENCE)
    yield found
    context.close()


def _here(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))


def picture(app: App) -> str:
    return app.page.locator("svg[role=img]").get_attribute("aria-label") or ""


def test_it_says_whose_model_it_is_and_tells_a_story(app: App) -> None:
    expect(app.page.get_by_text("the project's reference model")).to_be_visible(timeout=PATIENCE)
    expect(app.page.locator(".oh-story")).to_contain_text(" ", timeout=PATIENCE)
    assert len(app.page.locator(".oh-story").inner_text()) > 40


def test_moving_the_temperature_changes_the_picture(app: App) -> None:
    before = picture(app)
    handle = app.page.get_by_role("slider").first
    handle.focus()
    for _ in range(6):
        handle.press("ArrowRight")
    app.page.wait_for_function(
        "old => document.querySelector('svg[role=img]').getAttribute('aria-label') !== old",
        arg=before,
        timeout=PATIENCE,
    )
    assert "likeliest" in picture(app)


def test_a_prompt_of_ones_own_is_taken_up(app: App) -> None:
    before = picture(app)
    app.page.get_by_label("Prompt").fill("One Monday Olivia")
    app.page.get_by_label("Prompt").blur()
    app.page.wait_for_function(
        "old => document.querySelector('svg[role=img]').getAttribute('aria-label') !== old",
        arg=before,
        timeout=PATIENCE,
    )
    app.page.get_by_role("button", name="Tell a story").click()
    expect(app.page.locator(".oh-story")).to_contain_text("One Monday Olivia", timeout=PATIENCE)


@pytest.mark.parametrize("odd", ["", "🐢" * 400])
def test_an_odd_prompt_does_not_break_it(app: App, odd: str) -> None:
    app.page.get_by_label("Prompt").fill(odd)
    app.page.get_by_label("Prompt").blur()
    app.page.get_by_role("button", name="Tell a story").click()
    app.page.wait_for_timeout(1500)
    expect(app.page.get_by_role("button", name="Tell a story")).to_be_enabled(timeout=PATIENCE)


def test_another_language_begins_another_story(app: App) -> None:
    app.page.get_by_label("Language").select_option(index=4)
    expect(app.page.locator(".oh-english")).to_be_visible(timeout=PATIENCE)


def test_nothing_left_the_machine_and_nothing_went_wrong(app: App) -> None:
    shots = ROOT / "_build" / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    app.page.screenshot(path=shots / "app-desk-light.png", full_page=True)
    app.page.set_viewport_size({"width": 390, "height": 844})
    app.page.screenshot(path=shots / "app-phone-light.png", full_page=True)
    assert app.elsewhere == []
    assert app.complaints == []
