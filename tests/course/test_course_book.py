"""The book from what the lessons left: nothing is executed, and a broken build leaves the old one."""

import shutil

import pytest
from rich.console import Console
from standins import write_lesson

from openhearth.course import CourseError, runner
from openhearth.course.book import build_book, fill_cache
from openhearth.course.lessons import Course

QUIET = Console(quiet=True)
CONFIG = """
title: Stand-in
only_build_toc_files: true
execute: {execute_notebooks: cache}
sphinx: {config: {nb_execution_raise_on_error: true}}
"""


@pytest.fixture
def written(course, checkout):
    """A course with a book of two lessons, both run; executed once more, they would say another number."""
    for name in ("00_first", "01_second", "09_third"):
        (checkout / "notebooks" / "lessons" / f"{name}.ipynb").unlink()
    for name in ("00_first", "01_second"):
        write_lesson(checkout, name, "from uuid import uuid4", f"print('{name}: number', uuid4().hex)")
    (checkout / "_config.yml").write_text(CONFIG)
    pages = "".join(f"- file: notebooks/lessons/{name}\n" for name in ("00_first", "01_second"))
    (checkout / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\nchapters:\n{pages}")
    (checkout / "book").mkdir()
    (checkout / "book" / "index.md").write_text("# The book\n\nBegin.\n")
    runner.run(course, QUIET)
    return course


def page(course: Course, name: str) -> str:
    return (course.build / "html" / "notebooks" / "lessons" / f"{name}.html").read_text()


def said(course: Course, name: str) -> str:
    """What the lesson printed when it was run."""
    lesson = next(lesson for lesson in course.lessons if lesson.name == name)
    return course.executed(lesson).read_text().split(f"{name}: number ")[1][:32]


def test_the_book_shows_the_very_run_and_executes_nothing(written):
    html = build_book(written, QUIET)
    assert html == written.checkout / "_build" / "html"
    for name in ("00_first", "01_second"):
        assert said(written, name) in page(written, name)
    log = (written.build / "book.log").read_text()
    assert log.count("Using cached notebook") == 2
    assert "Executing notebook" not in log
    assert not (written.build / ".book").exists()

    # Not again while nothing changes; again when prose, and when a lesson's run does.
    (html / "marker").touch()
    build_book(written, QUIET)
    assert (html / "marker").exists()
    (written.checkout / "book" / "index.md").write_text("# The book\n\nBegin anew.\n")
    build_book(written, QUIET)
    assert not (html / "marker").exists()
    assert (
        "Begin anew" in (html / "index.html").read_text()
        or "Begin anew" in (html / "book" / "index.html").read_text()
    )
    before = said(written, "01_second")
    written.executed(written.lessons[1]).unlink()
    runner.run(written, QUIET)
    build_book(written, QUIET)
    assert said(written, "01_second") != before
    assert said(written, "01_second") in page(written, "01_second")

    # A warning fails the build, is told, and leaves the old book.
    (written.checkout / "book" / "index.md").write_text("# The book\n\n{ref}`nowhere`\n")
    with pytest.raises(CourseError, match=r"the book was not built.*nowhere.*book\.log"):
        build_book(written, QUIET)
    assert said(written, "01_second") in page(written, "01_second")


@pytest.mark.parametrize("damage", ["no tables", "half a notebook", "no notebook", "not a database"])
def test_a_broken_cache_is_mended(written, damage):
    from jupyter_cache import get_cache

    folder = written.build / ".jupyter_cache"
    if damage == "no tables":
        folder.mkdir()
        (folder / "global.db").touch()
    else:
        fill_cache(written, folder)
        stored = next(folder.glob("executed/*/base.ipynb"))
        if damage == "half a notebook":
            stored.write_text(stored.read_text()[:100])
        elif damage == "no notebook":
            shutil.rmtree(stored.parent)
        else:
            (folder / "global.db").write_bytes(b"x" * 10_000)
    fill_cache(written, folder)
    cache = get_cache(folder)
    assert len(cache.list_cache_records()) == 2
    for lesson in written.lessons:
        _, merged = cache.merge_match_into_notebook(lesson.notebook)
        assert said(written, lesson.name) in merged.cells[2].outputs[0].text
