"""What every lesson needs: its opening lines, quizzes, and tables that show any script.

Quizzes are data (``quizzes/NN.toml`` in this package), shown as HTML that needs no JavaScript: choosing an
answer reveals its explanation by CSS alone, in the book, JupyterLab, Colab and Voila alike.
"""

import html
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from openhearth.errors import OpenhearthError


@dataclass(frozen=True)
class Choice:
    """One answer of a quiz question, with the reason why it is right or wrong."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """A quiz question with exactly one right choice."""

    text: str
    choices: tuple[Choice, ...]


def minutes(default: float = 1.0) -> float:
    """The minutes that a lesson may train for: ``OPENHEARTH_MINUTES``, else ``default``.

    Raises:
        OpenhearthError: the variable is not a positive number.
    """
    from openhearth.plan import parse_minutes

    return parse_minutes(os.environ.get("OPENHEARTH_MINUTES", default))


def questions(lesson: str) -> list[Question]:
    """The quiz of the lesson with number ``lesson`` (``"09"``).

    Raises:
        OpenhearthError: there is none, or a question has not exactly one right choice, or a choice lacks
            its explanation.
    """
    source = resources.files("openhearth") / "quizzes" / f"{lesson}.toml"
    if not source.is_file():
        raise OpenhearthError(f"there is no quiz {lesson!r}; write quizzes/{lesson}.toml")
    found = []
    for item in tomllib.loads(source.read_text(encoding="utf-8"))["question"]:
        choices = tuple(Choice(c["text"], c.get("right", False), c["why"].strip()) for c in item["choice"])
        if sum(choice.right for choice in choices) != 1 or not all(choice.why for choice in choices):
            raise OpenhearthError(
                f"quiz {lesson}, question {item['text']!r}: give exactly one right choice, and say why of each"
            )
        found.append(Question(item["text"], choices))
    return found


def quiz(lesson: str) -> None:
    """Show the lesson's quiz: pick an answer and its explanation opens."""
    _display("".join(_question(lesson, i, question) for i, question in enumerate(questions(lesson), start=1)))


def table(
    rows: Iterable[Sequence[Any]], header: Sequence[str], *, caption: str, numeric: Iterable[int] = ()
) -> None:
    """Show ``rows`` as an HTML table: the place for native scripts, which Matplotlib does not shape.

    Args:
        caption: what the table shows (read first by screen readers).
        numeric: indices of the columns to align right.
    """
    right = set(numeric)

    def cell(tag: str, i: int, value: Any) -> str:
        align = ' style="text-align:right"' if i in right else ' style="text-align:start"'
        scope = ' scope="col"' if tag == "th" else ' dir="auto"'
        return f"<{tag}{scope}{align}>{html.escape(str(value))}</{tag}>"

    head = "".join(cell("th", i, value) for i, value in enumerate(header))
    body = "".join(f"<tr>{''.join(cell('td', i, v) for i, v in enumerate(row))}</tr>" for row in rows)
    _display(
        f'<div class="oh-table" tabindex="0" style="overflow-x:auto"><table><caption>{html.escape(caption)}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def say(markdown: str) -> None:
    """Show a sentence with computed numbers in it: ``say(f"The model read {tokens:,} tokens.")``."""
    from IPython.display import Markdown, display

    display(Markdown(markdown))


def memory_peak() -> int:
    """The most resident memory this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.is_file():  # ru_maxrss on Linux also remembers the parent's peak
        match = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if match:
            return int(match[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _question(lesson: str, number: int, question: Question) -> str:
    name = f"oh-q{lesson}-{number}"
    choices = "".join(
        f'<div class="oh-choice"><input type="radio" name="{name}" id="{name}-{i}">'
        f'<label for="{name}-{i}">{html.escape(choice.text)}</label>'
        f'<p class="oh-why"><strong>{"Right." if choice.right else "Not so."}</strong> '
        f"{html.escape(choice.why)}</p></div>"
        for i, choice in enumerate(question.choices)
    )
    return f'<fieldset class="oh-quiz"><legend>{number}. {html.escape(question.text)}</legend>{choices}</fieldset>'


QUIZ_STYLE = """
.oh-quiz{border:1px solid var(--oh-line,#d9d3c7);border-radius:8px;margin:1rem 0;padding:.5rem 1rem 1rem}
.oh-quiz legend{float:left;width:100%;font-size:1em;font-weight:600;margin:.3rem 0 .6rem;padding:0;border:0}.oh-quiz legend+*{clear:both}
.oh-choice{margin:.45rem 0}.oh-choice label{margin-inline-start:.5rem;display:inline}
.oh-why{display:none;margin:.3rem 0 .3rem 1.6rem;padding-inline-start:.8rem;border-inline-start:3px solid var(--oh-ember,#b3400e)}
.oh-choice input:checked~.oh-why{display:block}
"""


def _display(content: str) -> None:
    from IPython.display import HTML, display

    display(HTML(f"<style>{QUIZ_STYLE}</style>{content}" if "oh-quiz" in content else content))
