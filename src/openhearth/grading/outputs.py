"""Make a graded notebook harmless to show: in the formgrader and in feedback, pages that a learner's output must not script."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context

TAGS = (
    *(
        "a",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
    ),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
    ),
    *(
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ),
)
ATTRIBUTES = {
    "*": ["class", "title", "colspan", "rowspan", "align"],
    "a": ["href"],
    "img": ["src", "alt", "width", "height"],
}
PLAIN = {"text/plain", "text/latex", "image/png", "image/jpeg", "image/gif"}
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(notebook: Any) -> Any:
    """``notebook`` with its outputs as plain text, pictures, and HTML that cannot run anything; changed in place.

    The texts of cells stay as they are: what shows them has to clean what it makes of them (`markdown`).
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"] = _harmless(output["data"])
                output["metadata"] = {}
    return notebook


@pass_context
def markdown(context: Mapping[str, Any], source: str) -> str:
    """A cell's Markdown as HTML that runs nothing: nbconvert's filter ``markdown2html``, cleaned.

    nbgrader's own pages for grading and feedback show what learners write as it stands, whatever
    ``HTMLExporter.sanitize_html`` says.
    """
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    attachments = (context.get("cell") or {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    return clean(MarkdownWithMath(renderer=renderer).render(source))


def plain(text: str) -> str:
    """``text`` without control characters and marks that change the direction of what follows."""
    return CONTROLS.sub("", text)


def _harmless(data: dict[str, Any]) -> Any:
    import nbformat

    kept = {kind: value for kind, value in data.items() if kind in PLAIN and isinstance(value, str)}
    for kind in ("text/html", "text/markdown"):
        if isinstance(data.get(kind), str):
            kept[kind] = clean(data[kind])
    whole: Any = nbformat
    return whole.from_dict(kept)


def clean(html: str) -> str:
    """``html`` without what a browser would run or load by itself but pictures."""
    import bleach

    without = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", html)  # their text is not to be read either
    cleaned: str = bleach.clean(
        without,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        protocols={"http", "https", "mailto", "data"},
        strip=True,
    )
    return cleaned
