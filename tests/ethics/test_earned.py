"""The whole training, as a class goes through it: modules graded, tasks handed in, exam passed, certificate issued and verified."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from openhearth.ethics.credential.identity import make_learner
from openhearth.ethics.exam import Exam, Store, load_bank
from openhearth.ethics.exam.attempts import REQUIRED
from openhearth.ethics.practicals import TASKS, Practicals
from openhearth.ethics.practicals.making import source

ASSIGNMENTS = Path(__file__).resolve().parents[2] / "notebooks" / "assignments"
MODULES = sorted(path.name for path in (ASSIGNMENTS / "source").glob("E[1-6]-*"))
Run = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    def openhearth(*words: object, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "openhearth", *map(str, words)],
            capture_output=True,
            text=True,
            env={**os.environ, "OPENHEARTH_HOME": str(home), "COLUMNS": "300"},
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    return openhearth


@pytest.fixture(scope="module")
def secret(home: Path, run: Run) -> bytes:
    """The class's."""
    run("ethics", "secret")
    return bytes.fromhex((home / "ethics" / "class.secret").read_text().strip())


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's six ethics modules; amina hands in the model answers, bo blank notebooks."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ASSIGNMENTS / "nbgrader_config.py", root)
    for module in MODULES:
        shutil.copytree(ASSIGNMENTS / "source" / module, root / "source" / module)
        for student, kind in (("amina", "source"), ("bo", "release")):
            shutil.copytree(ASSIGNMENTS / kind / module, root / "submitted" / student / module)
        words = [sys.executable, "-m", "nbgrader", "generate_assignment", module]
        subprocess.run(words, cwd=root, check=True, capture_output=True)
    return root


def solve(home: Path, learner: str, secret: bytes, tmp_path: Path) -> None:
    """Every practical task, with its model answer."""
    with Practicals(home / "ethics", secret) as practicals:
        for task in TASKS.values():
            practicals.begin(learner, task)
            made = source(task, practicals.seed(learner, task, 1), tmp_path / task.id)
            solved = re.sub(r"truth = json.loads\(.*?\)\\n", "", json.dumps(made.reference))
            done, result = practicals.hand_in(learner, task, solved.encode())
            assert done.passed, (task.id, result)


def sit(home: Path, learner: str, secret: bytes, right: int) -> None:
    with Store(home / "ethics" / "exam.db") as store:
        exam = Exam(load_bank(), secret, store)
        for at, item in enumerate(exam.begin(learner).paper):
            exam.answer(learner, at, item.right if at < right else (item.right + 1) % len(item.choices))
        exam.finish(learner)


def test_a_class_goes_through_the_training_and_who_earned_it_is_certified(
    home: Path, run: Run, secret: bytes, course: Path, tmp_path: Path
) -> None:
    assert len(MODULES) == 6
    learner = make_learner(home / "ethics", "Amina Diallo").key.did
    run("ethics", "identity", "--issuer", "Escola de Exemplo")
    path = tmp_path / "record.json"

    def record(student: str, status: int = 0) -> str:
        words = ("--name", "Amina Diallo", "--student", student, "--course", course, "--to", path)
        return run("ethics", "record", *words, status=status)

    for module in MODULES:
        run("grade", module, "--course", course)
    sit(home, learner, secret, REQUIRED)
    said = record("amina", status=1)
    assert "not earned yet" in said
    assert said.count("is missing") == len(TASKS)
    run("ethics", "issue", path, status=1)

    solve(home, learner, secret, tmp_path)
    assert said.count("passed") <= run("ethics", "practical").count("passed") == len(TASKS)
    said = record("bo", status=1)
    assert said.count("less than 80%") == 6, "blank modules earn nothing, whatever else was passed"
    assert "13 of 13 parts" in record("amina")
    issued = json.loads(run("ethics", "issue", path, "--json"))
    verdict = json.loads(run("ethics", "verify", issued["certificates"][0], "--subject", learner, "--json"))
    assert (verdict["accepted"], verdict["name"]) == (True, "Amina Diallo")
    parts = {part["part"]: part for part in json.loads(path.read_text())["parts"]}
    assert all(parts[module[:2]]["points"] == parts[module[:2]]["of"] for module in MODULES)
    assert (parts["exam"]["points"], parts["exam"]["of"]) == (REQUIRED, 40)
    journals = [part["journal"] for part in parts.values()]
    assert len(set(journals)) == len(journals) == 13


def test_whoever_keeps_the_record_hands_a_learner_their_task_and_takes_it_in(
    run: Run, secret: bytes, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bo = make_learner(tmp_path_factory.mktemp("bo"), "Bo").key.did
    folder = tmp_path / "task"
    run("ethics", "practical", "licence_conflict", "--learner", bo, "--to", folder)
    said = run("ethics", "hand-in", folder, "--learner", bo)
    assert "Not passed" in said, "it was handed in as it came"
    assert "1 tries, not passed" in run("ethics", "practical", "--learner", bo)
    assert "is no did:key" in run("ethics", "practical", "--learner", "bo", status=1)


def test_a_module_that_was_not_graded_is_missing(
    home: Path, run: Run, secret: bytes, course: Path, tmp_path: Path
) -> None:
    if not (home / "ethics" / "identity.json").exists():
        make_learner(home / "ethics", "Amina Diallo")
    said = run(
        *("ethics", "record", "--name", "Amina Diallo", "--student", "nobody", "--course", course),
        *("--to", tmp_path / "record.json"),
        status=1,
    )
    assert said.count("is missing") == 6
