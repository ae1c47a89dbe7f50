"""A book of two pages, built with the real settings and theme: what has to fail the build fails it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTENTS = """
format: jb-book
root: book/preface
parts:
  - caption: A model
    chapters:
      - file: notebooks/lessons/09_train_it
      - file: book/glossary
      - file: book/references
      - file: book/timings
      - file: book/run_it
"""
PREFACE = "# Before\n\nA first page {cite:p}`shrestha2023building`. The code is at {{repository}}.\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A checkout with a preface and one lesson."""
    for name in ("_config.yml", "pyproject.toml", "book"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    (tmp_path / "_toc.yml").write_text(CONTENTS)
    (tmp_path / "book" / "preface.md").write_text(PREFACE)
    write_lesson(tmp_path, 'print("hello")')
    return tmp_path


def write_lesson(book: Path, code: str, words: str = "A tokenizer and $x^2$.") -> None:
    new = nbformat.v4
    cells = [new.new_markdown_cell(f"# Can it learn?\n\n{words}"), new.new_code_cell(code)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = book / "notebooks" / "lessons" / "09_train_it.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new.new_notebook(cells=cells, metadata=kernel), path)


def build(book: Path) -> tuple[bool, str]:
    """Whether jupyter-book made the book without a warning, and what it said."""
    start = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", start, "build", ".", "-W", "--keep-going"]
    done = subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def text_of(page: Path) -> str:
    return re.sub(r"<[^>]+>", "", page.read_text())


def test_a_whole_book_is_built_and_follows_the_address(book: Path) -> None:
    project = book / "pyproject.toml"
    project.write_text('[project.urls]\nRepository = "https://github.com/some/where"\n')
    built, said = build(book)
    assert built, said
    html = book / "_build" / "html"
    lesson = (html / "notebooks" / "lessons" / "09_train_it.html").read_text()
    notebook = "notebooks/lessons/09_train_it.ipynb"
    assert f"https://colab.research.google.com/github/some/where/blob/main/{notebook}" in lesson
    assert f"https://mybinder.org/v2/gh/some/where/main?urlpath=lab/tree/{notebook}" in lesson
    assert (html / "_sources" / notebook).is_file()
    assert 'href="../../book/glossary.html#term-tokenizer"' in lesson
    assert "<msup>" in lesson
    assert "hello" in lesson
    assert "https://github.com/some/where" in (html / "book" / "preface.html").read_text()
    assert "git clone https://github.com/some/where" in text_of(html / "book" / "run_it.html")
    assert "No run is recorded" in (html / "book" / "timings.html").read_text()
    assert "Can it learn?" in (html / "index.html").read_text()
    assert "openhearth/openhearth" not in "".join(page.read_text() for page in html.rglob("*.html"))


FAULTS = r"""
A formula: $\frac{a$. A work: {cite:p}`nobody1900nothing`. A link: [there](nowhere.md).

![](_static/picture.png)
"""


def test_every_fault_of_a_page_is_named_and_fails_the_build(book: Path) -> None:
    picture = "from IPython.display import HTML, display\ndisplay(HTML('<svg><path/></svg>'))"
    write_lesson(book, picture, FAULTS)
    built, said = build(book)
    assert not built
    for complaint in (r"\frac{a", "nobody1900nothing", "nowhere", "<svg>", "picture.png"):
        assert complaint in said, f"{complaint} in {said[-4000:]}"


def test_a_cell_that_fails_fails_the_build(book: Path) -> None:
    write_lesson(book, "1 / 0")
    built, said = build(book)
    assert not built
    assert "ZeroDivisionError" in said
    assert "09_train_it" in said
