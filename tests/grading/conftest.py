"""The made-up course, proved as it stands."""

import shutil
from pathlib import Path

import pytest
from made_up import LARGEST, SCRIPT, SHARE, WRONG_LARGEST, WRONG_SHARES, Course, wrong

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
