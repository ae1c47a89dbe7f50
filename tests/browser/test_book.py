"""The built book as a reader's browser finds it: every page, on a desk and on a phone, light and dark."""

import gzip
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from openhearth.figures import DARK, LIGHT

ROOT = Path(__file__).resolve().parents[2]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
HEAVIEST = 100_000
"""Bytes that a page may weigh, compressed, before its figures."""

FACTS = """() => ({
  lang: document.documentElement.lang,
  title: document.title,
  headings: [...document.querySelectorAll("h1, h2, h3, h4")].filter((h) => h.checkVisibility()).map((h) => h.tagName),
  broken: [...document.images].filter((i) => !i.naturalWidth).map((i) => i.src),
  unsized: [...document.querySelectorAll("article img")].filter((i) => !i.hasAttribute("width")).map((i) => i.src),
  wordless: [...document.querySelectorAll("img, article svg:not(svg svg)")].filter((i) =>
    !i.alt && !i.getAttribute("aria-label") && i.ariaHidden !== "true" && i.role !== "presentation").length,
  nameless: [...document.querySelectorAll("button, a, input")].filter((e) => !(e.textContent.trim() || e.ariaLabel
    || e.labels?.length || e.getAttribute("aria-labelledby"))).map((e) => e.outerHTML.slice(0, 120)),
  twice: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
  links: [...document.querySelectorAll("a[href]")].map((a) => a.href),
  ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
  beyond: document.documentElement.scrollWidth - innerWidth,
})"""


@dataclass
class Visit:
    """What a browser found on one page, and what it asked for and heard."""

    page: str
    facts: dict[str, Any] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def pages(book_html: Path) -> list[str]:
    """Every page of the book, as a path below it."""
    found = sorted(path.relative_to(book_html).as_posix() for path in book_html.rglob("*.html"))
    pages = [page for page in found if not page.startswith(("_static/", "_sources/"))]
    assert len(pages) > 10, pages
    return pages


@pytest.fixture(scope="module")
def visits(browser: Browser, book_url: str, pages: list[str]) -> list[Visit]:
    """A visit to every page on a desk, with its screenshots by day and by night."""
    return [_visit(browser, book_url, page, DESK) for page in pages]


@pytest.fixture(scope="module")
def on_a_phone(browser: Browser, book_url: str, pages: list[str]) -> list[Visit]:
    return [_visit(browser, book_url, page, PHONE) for page in pages]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, on a desk, by day."""
    context = browser.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _visit(browser: Browser, url: str, name: str, size: dict[str, int]) -> Visit:
    visit = Visit(name)
    context = browser.new_context(viewport=size, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("requestfailed", lambda request: visit.failed.append(request.url))
    page.on("request", lambda request: _note(visit, url, request.url))
    page.on("response", lambda r: visit.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.goto(f"{url}/{name}", wait_until="load")
    page.evaluate("document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; })")
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    visit.facts = page.evaluate(FACTS)
    shots, device = ROOT / "_build" / "screenshots", "phone" if size is PHONE else "desk"
    stem = name.removesuffix(".html").replace("/", "-")
    page.screenshot(path=shots / f"{stem}-{device}-light.png", full_page=True)
    page.click("button.theme")
    page.screenshot(path=shots / f"{stem}-{device}-dark.png", full_page=True)
    context.close()
    return visit


def _note(visit: Visit, url: str, asked: str) -> None:
    if asked.startswith(f"{url}/"):
        visit.files.add(unquote(urlsplit(asked).path.lstrip("/")))
    elif not asked.startswith(("data:", "blob:")):
        visit.elsewhere.append(asked)


def test_no_page_complains_in_the_console(visits: list[Visit]) -> None:
    assert {v.page: v.complaints for v in visits if v.complaints} == {}


def test_nothing_that_a_page_asks_for_is_missing(visits: list[Visit]) -> None:
    assert {v.page: v.failed for v in visits if v.failed} == {}


def test_no_request_leaves_the_site(visits: list[Visit], on_a_phone: list[Visit]) -> None:
    assert {v.page: v.elsewhere for v in visits + on_a_phone if v.elsewhere} == {}


def test_every_picture_loads_has_its_size_and_says_what_it_shows(visits: list[Visit]) -> None:
    for fault in ("broken", "unsized", "wordless"):
        assert {v.page: v.facts[fault] for v in visits if v.facts[fault]} == {}, fault


def test_every_page_has_one_title_and_its_headings_in_order(visits: list[Visit]) -> None:
    for visit in visits:
        levels = [int(tag[1]) for tag in visit.facts["headings"]]
        assert levels.count(1) == 1, visit.page
        body = levels[levels.index(1) :]
        steps = [later - earlier for earlier, later in itertools.pairwise(body)]
        assert max(steps, default=0) <= 1, f"{visit.page}: a heading skips a level: {body}"
        assert "Openhearth" in visit.facts["title"], visit.page


def test_every_page_says_its_language_and_names_what_can_be_pressed(visits: list[Visit]) -> None:
    assert {v.page: v.facts["lang"] for v in visits if v.facts["lang"] != "en"} == {}
    assert {v.page: v.facts["nameless"] for v in visits if v.facts["nameless"]} == {}
    assert {v.page: v.facts["twice"] for v in visits if v.facts["twice"]} == {}


def test_every_link_inside_the_book_leads_somewhere(
    visits: list[Visit], book_html: Path, book_url: str
) -> None:
    ids = {visit.page: set(visit.facts["ids"]) for visit in visits}
    lost = []
    for visit in visits:
        for link in visit.facts["links"]:
            if not link.startswith(f"{book_url}/"):
                continue
            target = unquote(urlsplit(link).path.lstrip("/")) or "index.html"
            mark = unquote(urlsplit(link).fragment)
            if not (book_html / target).is_file() or (mark and mark not in ids.get(target, {mark})):
                lost.append(f"{visit.page} -> {target}#{mark}")
    assert lost == []


def test_a_page_weighs_little_before_its_figures(visits: list[Visit], book_html: Path) -> None:
    weights = {visit.page: _weight(book_html, visit) for visit in visits}
    print("\n".join(f"{weight / 1000:7.1f} kB  {page}" for page, weight in sorted(weights.items())))
    assert {page: weight for page, weight in weights.items() if weight > HEAVIEST} == {}


def _weight(book: Path, visit: Visit) -> int:
    """Bytes of the page and all it asks for, each compressed; its figures and images left out."""
    total = 0
    for name in visit.files:
        if name.startswith("_images/"):
            continue
        content = (book / name).read_bytes()
        if name == visit.page:
            content = re.sub(rb'<figure class="oh-figure".*?</figure>', b"", content, flags=re.S)
        total += len(gzip.compress(content, 6))
    return total


def test_no_page_scrolls_sideways_on_a_phone(on_a_phone: list[Visit]) -> None:
    assert {v.page: v.facts["beyond"] for v in on_a_phone if v.facts["beyond"] > 0} == {}


def test_every_lesson_opens_in_colab_and_binder_at_its_committed_notebook(visits: list[Visit]) -> None:
    lessons = [visit for visit in visits if visit.page.startswith("notebooks/lessons/")]
    assert len(lessons) >= 7
    for visit in lessons:
        path = visit.page.replace(".html", ".ipynb")
        assert (ROOT / path).is_file(), path
        for host in ("https://colab.research.google.com/github/", "https://mybinder.org/v2/gh/"):
            links = {link for link in visit.facts["links"] if link.startswith(host)}
            assert len(links) == 1, f"{visit.page}: {links}"
            assert links.pop().endswith(path)


def test_the_search_finds_a_term(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/book/preface.html")
    page.keyboard.press("/")
    page.keyboard.type("bits per byte")
    page.keyboard.press("Enter")
    found = page.locator("#search-results a", has_text="Glossary").first
    found.wait_for()
    page.locator("#search-results .context").first.wait_for()
    found.click()
    assert page.locator("h1").inner_text().startswith("Glossary")


def test_a_search_for_nothing_known_says_so(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/search.html?q=zyxwvutsrq")
    page.get_by_text("did not match any documents").wait_for()


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def _ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_colours_switch_and_stay_switched(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/book/preface.html")
    assert _ground(page) == _rgb(LIGHT["paper"])
    page.get_by_role("button", name="Dark colours").click()
    assert _ground(page) == _rgb(DARK["paper"])
    page.goto(f"{book_url}/book/glossary.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert _ground(page) == _rgb(DARK["paper"])


def test_figures_follow_the_colours(page: Page, book_url: str, visits: list[Visit]) -> None:
    lessons = [visit.page for visit in visits if visit.page.startswith("notebooks/lessons/")]
    drawn = 0
    for lesson in lessons:
        page.goto(f"{book_url}/{lesson}")
        marks = page.locator(".oh-figure svg [style*='--oh-ink']")
        if not marks.count():
            continue
        drawn += 1
        painted = "(e) => [getComputedStyle(e).fill, getComputedStyle(e).stroke]"
        page.evaluate("document.documentElement.dataset.theme = 'light'")
        assert _rgb(LIGHT["ink"]) in marks.first.evaluate(painted), lesson
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert _rgb(DARK["ink"]) in marks.first.evaluate(painted), lesson
    assert drawn >= 3


@pytest.mark.parametrize("javascript", [True, False])
def test_the_readers_system_chooses_the_colours_first(
    browser: Browser, book_url: str, javascript: bool
) -> None:
    context = browser.new_context(color_scheme="dark", java_script_enabled=javascript)
    page = context.new_page()
    page.goto(f"{book_url}/index.html")
    assert page.locator("body").evaluate("(b) => getComputedStyle(b).backgroundColor") == _rgb(DARK["paper"])
    context.close()


def test_a_quiz_explains_each_choice_without_javascript(browser: Browser, book_url: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{book_url}/notebooks/lessons/01_your_machine.html")
    choice = page.locator(".oh-choice").first
    assert not choice.locator(".oh-why").is_visible()
    choice.locator("label").click()
    assert choice.locator(".oh-why").is_visible()
    context.close()


def test_the_first_tab_leads_past_the_contents_to_the_text(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/book/run_it.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_on_a_phone_the_contents_open_and_escape_closes_them(browser: Browser, book_url: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{book_url}/book/preface.html")
    lesson = page.locator("#contents a", has_text="Train it")
    assert not lesson.is_visible()
    page.get_by_role("button", name="Contents").click()
    assert lesson.is_visible()
    page.keyboard.press("Escape")
    assert not lesson.is_visible()
    context.close()


def test_right_to_left_text_is_set_from_the_right(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/book/preface.html")
    page.evaluate(
        """document.querySelector("article").insertAdjacentHTML("beforeend",
        '<div class="oh-table"><table><tr><td dir="auto" id="rtl" style="text-align:start">نهر</td></tr></table></div>')"""
    )
    assert page.locator("#rtl").evaluate("(e) => e.matches(':dir(rtl)')")
    assert page.locator("#rtl").evaluate("(e) => getComputedStyle(e).direction") == "rtl"


def test_on_paper_only_the_text_is_printed(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/notebooks/lessons/01_your_machine.html")
    page.emulate_media(media="print")
    for extra in (".spine", ".run", ".turn"):
        assert not page.locator(extra).is_visible(), extra
    assert page.locator("h1").is_visible()
