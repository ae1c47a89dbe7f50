"""The first use of a glossary term in a lesson or a part's opening links to its definition.

Authors write plain words, so a notebook reads the same in JupyterLab; the book adds the links. Headings,
code, links and words in italics (names, titles) are left alone.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

_LEFT_ALONE = (
    nodes.reference,
    nodes.literal,
    nodes.emphasis,
    nodes.title,
    nodes.math,
    nodes.raw,
)
_PAGES = ("notebooks/lessons/", "book/parts/")


def _terms(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Each term as the glossary spells it, with its page and its mark on it."""
    objects = app.env.get_domain("std").get_objects()
    return {name: (page, mark) for name, _, kind, page, mark, _ in objects if kind == "term"}


def pattern(terms: list[str]) -> re.Pattern[str]:
    """Matches any of ``terms`` as a whole word, also in the plural and across a line's end; longer terms first.

    A name with capitals inside (CRediT, DP-SGD) matches only as it is spelled; of other terms the case is free.
    """
    words = "|".join(_spelled(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({words})(?:s|es)?(?![\w-])")


def _spelled(term: str) -> str:
    """The pattern of one term."""
    words = r"\s+".join(map(re.escape, term.split()))
    has_capitals_inside = term[1:] != term[1:].casefold()
    return f"(?i:{words[0]}){words[1:]}" if has_capitals_inside else f"(?i:{words})"


def _link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html" or not docname.startswith(_PAGES):
        return
    terms = _terms(app)
    if not terms:
        return
    matcher, seen = pattern(list(terms)), set[str]()
    places = {term.casefold(): place for term, place in terms.items()}
    for text in list(_plain_texts(doctree)):
        pieces: list[nodes.Node] = []
        end = 0
        for match in matcher.finditer(text.astext()):
            term = " ".join(match[1].split()).casefold()
            if term in seen:
                continue
            seen.add(term)
            page, mark = places[term]
            uri = f"{app.builder.get_relative_uri(docname, page)}#{mark}"
            link = nodes.reference("", match[0], refuri=uri, internal=True, classes=["oh-term"])
            pieces += [nodes.Text(text.astext()[end : match.start()]), link]
            end = match.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text.astext()[end:])])


def _plain_texts(doctree: nodes.document) -> Iterator[nodes.Text]:
    for paragraph in doctree.findall(nodes.paragraph):
        for text in paragraph.findall(nodes.Text):
            above = text.parent
            while above is not paragraph and not isinstance(above, _LEFT_ALONE):
                above = above.parent
            if above is paragraph:
                yield text


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", _link)
