"""nbgrader's formgrader, used as an instructor uses it: in a browser, with its own buttons."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from classroom import RIGHT, Hand, scores
from made_up import ID, LARGEST, Course
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, expect

PATIENCE = 60_000  # milliseconds
SCRIPT = "from IPython.display import HTML\nHTML('<script>document.title = \"taken over\"</script>')"
IMAGE = "Because <img src=x onerror=\"document.title='taken over'\"> I say so."


@pytest.fixture
def address(generated: Course, tmp_path: Path) -> Iterator[str]:
    """Where Jupyter serves the class, with a token."""
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (generated.root / "nbgrader_config.py").open("a") as settings:
        settings.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--port={port}", "--no-browser", "--allow-root", "--IdentityProvider.token=secret"]
    log = tmp_path / "jupyter.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", *options, f"--ServerApp.root_dir={generated.root}"],
            cwd=generated.root,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")},
        )
    url, end = f"http://localhost:{port}", time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{url}/api", timeout=2)
            break
        except OSError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.3)
    yield url
    server.terminate()
    assert server.wait(30) is not None


def test_a_class_is_graded_with_the_formgraders_own_buttons(
    generated: Course, hand_in: Hand, address: str, browser: Browser, tmp_path: Path
) -> None:
    # As nbgrader's submit and collect leave them.
    about = {"timestamp__txt": "2026-01-02 03:04:05.000000 UTC", "submission_secret__txt": "ada's"}
    answers = {**RIGHT, "share": f"{RIGHT['share']}\n{SCRIPT}", "why": IMAGE}
    _hostile(hand_in("ada", answers, **about) / f"{ID}.ipynb")
    hand_in(
        "bo", {**RIGHT, "largest": LARGEST % "min(counts)"}, **{**about, "submission_secret__txt": "bo's"}
    )
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/api/status?token=secret")
    table = f"{address}/formgrader/manage_submissions/{ID}"

    page.goto(table)
    expect(_row(page, "ada")).to_contain_text("needs autograding")
    for student in ("ada", "bo"):
        _press(page, student, "autograde", f"Successfully autograded '{ID}' for student '{student}'")
    page.goto(table)
    expect(_row(page, "ada")).to_contain_text("needs manual grading")
    expect(_row(page, "ada")).to_contain_text("3.5 / 6.5")
    expect(_row(page, "bo")).to_contain_text("2 / 6.5")
    assert scores(generated, "ada")["why"] == (None, True)
    assert (generated.root / ".openhearth-grading" / ID).is_dir()  # graded by us, not by nbgrader

    with Gradebook(f"sqlite:///{generated.root}/gradebook.db") as gradebook:
        key = gradebook.find_submission_notebook(ID, ID, "ada").id
    page.goto(f"{address}/formgrader/submissions/{key}/")
    expect(page.get_by_text("Right: share passes every check in this cell.")).to_be_visible()
    assert "taken over" not in page.title()  # neither its output nor its text runs anything here
    assert not page.locator("img[onerror], svg[onload], [href^=javascript], .output_area script").count()
    points = page.locator("input.score").last
    points.fill("2.5")
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        points.press("Enter")

    page.goto(table)
    expect(_row(page, "ada")).to_contain_text("6 / 6.5")
    for student in ("ada", "bo"):
        _press(page, student, "generate-feedback", f"Successfully generated feedback for '{ID}'")
    page.goto(table)
    for student in ("ada", "bo"):
        _press(page, student, "release-feedback", f"Successfully released feedback for '{ID}'")
    released = list((tmp_path / "exchange").glob("*/feedback/*.html"))
    assert len(released) == 2
    pages = {student: generated.root / "feedback" / student / ID / f"{ID}.html" for student in ("ada", "bo")}
    assert {page.read_text() for page in released} == {page.read_text() for page in pages.values()}
    page.goto(pages["ada"].as_uri())
    assert "taken over" not in page.title()
    assert re.search(r"Score: 6(\.0)? / 6\.5", page.inner_text("body"))
    page.goto(pages["bo"].as_uri())
    expect(page.get_by_text("Zulu has the most stories").last).to_be_visible()
    for secret in ("HIDDEN", "ten are more than nine", "randint"):
        assert secret not in page.content()
    page.close()


def _hostile(path: Path) -> None:
    """Add cells and metadata of which a page might run something."""
    notebook = nbformat.read(path, as_version=4)
    script = "<script>document.title = 'taken over'</script>"
    raw = nbformat.v4.new_raw_cell(script, metadata={"raw_mimetype": "text/html", "format": "text/html"})
    texts = [script, "<svg onload=\"document.title='taken over'\"></svg>", "[x](javascript:alert(1)) $x$"]
    notebook.cells += [raw, *map(nbformat.v4.new_markdown_cell, texts)]
    notebook.metadata["title"] = f"</title>{script}"
    notebook.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"version_major": 2, "state": {f"</script>{script}": {}}}
    }
    nbformat.write(notebook, path)


def _row(page: Page, student: str) -> Locator:
    return page.locator("tr", has=page.locator("td.student-id", has_text=re.compile(f"^{student}$")))


def _press(page: Page, student: str, button: str, said: str) -> None:
    _row(page, student).locator(f"td.{button} a").click()
    message = page.locator(".modal.in")
    expect(message).to_contain_text(said, timeout=PATIENCE)
    message.get_by_role("button", name="OK").click()
    expect(message).to_have_count(0)
