"""Take in what a learner handed in: files that may be anything, a notebook that may be none.

Nothing is followed: every file is opened below its folder's descriptor and refused unless it is a plain file or folder,
so no link can bring the model answers into a learner's feedback. What cannot be taken is `Unreadable`, with one
sentence for whoever has to write to the learner.
"""

import errno
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from openhearth.grading.errors import GradingError

MOST_BYTES = 256 << 20  # of one submission
MOST_FILES = 2000
MOST_DEPTH = 12
MOST_NOTEBOOK = 32 << 20  # bytes
MOST_CELLS = 2000
_STUDENT = re.compile(r"[\w@][\w.@+-]{0,127}")


class Unreadable(GradingError):
    """A submission that cannot be taken in; the sentence says what is wrong with it."""


def check_student(student: str) -> str:
    """``student`` if it can be an id: letters, digits and ``_ . @ + -``, at most 128, beginning with neither . + nor -.

    Raises:
        Unreadable: it cannot.
    """
    if not _STUDENT.fullmatch(student) or ".." in student:
        shown = ascii(student if len(student) <= 40 else student[:40] + "...")
        raise Unreadable(f"{shown} cannot be a student's id; use up to 128 letters, digits and _ . @ + -")
    return student


def take(folder: Path) -> dict[str, bytes]:
    """What was handed in: the content of every plain file, by its path with ``/``.

    Args:
        folder: ``submitted/STUDENT/ASSIGNMENT``.

    Raises:
        Unreadable: there is a link or special file, or more than can be taken.
    """
    taken = _Taken()
    try:
        _walk(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW), "", taken)
    except OSError as error:
        raise Unreadable(f"{folder.name}: {_why(error)}") from None
    return taken.files


def parse(content: bytes, name: str) -> Any:
    """The notebook in ``content``, as nbformat 4; older formats are converted.

    Only its structure is checked, not nbgrader's metadata: `rebuilding` takes that from the instructor's notebook.

    Raises:
        Unreadable: it is not a notebook.
    """
    if len(content) > MOST_NOTEBOOK:
        raise Unreadable(
            f"{name} has {len(content) >> 20} MiB; a notebook may have {MOST_NOTEBOOK >> 20} MiB"
        )
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name} is not UTF-8 text (byte {error.start}); save it again as a notebook"
        ) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is not a notebook: it is not JSON ({_first_line(error)})") from None
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise Unreadable(f"{name} is not a notebook: it has no nbformat number")
    try:
        notebook = _nbformat_4(data)
    except Exception as error:  # nbformat's converters raise whatever the damage makes them
        raise Unreadable(f"{name} is not a notebook: {_first_line(error)}") from None
    if len(notebook["cells"]) > MOST_CELLS:
        raise Unreadable(f"{name} has {len(notebook['cells'])} cells; at most {MOST_CELLS} can be graded")
    return notebook


class _Taken:
    """What was taken so far."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.entries = 0
        self.room = MOST_BYTES


def _walk(descriptor: int, below: str, taken: _Taken) -> None:
    """Take the folder open as ``descriptor``, and close it."""
    try:
        if below.count("/") >= MOST_DEPTH:
            raise Unreadable(f"folders are nested more than {MOST_DEPTH} deep")
        with os.scandir(descriptor) as entries:
            for entry in entries:
                taken.entries += 1
                if taken.entries > MOST_FILES:
                    raise Unreadable(f"there are more than {MOST_FILES} files")
                _take(descriptor, entry.name, below, taken)
    finally:
        os.close(descriptor)


def _take(parent: int, name: str, below: str, taken: _Taken) -> None:
    path = below + name
    if not name.isprintable() or len(path.encode(errors="surrogateescape")) > 1000:
        raise Unreadable(f"{path[:80]!a} is not a name for a file; rename it")
    found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if stat.S_ISDIR(found.st_mode):
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
        return _walk(inner, f"{path}/", taken)
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(f"{path} is {_kind(found.st_mode)}; only plain files can be handed in")
    # O_NONBLOCK: should a pipe take the file's place in this instant, it is seen below and not waited for.
    source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent)
    with os.fdopen(source, "rb") as file:
        opened = os.fstat(source)
        if not stat.S_ISREG(opened.st_mode) or opened.st_nlink > 1:
            raise Unreadable(f"{path} is a link; only plain files can be handed in")
        content = file.read(taken.room + 1) if opened.st_size <= taken.room else None
    if content is None or len(content) > taken.room:
        raise Unreadable(f"the files have more than {MOST_BYTES >> 20} MiB")
    taken.room -= len(content)
    taken.files[path] = content
    return None


def _nbformat_4(data: dict[str, Any]) -> Any:
    import nbformat

    whole: Any = nbformat
    if data["nbformat"] > 4 or data["nbformat"] < 1:
        raise ValueError(f"its format is {data['nbformat']}; Jupyter writes 4")
    four = data["nbformat"] == 4
    notebook = whole.from_dict(data) if four else whole.reads(json.dumps(data), as_version=4)
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise ValueError("it has no list of cells")
    for number, cell in enumerate(cells, start=1):
        _check_cell(cell, number)
    return notebook


def _check_cell(cell: Any, number: int) -> None:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise ValueError(f"its cell {number} is none")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise ValueError(f"its cell {number} has no text")
    cell["source"] = source
    if not isinstance(cell.get("metadata"), dict):
        cell["metadata"] = type(cell)()


def _kind(mode: int) -> str:
    kinds = {stat.S_IFLNK: "a link", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _why(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return "it is a link or no folder; only plain files can be handed in"
    return f"it cannot be read ({error.strerror or error})"


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
