"""Every picture says in words what it shows, or the build warns (and a warning fails it).

Checked on the finished page: ``<img>`` needs ``alt`` (empty only with ``role="presentation"``), an inline
``<svg>`` needs a label, or ``aria-hidden`` where the words stand beside it. WCAG 2.2, success criterion 1.1.1.
"""

import re
from html.parser import HTMLParser
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

_LOG = logging.getLogger(__name__)
_IDLE = re.compile(r"(an? |the )?(image|picture|figure|plot|chart|graph|photo|logo)\W*", re.I)
SHORTEST = 10
"""Characters that an alternative text has at least."""


def without_words(html: str) -> list[str]:
    """The start tags of pictures in ``html`` that say nothing about themselves."""
    reader = _Pictures()
    reader.feed(html)
    return reader.found


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = 0  # so many <svg> deep, whose outermost was checked

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "svg":
            self._inside += 1
        if self._inside > (tag == "svg") or given.get("aria-hidden") == "true":
            return
        if tag == "img" and given.get("role") != "presentation":
            words = given.get("alt", "")
        elif tag == "svg":
            words = given.get("aria-label", "") if given.get("role") == "img" else ""
        else:
            return
        is_a_file = words and given.get("src", "").endswith(words)
        if len(words.strip()) < SHORTEST or _IDLE.fullmatch(words.strip()) or is_a_file:
            self.found.append(" ".join(str(self.get_starttag_text()).split())[:160])

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._inside -= 1


def _check(_app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    for tag in without_words(context.get("body", "")):
        _LOG.warning("a picture has no alternative text that says what it shows: %s", tag, location=pagename)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _check, priority=900)
