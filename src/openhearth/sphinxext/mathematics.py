"""Formulas as MathML, made at build time: browsers draw it themselves, screen readers read it."""

import html
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

_LOG = logging.getLogger(__name__)


def mathml(latex: str, *, block: bool = False) -> str:
    """``latex`` as one ``<math>`` element that keeps its source in ``alttext``.

    Raises:
        ValueError: the formula cannot be read.
    """
    from latex2mathml.commands import MATRICES
    from latex2mathml.converter import convert

    unclosed = _braces(latex)
    if unclosed:
        raise ValueError(f"{abs(unclosed)} braces are not {'closed' if unclosed > 0 else 'opened'}")
    known = re.sub(r"\\(begin|end)\{aligned\}", r"\\\1{split}", latex)  # the library has one of the two names
    try:
        element: str = convert(known, display="block" if block else "inline")
    except Exception as error:  # the library has a dozen kinds of its own
        raise ValueError(f"{type(error).__name__}: {error}") from error
    # What it does not know it lets through as text.
    unread = re.search(r">([^<>]*(?:[\\{}]|&(?!#|\w+;))[^<>]*)<", element)
    environments = set(re.findall(r"\\begin\{(\w+\*?)\}", known)) - {name[1:] for name in MATRICES}
    if unread or environments:
        raise ValueError(f"{unread[1] if unread else environments.pop()!r} is not known")
    alternative = html.escape(" ".join(latex.split()), quote=True)
    return element.replace("<math ", f'<math alttext="{alternative}" ', 1)


def _braces(latex: str) -> int:
    """How many braces more are opened than closed."""
    plain = re.sub(r"\\.", "", latex, flags=re.S)
    return plain.count("{") - plain.count("}")


def _write(node: nodes.Element, *, block: bool) -> str:
    try:
        return mathml(node.astext(), block=block)
    except ValueError as error:
        _LOG.warning("this formula cannot be read (%s): %s", error, node.astext(), location=node)
        return f"<code>{html.escape(node.astext())}</code>"


def _inline(translator: Any, node: nodes.Element) -> None:
    translator.body.append(_write(node, block=False))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.Element) -> None:
    number = ""
    if node.get("number"):
        number = f'<span class="oh-number">({get_node_equation_number(translator, node)})</span>'  # type: ignore[arg-type]
    mark = "".join(f' id="{name}"' for name in node["ids"][:1])
    formula = _write(node, block=True)
    translator.body.append(f'<div class="oh-formula" tabindex="0"{mark}>{formula}{number}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))  # type: ignore[arg-type]
