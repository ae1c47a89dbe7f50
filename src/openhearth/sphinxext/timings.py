"""``{timings}``: the table of what each lesson took in the run that this book was made from.

It reads ``_build/timings.json``, which ``openhearth course run`` leaves; where there is none, it says so.
"""

import html
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from openhearth.sphinxext.contents import Chapter

FILE = "_build/timings.json"


def read(root: Path) -> dict[str, Any]:
    """What the run in ``root`` recorded; empty if there is none, or none that can be read."""
    try:
        found = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("lessons") else {}


def machine(recorded: dict[str, Any]) -> str:
    """The machine of a run in words, from ``Machine.to_json()``; empty if the run does not say."""

    def value(name: str) -> Any:
        field = recorded.get("machine", {}).get(name)
        return field.get("value") if isinstance(field, dict) else field

    said = []
    if value("accelerator_name"):
        said.append(str(value("accelerator_name")))
    if value("cores"):
        said.append(f"{value('cores')} {'core' if value('cores') == 1 else 'cores'}")
    if value("memory"):
        said.append(f"{value('memory') / 1e9:.1f} GB of memory")
    return ", ".join(said)


def seconds(taken: float) -> str:
    """``"41 s"``, or ``"2 min 05 s"`` from two minutes on."""
    whole = round(taken)
    if taken < 10:
        return f"{taken:.1f} s"
    return f"{whole} s" if whole < 120 else f"{whole // 60} min {whole % 60:02} s"


def table(recorded: dict[str, Any]) -> str:
    """The lessons' timings as an HTML table, with their sum."""
    lessons = recorded["lessons"]
    rows = [
        f'<tr><th scope="row">{html.escape(_label(name))}</th><td class="oh-figure-cell">{seconds(lesson["seconds"])}</td>'
        f'<td class="oh-figure-cell">{lesson["peak_mb"]:,.0f} MB</td></tr>'
        for name, lesson in sorted(lessons.items())
    ]
    total = seconds(sum(lesson["seconds"] for lesson in lessons.values()))
    most = max(lesson["peak_mb"] for lesson in lessons.values())
    where = machine(recorded)
    caption = f"What each lesson took{f' on {html.escape(where)}' if where else ''}"
    return (
        f"<table><caption>{caption}</caption><thead><tr>"
        '<th scope="col">lesson</th><th scope="col" class="oh-figure-cell">time</th>'
        '<th scope="col" class="oh-figure-cell">memory at its peak</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody><tfoot><tr><th scope='row'>all, and the most</th>"
        f'<td class="oh-figure-cell">{total}</td><td class="oh-figure-cell">{most:,.0f} MB</td></tr></tfoot></table>'
    )


def _label(name: str) -> str:
    lesson = Chapter(name, name, "")
    return f"{lesson.number} {lesson.label}".strip()


class Timings(SphinxDirective):
    """The directive; it takes nothing."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(self.env.srcdir) / FILE))
        recorded = read(Path(self.env.srcdir))
        if recorded:
            return [nodes.raw("", table(recorded), format="html")]
        text = "No run is recorded beside this copy of the book. `make course` measures each lesson and fills this page."
        return [nodes.paragraph("", *_with_code(text))]


def _with_code(text: str) -> list[nodes.Node]:
    pieces = text.split("`")
    return [nodes.literal("", piece) if i % 2 else nodes.Text(piece) for i, piece in enumerate(pieces)]


def _took(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give a lesson's page what the lesson took: ``took``, in words."""
    lesson = read(Path(app.srcdir)).get("lessons", {}).get(pagename.rsplit("/", 1)[-1])
    context["took"] = f"{seconds(lesson['seconds'])}, {lesson['peak_mb']:,.0f} MB" if lesson else ""


def setup(app: Sphinx) -> None:
    app.add_directive("timings", Timings)
    app.connect("html-page-context", _took)
