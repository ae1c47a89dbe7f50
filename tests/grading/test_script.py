"""A script makes a notebook with nbgrader's metadata, and a notebook gives its script back."""

import subprocess
import sys

import nbformat
import pytest
from made_up import SCRIPT
from nbgrader.nbgraderformat import MetadataValidator

from openhearth.grading.errors import GradingError
from openhearth.grading.script import from_script, main, to_script


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_a_script_makes_a_notebook_that_nbgrader_accepts(draft):
    notebook = from_script(draft)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    kinds = [
        (
            c.cell_type,
            c.metadata.get("nbgrader", {}).get("grade_id"),
            c.metadata.get("nbgrader", {}).get("points"),
        )
        for c in notebook.cells
    ]
    assert kinds == [
        ("markdown", None, None),
        ("code", "setup", None),
        ("code", "share", None),
        ("code", "test_share", 2),
        ("code", "largest", None),
        ("code", "test_largest", 1.5),
        ("markdown", "why", 3),
    ]
    assert notebook.cells[0].source == "# Shares"


def test_a_notebook_gives_its_script_back(draft):
    draft.write_text(SCRIPT.replace("test_share points=2", "test_share points=2 shared"), encoding="utf-8")
    assert [cell.metadata.get("tags") for cell in from_script(draft).cells].count(["shared"]) == 1
    again = draft.with_name("again.py")
    again.write_text(to_script(from_script(draft)), encoding="utf-8")
    assert from_script(again) == from_script(draft)


def test_the_cell_that_installs_on_colab_and_the_notebooks_metadata_stay_out_of_the_script(draft):
    path = draft.with_suffix(".ipynb")
    notebook = from_script(draft)
    notebook.metadata["openhearth"] = {"extras": ["labs"]}
    notebook.cells.insert(1, nbformat.v4.new_code_cell("%pip x", metadata={"tags": ["install"]}))
    nbformat.write(notebook, path)
    main([str(path), str(draft)])
    assert "%pip" not in draft.read_text()
    main([str(draft), str(path)])
    assert nbformat.read(path, 4).metadata["openhearth"] == {"extras": ["labs"]}


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("print(1)\n", "begin every cell"),
        ("", "begin every cell"),
        ("# %% riddle id=a\n", "line 1: 'riddle' is not understood"),
        ("# %% solution\n", "a solution cell needs id=NAME"),
        ("# %% solution id=a.b\n", "of letters, digits"),
        ("# %% test id=a\n", "give points=NUMBER"),
        ("# %% test id=a points=many\n", "give points=NUMBER"),
        ("# %% solution id=a points=2\n", "to no other"),
        ("# %% [markdown] solution id=a\n", "leave out [markdown]"),
    ],
)
def test_a_marker_that_is_not_understood_is_refused(draft, script, says):
    draft.write_text(script)
    with pytest.raises(GradingError) as refused:
        from_script(draft)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_says_how_it_is_used():
    done = subprocess.run(
        [sys.executable, "-m", "openhearth.grading.script", "one"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "error: give two files: draft.py NN-name.ipynb, or the other way round\n"
