"""The finished HTML of a page, mended where Sphinx and docutils leave it short.

Images get their size (nothing jumps while they load) and load late; a citation list keeps no role that its
children do not fit, a summary no label over its own words; a wide table scrolls by itself and not with the page. The theme's colours are those of
``openhearth.figures``: a page's context gets them as ``colours``, so that there is no second copy.
"""

import re
from pathlib import Path
from typing import Any

import imagesize  # type: ignore[import-untyped]
from sphinx.application import Sphinx

from openhearth.figures import DARK, LIGHT


def colours() -> str:
    """The CSS variables of the look, light and dark; dark also for a reader without JavaScript."""
    light = "".join(f"--oh-{name}:{value};" for name, value in LIGHT.items())
    dark = "".join(f"--oh-{name}:{value};" for name, value in DARK.items())
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme]){{color-scheme:dark;{dark}}}}}\n"
    )


def mend(body: str, images: dict[str, Path]) -> str:
    """``body`` with the mends of this module; ``images`` finds an image's file by its name in ``_images``."""
    body = body.replace('<div role="list" class="citation-list">', '<div class="citation-list">')
    body = re.sub(r'(<div class="citation"[^>]*) role="doc-biblioentry"', r"\1", body)
    body = re.sub(r'<summary aria-label="[^"]*"', "<summary", body)  # it hid the words inside from a reader
    body = re.sub(r'(<div class="oh-table"[^>]*>)?<table\b.*?</table>', _wide, body, flags=re.S)
    return re.sub(r"<img\b[^>]*>", lambda match: _sized(match[0], images), body)


def _wide(match: re.Match[str]) -> str:
    return match[0] if match[1] else f'<div class="oh-table">{match[0]}</div>'


def _sized(tag: str, images: dict[str, Path]) -> str:
    more = "" if "loading=" in tag else ' loading="lazy" decoding="async"'
    source = re.search(r'src="[^"]*_images/([^"/]+)"', tag)
    if source and source[1] in images and not re.search(r"\b(width|height)=", tag):
        width, height = imagesize.get(str(images[source[1]]))
        if width > 0 and height > 0:
            more += f' width="{round(width)}" height="{round(height)}"'
    return tag.replace("<img", f"<img{more}", 1)


def _mend(app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    context["colours"] = colours()
    if "body" in context:
        images = {name: Path(app.srcdir) / source for source, name in app.builder.images.items()}
        context["body"] = mend(context["body"], images)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _mend, priority=800)
