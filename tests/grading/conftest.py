"""The made-up course, proved as it stands."""

import shutil
from pathlib import Path

import nbformat
import pytest
from classroom import Hand, command
from made_up import ID, LARGEST, SCRIPT, SHARE, WRONG_LARGEST, WRONG_SHARES, Course, wrong

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = Course(tmp_path / "course")
    made.root.mkdir()
    shutil.copy(ROOT / "notebooks" / "assignments" / "nbgrader_config.py", made.root)
    made.source(SCRIPT)
    made.variant(
        "right/other", '"""Another way."""\n\n# %% largest\n' + LARGEST % "sorted(counts, key=counts.get)[-1]"
    )
    for name, by in WRONG_SHARES.items():
        made.variant(f"wrong/{name}", wrong(f"Divides {name}", "test_share", "share", SHARE % by))
    for name, how in WRONG_LARGEST.items():
        made.variant(f"wrong/{name}", wrong(f"Takes the {name}", "test_largest", "largest", LARGEST % how))
    return made


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The made-up course, its assignment generated."""
    found = Course(tmp_path_factory.mktemp("grade") / "course")
    found.root.mkdir()
    shutil.copy(ROOT / "notebooks" / "assignments" / "nbgrader_config.py", found.root)
    found.source(SCRIPT)
    (found.root / "source" / ID / "stories.csv").write_text("Twi,1\n")
    command(found, "nbgrader", "generate_assignment", ID)
    return found


@pytest.fixture
def generated(made: Course, tmp_path: Path) -> Course:
    shutil.copytree(made.root, tmp_path / "course")
    return Course(tmp_path / "course")


@pytest.fixture
def hand_in(generated: Course) -> Hand:
    """Hand in answers, written into the notebook as learners got it."""

    def hand_in(student: str, answers: dict[str, str] | bytes, **files: str) -> Path:
        folder = generated.root / "submitted" / student / ID
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{ID}.ipynb"
        if isinstance(answers, bytes):
            path.write_bytes(answers)
        else:
            notebook = nbformat.read(generated.root / "release" / ID / f"{ID}.ipynb", as_version=4)
            for cell in notebook.cells:
                cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
            nbformat.write(notebook, path)
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text)
        return folder

    return hand_in
