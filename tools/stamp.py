"""Write the repository's public address, and what follows from it, wherever it must stand (``make address``).

The address stands in ``pyproject.toml`` ([project.urls] Repository). From it come

- in every notebook, the first code cell (tag ``install``): installs the package on Google Colab, under
  constraints of all that Colab has, so that nothing there is replaced; elsewhere it does nothing;
- in every lesson, the cell after the title (tag ``launch``): links that open the committed notebook on
  Colab and Binder, for those who read it elsewhere than in the book, which has its own;
- the links in README, the book and the settings, and the citation.

Notebooks are put into one form on the way: kernel ``python3``, format 4.5 with cell ids, no outputs. What
else a notebook needs on Colab it says in its metadata: ``{"openhearth": {"extras": ["labs"]}}``.

``--check`` writes nothing, names the files that differ, and exits with status 1 if there are any.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from openhearth.errors import OpenhearthError
from openhearth.workspace import write_atomic

BRANCH = "main"
LESSONS = "notebooks/lessons/*.ipynb"
NOTEBOOKS = (LESSONS, "notebooks/apps/*.ipynb", "notebooks/assignments/source/*/*.ipynb")
TEXTS = ("README.md", "CONTRIBUTING.md", "CITATION.cff", "_config.yml", "book/**/*.md", ".github/**/*.yml")
LINKS = (
    r"(github\.com/|colab\.research\.google\.com/github/|mybinder\.org/v2/gh/|raw\.githubusercontent\.com/)"
)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
NOT_KEPT = ("execution", "ExecuteTime", "trusted", "collapsed", "jupyter", "pycharm", "vscode", "colab")
"""Cell metadata that editors leave and no reader needs."""

INSTALL = """\
# On Google Colab this installs the course and leaves what Colab has as it is. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    !pip list --format=freeze > /tmp/colab.txt
    %pip install -q -c /tmp/colab.txt "openhearth{extras} @ git+{url}"
"""
LAUNCH = "Run it yourself: [open in Colab]({colab}) · [open in Binder]({binder})"


class StampError(OpenhearthError):
    """The address or a file cannot be stamped."""


@dataclass(frozen=True)
class Address:
    """A public repository on GitHub: ``OWNER/NAME``."""

    slug: str

    @property
    def url(self) -> str:
        return f"https://github.com/{self.slug}"

    @property
    def pages(self) -> str:
        owner, name = self.slug.split("/")
        return f"https://{owner}.github.io/{name}"

    def colab(self, path: str) -> str:
        return f"https://colab.research.google.com/github/{self.slug}/blob/{BRANCH}/{path}"

    def binder(self, path: str) -> str:
        return f"https://mybinder.org/v2/gh/{self.slug}/{BRANCH}?urlpath=lab/tree/{path}"


def read_address(url: str, where: Path) -> Address:
    """The address in ``url``, which stands in the file ``where``.

    Raises:
        StampError: it is not that of a repository on GitHub, which is where Colab reads from.
    """
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", url)
    if not found:
        raise StampError(f"{where}: {url!r} is no address like https://github.com/OWNER/NAME; correct it")
    return Address(found[1])


def stamped(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file that carries the address, with the text that it should have.

    Raises:
        StampError: the address or a notebook cannot be read.
    """
    project, citation = root / "pyproject.toml", root / "CITATION.cff"
    new = read_address(tomllib.loads(project.read_text())["project"]["urls"]["Repository"], project)
    stood = re.search(r'^repository-code: "?([^"\n]+)"?$', citation.read_text(), re.M)
    if not stood:
        raise StampError(f"{citation} has no line repository-code; write one with the repository's address")
    old = read_address(stood[1], citation)
    for pattern in NOTEBOOKS:
        for path in sorted(root.glob(pattern)):
            yield path, stamp_notebook(path, path.relative_to(root).as_posix(), new)
    for pattern in TEXTS:
        for path in sorted(root.glob(pattern)):
            yield path, stamp_text(path.read_text(encoding="utf-8"), old, new)


def stamp_text(text: str, old: Address, new: Address) -> str:
    """``text`` with every link to the ``old`` repository leading to the ``new`` one."""
    text = re.sub(rf"{LINKS}{re.escape(old.slug)}(?![\w-])", rf"\g<1>{new.slug}", text)
    return re.sub(rf"{re.escape(old.pages)}(?![\w-])", new.pages, text)


def stamp_notebook(path: Path, name: str, address: Address) -> str:
    """The text of the notebook ``path`` (``name`` in the repository), normalised and stamped.

    Raises:
        StampError: it is not a notebook, or does not begin with its title.
    """
    try:
        notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:
        raise StampError(
            f"{path} is not a notebook ({' '.join(str(error).split())[:200]}); restore it"
        ) from error
    cells = [cell for cell in notebook.cells if not {"install", "launch"} & set(_tags(cell))]
    if not cells or cells[0].cell_type != "markdown" or not cells[0].source.startswith("# "):
        raise StampError(f"{path} does not begin with a Markdown cell that begins with its title; write one")
    for number, cell in enumerate(cells):
        _normalise(cell, number)
    extras = ",".join(notebook.metadata.get("openhearth", {}).get("extras", []))
    install = nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
        INSTALL.format(extras=f"[{extras}]" if extras else "", url=address.url).strip(),
        id="install",
        metadata={"tags": ["install", "remove-cell"]},
    )
    launch = nbformat.v4.new_markdown_cell(  # type: ignore[no-untyped-call]
        LAUNCH.format(colab=address.colab(name), binder=address.binder(name)),
        id="launch",
        metadata={"tags": ["launch", "remove-cell"]},
    )
    first = next((i for i, cell in enumerate(cells) if cell.cell_type == "code"), len(cells))
    cells.insert(first, install)
    if Path(name).match(LESSONS):  # an app would show it; an assignment's source has the solutions
        cells.insert(1, launch)
    notebook.cells, notebook.nbformat, notebook.nbformat_minor = cells, 4, 5
    notebook.metadata = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {
            **{k: v for k, v in notebook.metadata.items() if k not in ("widgets", "openhearth_run")},
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        }
    )
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def _normalise(cell: Any, number: int) -> None:
    cell.setdefault("id", f"cell-{number:02}")
    cell.metadata = {k: v for k, v in cell.metadata.items() if k not in NOT_KEPT}
    cell.source = cell.source.strip("\n")
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[1], help="the checkout")
    given = parser.parse_args()
    try:
        changed = [
            (path, text) for path, text in stamped(given.root) if path.read_text(encoding="utf-8") != text
        ]
    except StampError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for path, text in changed:
        print(f"{'differs' if given.check else 'written'}: {path.relative_to(given.root)}")
        if not given.check:
            write_atomic(path, text)
    if given.check and changed:
        print("error: run `make address` and commit what it writes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
