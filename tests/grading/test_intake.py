"""Whatever was handed in is taken or refused in one sentence; links and special files never pass."""

import json
import os
import socket
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhearth.grading import intake
from openhearth.grading.intake import Unreadable, check_student, parse, take


@pytest.mark.parametrize("student", ["ada", "ada.lovelace@x.org", "s-1_2", "陳大文", "@ada"])
def test_ids_that_can_be(student: str) -> None:
    assert check_student(student) == student


@pytest.mark.parametrize(
    "student", ["../x", "*", "", "a" * 5000, ".hidden", "a/b", "-rf", "a..b", "a\n", "a b", "\x00", "\u202ex"]
)
def test_ids_that_cannot_be(student: str) -> None:
    with pytest.raises(Unreadable, match="cannot be a student's id") as refusal:
        check_student(student)
    assert len(str(refusal.value)) < 200
    assert str(refusal.value).isprintable()


def test_plain_files_and_folders_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "data").mkdir(parents=True)
    (folder / "a.ipynb").write_text("{}")
    (folder / "data" / "x.csv").write_bytes(b"1" * 3_000_000)
    assert take(folder) == {"a.ipynb": b"{}", "data/x.csv": b"1" * 3_000_000}


def link(folder: Path) -> None:
    (folder / "answers.ipynb").symlink_to(folder.parent / "secret")


def folder_link(folder: Path) -> None:
    (folder / "answers").symlink_to(folder.parent)


def hard_link(folder: Path) -> None:
    os.link(folder.parent / "secret", folder / "answers.ipynb")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "a.ipynb")


def unix_socket(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    socket.socket(socket.AF_UNIX).bind(f"/proc/self/fd/{here}/s")
    os.close(here)


def deep(folder: Path) -> None:
    (folder / "/".join("d" * 40)).mkdir(parents=True)


def many(folder: Path) -> None:
    for number in range(30):
        (folder / str(number)).touch()


def large(folder: Path) -> None:
    with (folder / "hole").open("wb") as file:
        file.truncate(2 << 30)


def strange_name(folder: Path) -> None:
    (folder / "a\x1b[31m\u202e.py").touch()


def no_utf8_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff")).touch()


REFUSED = {
    link: "answers.ipynb is a link",
    folder_link: "answers is a link",
    hard_link: "answers.ipynb is a link",
    pipe: "is a pipe",
    unix_socket: "s is a socket",
    deep: "nested more than",
    many: "more than 20 files",
    large: "more than 3 MiB",
    strange_name: "not a name",
    no_utf8_name: "not a name",
}


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda spoil: spoil.__name__)
def test_what_is_no_plain_file_is_refused(
    spoil: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_FILES", 20)
    monkeypatch.setattr(intake, "MOST_BYTES", 3 << 20)
    (tmp_path / "secret").write_text("the model answers")
    folder = tmp_path / "in"
    folder.mkdir()
    spoil(folder)
    with pytest.raises(Unreadable, match=REFUSED[spoil]) as refusal:
        take(folder)
    assert str(refusal.value).isprintable()


def test_the_folder_itself_may_be_no_link(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "in").symlink_to(tmp_path / "answers")
    with pytest.raises(Unreadable, match="link"):
        take(tmp_path / "in")


def test_notebooks_of_many_origins_are_read() -> None:
    plain = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    assert parse(nbformat.writes(plain).encode(), "n").cells[0].source == "1"
    assert parse(b"\xef\xbb\xbf" + nbformat.writes(plain).encode(), "n").cells[0].source == "1"
    colab = {
        "nbformat": 4,
        "nbformat_minor": 0,
        "metadata": {"colab": {"provenance": []}, "accelerator": "GPU"},
        "cells": [
            {
                "cell_type": "code",
                "source": ["a = 1\n", "b"],
                "metadata": {"id": "x"},
                "outputs": [],
                "execution_count": None,
            }
        ],
    }
    assert parse(json.dumps(colab).encode(), "n").cells[0].source == "a = 1\nb"
    three = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {
                        "cell_type": "code",
                        "language": "python",
                        "input": ["x = 1\n", "y"],
                        "metadata": {},
                        "outputs": [],
                        "collapsed": False,
                    }
                ],
            }
        ],
    }
    assert parse(json.dumps(three).encode(), "n").cells[0].source == "x = 1\ny"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 10_000 + b"]" * 10_000, "not JSON"),
        (b'{"a": ' * 10_000 + b"1" + b"}" * 10_000, "not JSON"),
        (b"[]", "no nbformat number"),
        (b'{"nbformat": "4"}', "no nbformat number"),
        (b'{"nbformat": 5, "cells": []}', "its format is 5"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": [1]}', "its cell 1 is none"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "its cell 1 has no text"),
        (b'{"nbformat": 3, "worksheets": 7}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [' + b",".join([b'{"cell_type": "raw"}'] * 2001) + b"]}", "2001 cells"),
        (b"1" * 5000, "not JSON"),
        (b" " * (33 << 20), "may have 32 MiB"),
    ],
    ids=range(14),
)
def test_what_is_no_notebook_is_one_sentence(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as refusal:
        parse(content, "07-share.ipynb")
    assert str(refusal.value).startswith("07-share.ipynb")
    assert "\n" not in str(refusal.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("nbformat", "cells", "metadata", "cell_type", "source", "worksheets", "outputs", "input")
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(JSON, st.sampled_from((1, 2, 3, 4)))
def test_any_json_is_a_notebook_or_unreadable(data: Any, version: int) -> None:
    if isinstance(data, dict):
        data["nbformat"] = version
    try:
        notebook = parse(json.dumps(data).encode(), "n")
    except Unreadable:
        return
    assert all(
        isinstance(cell["source"], str) and isinstance(cell["metadata"], dict) for cell in notebook["cells"]
    )
