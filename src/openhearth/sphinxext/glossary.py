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
    """Each term in lower case, with its page and its mark on it."""
    objects = app.env.get_domain("std").get_objects()
    return {name.casefold(): (page, mark) for name, _, kind, page, mark, _ in objects if kind == "term"}


def pattern(terms: list[str]) -> re.Pattern[str]:
    """Matches any of ``terms`` as a whole word, also in the plural; longer terms first."""
    words = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({words})(?:s|es)?(?![\w-])", re.IGNORECASE)


def _link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html" or not docname.startswith(_PAGES):
        return
    terms = _terms(app)
    if not terms:
        return
    matcher, seen = pattern(list(terms)), set[str]()
    for text in list(_plain_texts(doctree)):
        pieces: list[nodes.Node] = []
        end = 0
        for match in matcher.finditer(text.astext()):
            term = match[1].casefold()
            if term in seen:
                continue
            seen.add(term)
            page, mark = terms[term]
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
