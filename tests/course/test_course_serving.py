"""JupyterLab and the built book in a browser: what a learner finds there, and what they are told."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from standins import write_lesson

from openhearth.course import CourseError
from openhearth.course.serving import apps, lab, serve

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(checkout, tmp_path, *arguments):
    """``openhearth course ...`` as a process; yields it and a function that waits for a line of its output."""
    log = tmp_path / "serving.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from openhearth.cli import main; main()", "course", *arguments],
            cwd=checkout,
            env={**os.environ, "OPENHEARTH_HOME": str(tmp_path / "home")},
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.signal(
                signal.SIGINT, signal.SIG_DFL
            ),  # in the background a shell ignores it
        )

    def said(pattern: str) -> str:
        end = time.monotonic() + 60
        while not (found := re.search(pattern, log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        return found[0]

    try:
        yield process, said
    finally:
        process.kill()
        process.wait()


def test_the_book_is_served_on_this_machine_until_ctrl_c(checkout, tmp_path):
    html = checkout / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("<h1>The book</h1>")
    port = free_port()
    with running(checkout, tmp_path, "serve", "--port", str(port)) as (process, said):
        address = said(r"http://localhost:\d+")
        assert address.endswith(str(port))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"The book" in page.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_no_book_and_a_taken_port_are_one_sentence_each(course):
    with pytest.raises(CourseError, match=r"there is no book in .*; build it with `make book`"):
        serve(course)
    (course.build / "html").mkdir(parents=True)
    (course.build / "html" / "index.html").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CourseError, match=r"port \d+ is taken .*--port"):
            serve(course, port=taken.getsockname()[1])
    with pytest.raises(CourseError, match="port 70000 is none"):
        serve(course, port=70_000)


def test_a_checkout_without_lessons_or_app_is_one_sentence(course, checkout):
    with pytest.raises(CourseError, match=r"talk_to_your_model\.ipynb is missing"):
        apps(course)
    shutil.rmtree(checkout / "notebooks")
    with pytest.raises(CourseError, match="there are no lessons"):
        lab(course)


def test_the_lab_opens_the_first_lesson_with_its_contents_and_the_learners_tools(checkout, tmp_path):
    write_lesson(checkout, "00_first", "1 + 1")
    with running(checkout, tmp_path, "lab", "--no-browser", "--port", str(free_port())) as (_, said):
        address = said(r"http://127\.0\.0\.1:\S+")
        assert "notebooks/lessons/00_first.ipynb" in address
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            asked, failed = [], []
            page.on("request", lambda request: asked.append(request.url))
            page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
            page.goto(address)
            page.wait_for_selector(".jp-Notebook", timeout=60_000)
            page.wait_for_selector(".jp-TableOfContents-content >> text=00_first", timeout=30_000)
            toolbar = page.locator(".jp-NotebookPanel-toolbar").first
            toolbar.get_by_text("Validate").wait_for(timeout=30_000)
            toolbar.locator('[data-jp-item-name="voilaRender"]').wait_for(timeout=30_000)
            browser.close()
    outside = [
        url for url in asked if not re.match(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:", url)
    ]
    assert outside == []
    assert failed == []


def test_an_instructors_formgrader_finds_the_class(checkout, tmp_path):
    write_lesson(checkout, "00_first", "1 + 1")
    assignments = checkout / "notebooks" / "assignments"
    (assignments / "source" / "ps1").mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "notebooks" / "assignments" / "nbgrader_config.py", assignments)
    port = free_port()
    with running(checkout, tmp_path, "lab", "--instructor", "--no-browser", "--port", str(port)) as (_, said):
        token = said(r"token=\w+").removeprefix("token=")
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/formgrader/api/assignments", headers={"Authorization": f"token {token}"}
        )
        with urllib.request.urlopen(asked) as answer:
            assert [found["name"] for found in json.load(answer)] == ["ps1"]
    assert not (checkout / "gradebook.db").exists()
