"""What the book is made of: settings, contents, references, pages and theme, before anything is built."""

import itertools
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from openhearth.figures import DARK, LIGHT
from openhearth.sphinxext import address, alternatives

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
THEME = BOOK / "theme" / "hearth"
CITED = re.compile(r"\{cite:?\w*\}`([^`]+)`")


def _contents() -> list[str]:
    contents: dict[str, Any] = yaml.safe_load((ROOT / "_toc.yml").read_text())
    chapters = itertools.chain.from_iterable(part["chapters"] for part in contents["parts"])
    return [contents["root"], *(chapter["file"] for chapter in chapters)]


def _file(name: str) -> Path:
    found = [path for suffix in (".md", ".ipynb") if (path := ROOT / f"{name}{suffix}").is_file()]
    assert len(found) == 1, f"_toc.yml names {name}, which is {len(found)} files"
    return found[0]


def _texts() -> dict[str, str]:
    """The Markdown of every page, by its path."""
    texts = {}
    for path in sorted([*BOOK.rglob("*.md"), *(ROOT / "notebooks" / "lessons").glob("*.ipynb")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            cells = json.loads(text)["cells"]
            text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        texts[path.relative_to(ROOT).as_posix()] = text
    return texts


def test_every_page_in_the_contents_exists_once() -> None:
    names = _contents()
    assert len(names) == len(set(names))
    for name in names:
        _file(name)


def test_every_page_and_every_lesson_is_in_the_contents() -> None:
    assert {_file(name).relative_to(ROOT).as_posix() for name in _contents()} == set(_texts())


def test_every_work_that_is_cited_is_in_the_references() -> None:
    known = re.findall(r"^@\w+\{([^,]+),", (BOOK / "references.bib").read_text(encoding="utf-8"), re.M)
    assert len(known) == len(set(known))
    for page, text in _texts().items():
        cited = {key.strip() for keys in CITED.findall(text) for key in keys.split(",")}
        assert cited <= set(known), f"{page} cites {sorted(cited - set(known))}"


def test_every_reference_says_who_what_when_and_where() -> None:
    entries = re.findall(
        r"^@\w+\{(.*?)^\}", (BOOK / "references.bib").read_text(encoding="utf-8"), re.M | re.S
    )
    for entry in entries:
        for need in ("author =", "title =", "year =", r"(doi|url) ="):
            assert re.search(need, entry), f"{entry.split(',')[0]} has no {need}"


def test_every_image_in_markdown_says_what_it_shows() -> None:
    for page, text in _texts().items():
        for words in re.findall(r"!\[([^\]]*)\]\(", text):
            assert len(words) >= alternatives.SHORTEST, f"{page}: ![{words}]"


def test_the_address_stands_only_in_pyproject() -> None:
    where = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
    for path in [ROOT / "_config.yml", *BOOK.rglob("*")]:
        if path.is_file() and path.suffix != ".png":
            text = path.read_text(encoding="utf-8")
            assert where not in text, f"{path} repeats the address; write {{{{repository}}}}"
            for name in re.findall(r"\{\{(\w+)\}\}", text) if path.suffix == ".md" else []:
                assert name in {"repository", "name", "colab", "binder"}, (
                    f"{path}: {{{{{name}}}}} means nothing"
                )
    assert address.repository(ROOT) == where.rstrip("/")


def test_the_theme_asks_no_other_site_for_anything() -> None:
    for path in THEME.rglob("*"):
        if path.suffix in {".html", ".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            loads = re.findall(
                r"""(?:src|<link[^>]*href|url\(|@import|fetch\()\s*[=(]?\s*["']?(https?:)?//""", text
            )
            assert not loads, path


def test_the_theme_repeats_no_colour_of_the_figures() -> None:
    sheet = (THEME / "static" / "hearth.css").read_text(encoding="utf-8").lower()
    assert not [value for value in {*LIGHT.values(), *DARK.values()} if value in sheet]
    used = set(re.findall(r"var\(--oh-(\w+)\)", sheet))
    defined = set(re.findall(r"^\s*--oh-(\w+):", sheet, re.M))
    assert used <= defined | set(LIGHT), used - defined - set(LIGHT)


def _luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of ``#rrggbb``."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(one: str, other: str, share: float) -> str:
    """CSS's ``color-mix(in srgb, one share, other)``."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def test_every_colour_can_be_read_on_paper_and_on_the_ground_of_code() -> None:
    for theme in (LIGHT, DARK):
        wash = _mixed(theme["line"], theme["paper"], 0.28)
        for name in ("ink", "ember", "sea", "moss", "plum", "gold", "slate"):
            for ground in (theme["paper"], wash):
                lights = sorted((_luminance(theme[name]), _luminance(ground)))
                assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, f"{name} on {ground}"


def test_glossary_terms_are_in_order_and_each_is_there_once() -> None:
    text = (BOOK / "glossary.md").read_text(encoding="utf-8")
    block = re.search(r"```\{glossary\}\n(.*?)```", text, re.S)
    assert block
    terms = re.findall(r"^(\S.*)$", block[1], re.M)
    assert terms == sorted(set(terms), key=str.casefold)
