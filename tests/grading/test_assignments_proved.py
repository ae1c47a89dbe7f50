"""Every assignment of the course is proved, with the hidden tests' data drawn anew each time."""

from pathlib import Path

import pytest

from openhearth.grading.notebooks import assignments
from openhearth.grading.proof import prove

ROOT = Path(__file__).resolve().parents[2] / "notebooks" / "assignments"
IDS = [assignment.id for assignment in assignments(ROOT)]


@pytest.fixture(scope="module")
def report():
    return prove(ROOT)


@pytest.mark.parametrize("name", IDS)
def test_an_assignment_is_proved(name, report):
    proof = next(proof for proof in report.proofs if proof.id == name)
    assert not proof.misses, f"with --seed {report.seed}: " + "; ".join(proof.misses)
    assert proof.reference
    assert proof.blank
    assert proof.right[0] == proof.right[1] >= 2, "write at least two other right answers"
