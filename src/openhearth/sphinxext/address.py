"""Links to the repository, Colab and Binder: all derive from pyproject.toml's ``[project.urls] Repository``.

In Markdown pages ``{{repository}}`` (also inside code) becomes that address, ``{{name}}`` its last part,
``{{binder}}`` and ``{{colab}}`` where lesson 00 opens. A link to a file of the checkout that is no page of the book
leads to it in the repository. Each page's context gets ``links``.
"""

import posixpath
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.addnodes import download_reference, pending_xref
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

BRANCH = "main"
FIRST = "notebooks/lessons/00_why_open.ipynb"


def repository(root: Path) -> str:
    """The public address of the checkout at ``root``, without a slash at its end.

    Raises:
        ConfigError: ``pyproject.toml`` is not there, or names no repository on GitHub.
    """
    try:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        address = str(settings["project"]["urls"]["Repository"]).rstrip("/")
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{root / 'pyproject.toml'} gives no [project.urls] Repository; put the address there"
        ) from error
    if not address.startswith("https://github.com/"):
        raise ConfigError(f"pyproject.toml: Colab and Binder links need a GitHub address, not {address!r}")
    return address


def colab(address: str, path: str) -> str:
    """Where Google Colab opens the committed notebook ``path``."""
    return f"{_on('https://colab.research.google.com/github', address)}/blob/{BRANCH}/{quote(path)}"


def binder(address: str, path: str) -> str:
    """Where Binder opens the committed notebook ``path``, in JupyterLab."""
    return f"{_on('https://mybinder.org/v2/gh', address)}/{BRANCH}?urlpath={quote(f'lab/tree/{path}')}"


def _on(host: str, address: str) -> str:
    return host + address.removeprefix("https://github.com")


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write the address into a Markdown page."""
    if "{{" not in source[0] or not str(app.env.doc2path(docname)).endswith(".md"):
        return
    address = repository(Path(app.srcdir))
    known = {
        "repository": address,
        "name": address.rsplit("/", 1)[-1],
        "colab": colab(address, FIRST),
        "binder": binder(address, FIRST),
    }
    for name, value in known.items():
        source[0] = source[0].replace(f"{{{{{name}}}}}", value)


def _lead(app: Sphinx, doctree: nodes.document) -> None:
    """Lead links to files that are no pages to the repository, instead of copying the files into the book."""
    address = repository(Path(app.srcdir))
    for node in list(doctree.findall(lambda node: isinstance(node, (download_reference, pending_xref)))):
        path = _file(app, node)
        if path is None:
            continue
        link = nodes.reference("", "", refuri=f"{address}/blob/{BRANCH}/{quote(path)}", internal=False)
        # A link in MyST says its words in an inline node.
        link += [nodes.Text(child.astext()) for child in node.children]
        node.replace_self(link)


def _file(app: Sphinx, node: Any) -> str | None:
    """The path of the checkout's file that ``node`` links to, if there is one and it is no page."""
    folder, target = posixpath.dirname(app.env.docname), str(node["reftarget"])
    if isinstance(node, download_reference):
        return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    if node.get("refdomain") != "doc" or target in app.env.found_docs:
        return None
    found = [f"{target}{suffix}" for suffix in (".ipynb", ".md")]
    return next((path for path in found if (Path(app.srcdir) / path).is_file()), None)


def _links(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the page its ``links``: those of a lesson's notebook only on a lesson."""
    address = repository(Path(app.srcdir))
    links = {"repository": address, "issues": f"{address}/issues"}
    if doctree is not None:
        path = Path(app.env.doc2path(pagename)).relative_to(app.srcdir).as_posix()
        links["source"] = f"{address}/blob/{BRANCH}/{path}"
        if path.endswith(".ipynb"):
            links |= {"colab": colab(address, path), "binder": binder(address, path), "notebook": path}
    context["links"] = links


def setup(app: Sphinx) -> None:
    app.connect("source-read", _read)
    app.connect("doctree-read", _lead, priority=100)  # before Sphinx collects what to copy
    app.connect("html-page-context", _links)
