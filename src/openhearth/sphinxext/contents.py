"""Parts and chapters, as the cover and the side show them: from ``_toc.yml``, titles from the pages.

A page's context gets ``parts`` (of chapters) and ``chapter`` (the page's own, or None).
"""

import re
from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx


@dataclass(frozen=True)
class Chapter:
    """One page: a lesson has a number, and its short name is in its file's name."""

    docname: str
    title: str
    part: str

    @property
    def number(self) -> str:
        """``"09"`` of ``notebooks/lessons/09_train_it``; empty if the page is no lesson."""
        match = re.match(r"(E?\d+)_", self.docname.rsplit("/", 1)[-1])
        return match[1] if match else ""

    @property
    def label(self) -> str:
        """What the side calls it: ``"Train it"``; a page that is no lesson goes by its title."""
        name = self.docname.rsplit("/", 1)[-1].removeprefix(f"{self.number}_").replace("_", " ")
        return name[:1].upper() + name[1:] if self.number else self.title

    @property
    def opens(self) -> bool:
        """Whether it is the opening page of its part."""
        return self.docname.startswith("book/parts/")


@dataclass(frozen=True)
class Part:
    """A part: its opening page, if any, and its chapters."""

    caption: str
    opening: Chapter | None
    chapters: tuple[Chapter, ...]


def parts(app: Sphinx) -> list[Part]:
    """The book's parts in order; the first, without a caption, is the root page."""
    site: Any = app.config["external_site_map"]  # sphinx-external-toc put it there
    titles = app.env.titles

    def chapter(docname: str, part: str) -> Chapter:
        name = re.sub(r"\.(md|ipynb)$", "", docname)
        return Chapter(name, titles[name].astext() if name in titles else name, part)

    found = [Part("", None, (chapter(site.root.docname, ""),))]
    for tree in site.root.subtrees:
        caption = tree.caption or ""
        pages = [chapter(str(item), caption) for item in tree.items]
        opening = next((page for page in pages if page.opens), None)
        found.append(Part(caption, opening, tuple(page for page in pages if not page.opens)))
    return found


def _contents(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    context["parts"] = known = parts(app)
    pages = [page for part in known for page in (part.opening, *part.chapters) if page]
    context["chapter"] = next((page for page in pages if page.docname == pagename), None)


def setup(app: Sphinx) -> None:
    # The cover stands at index.html: a page of its own, not a redirect.
    app.connect("html-collect-pages", lambda _app: [("index", {"title": "Openhearth"}, "cover.html")])
    app.connect("html-page-context", _contents)
