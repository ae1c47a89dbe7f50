"""An assignment's notebook written as a plain script, and back.

``python -m openhearth.grading.script draft.py NN-name.ipynb`` makes a notebook of a script, the other way
round a script of a notebook. A line ``# %%`` begins a cell and says what nbgrader is to know of it:

    # %% [markdown]                             text, each line a comment
    # %%                                        code
    # %% locked id=setup                        code that learners may not change
    # %% solution id=NAME                       an answer
    # %% test id=test_NAME points=2             its test; with ``shared`` at the end, run in the learner's process
    # %% [markdown] manual id=NAME points=3     an answer graded by hand

The notebook is the source of truth; the script is how some people prefer to edit it.
"""

import re
import sys
from pathlib import Path
from typing import Any

from openhearth.grading.errors import GradingError
from openhearth.workspace import write_atomic

MARK = "# %%"
KINDS = {
    "locked": {"grade": False, "solution": False, "locked": True},
    "solution": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
    "manual": {"grade": True, "solution": True, "locked": False},
}
"""nbgrader's metadata of each kind of cell."""
GRADED = ("test", "manual")
SHARED = "shared"
"""The tag of a test that runs in the learner's process, because it needs an object itself."""


def from_script(path: Path) -> Any:
    """The notebook (nbformat 4.5) that the script in ``path`` describes.

    Raises:
        GradingError: a marker cannot be understood; the message names file and line.
    """
    import nbformat

    v4: Any = nbformat.v4
    cells: list[Any] = []
    for line, header, source in _sections(path):
        markdown, kind, values = _header(header, f"{path.name}, line {line}")
        text = "\n".join(_uncommented(source)) if markdown else source
        cell = v4.new_markdown_cell(text) if markdown else v4.new_code_cell(text)
        cell["id"] = values.get("id", f"cell-{len(cells) + 1}")
        if kind:
            about = {"grade_id": values["id"], "schema_version": 3, "task": False, **KINDS[kind]}
            if kind in GRADED:
                points = float(values["points"])
                about["points"] = int(points) if points.is_integer() else points
            cell["metadata"]["nbgrader"] = about
            if SHARED in values:
                cell["metadata"]["tags"] = [SHARED]
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def to_script(notebook: Any) -> str:
    """The script that `from_script` would make ``notebook`` of (less the cell that installs on Colab)."""
    parts = []
    for cell in notebook.cells:
        if "install" in cell.metadata.get("tags", []):  # tools/stamp.py puts it back
            continue
        words = [MARK]
        if cell.cell_type == "markdown":
            words.append("[markdown]")
        about = cell.metadata.get("nbgrader")
        if about:
            kind = next((k for k, v in KINDS.items() if all(about[name] == v[name] for name in v)), None)
            if kind:
                words += [kind, f"id={about.grade_id}"]
                words += [f"points={about.points}"] if kind in GRADED else []
                words += [SHARED] if SHARED in cell.metadata.get("tags", []) else []
        lines = cell.source.split("\n")
        if cell.cell_type == "markdown":
            lines = [f"# {line}".rstrip() for line in lines]
        parts.append("\n".join([" ".join(words), *lines]))
    return "\n\n".join(parts) + "\n"


def sections(text: str) -> list[tuple[int, str, str]]:
    """(line number, header, source) of every ``# %%`` section; the text before the first has header ""."""
    found: list[tuple[int, str, list[str]]] = [(1, "", [])]
    for number, line in enumerate(text.splitlines(), start=1):
        if line == MARK or line.startswith(f"{MARK} "):
            found.append((number, line[len(MARK) :].strip(), []))
        else:
            found[-1][2].append(line)
    return [(number, header, "\n".join(lines).strip("\n")) for number, header, lines in found]


def read_text(path: Path) -> str:
    """The UTF-8 text in ``path``.

    Raises:
        GradingError: it is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise GradingError(f"{path} does not exist; check its name") from None
    except UnicodeDecodeError:
        raise GradingError(f"{path} is not UTF-8 text; save it as UTF-8") from None


def _sections(path: Path) -> list[tuple[int, str, str]]:
    first, *rest = sections(read_text(path))
    if first[2].strip() or not rest:
        raise GradingError(f"{path.name}: begin every cell, also the first, with a line `{MARK}`")
    return rest


def _header(header: str, where: str) -> tuple[bool, str, dict[str, str]]:
    """Whether markdown; the kind ("" for a plain cell); its values."""
    markdown, kind, values = False, "", {}
    for word in header.split():
        key, equals, value = word.partition("=")
        if word == "[markdown]":
            markdown = True
        elif word in KINDS and not kind:
            kind = word
        elif word == SHARED and kind == "test":
            values[SHARED] = ""
        elif equals and key in ("id", "points") and key not in values:
            values[key] = value
        else:
            raise GradingError(
                f"{where}: {word!r} is not understood (kinds: {', '.join(KINDS)}; id=, points=)"
            )
    if kind and not re.fullmatch(r"[\w-]+", values.get("id", "")):
        raise GradingError(f"{where}: a {kind} cell needs id=NAME of letters, digits, _ and -")
    if markdown and kind and kind != "manual":
        raise GradingError(f"{where}: a {kind} cell is code; leave out [markdown]")
    if (kind in GRADED) != ("points" in values) or not re.fullmatch(
        r"\d+(\.\d+)?", values.get("points", "0")
    ):
        raise GradingError(f"{where}: give points=NUMBER to test and manual cells, and to no other")
    return markdown, kind, values


def _uncommented(source: str) -> list[str]:
    return [re.sub(r"^# ?", "", line) for line in source.split("\n")]


def main(arguments: list[str]) -> None:
    """Turn the first file into the second: ``.py`` into ``.ipynb`` or the other way round."""
    import nbformat

    from openhearth.grading.notebooks import read

    paths = [Path(name) for name in arguments]
    suffixes = [path.suffix for path in paths]
    if suffixes == [".py", ".ipynb"]:
        notebook = from_script(paths[0])
        if paths[1].is_file():
            notebook.metadata = read(paths[1]).metadata
        writes: Any = nbformat.writes
        write_atomic(paths[1], writes(notebook) + "\n")
    elif suffixes == [".ipynb", ".py"]:
        write_atomic(paths[1], to_script(read(paths[0])))
    else:
        raise GradingError("give two files: draft.py NN-name.ipynb, or the other way round")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except GradingError as error:
        sys.exit(f"error: {error}")
