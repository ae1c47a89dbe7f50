"""What the book needs of Sphinx, one file each; the pages' look is in ``book/theme``.

address       links to the repository, Colab and Binder, all from pyproject.toml's one address
alternatives  every picture says in words what it shows, or the build warns
contents      parts and chapters, as the cover and the side show them
glossary      the first use of a term on a page links to the glossary
mathematics   formulas as MathML, made at build time
pages         the finished HTML: sizes of images, roles, scrolling blocks reachable by keyboard
scaling       the sweep that the dial was fitted to, and its law
timings       the table of what each lesson took
"""

from typing import Any

from sphinx.application import Sphinx

from openhearth.sphinxext import (
    address,
    alternatives,
    contents,
    glossary,
    mathematics,
    pages,
    scaling,
    timings,
)


def setup(app: Sphinx) -> dict[str, Any]:
    for part in (address, contents, glossary, mathematics, timings, scaling, pages, alternatives):
        part.setup(app)
    app.add_config_value("comments_config", {}, "")  # jupyter-book sets it, also for a book without comments
    return {"parallel_read_safe": True, "parallel_write_safe": True}
