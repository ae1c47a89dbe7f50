"""A class is graded: every submission gets its outcome, nbgrader's gradebook and folders are as nbgrader itself leaves them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from classroom import RIGHT, Hand, command, grade, outcomes, scores
from made_up import ID, LARGEST, SHARE, Course
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from openhearth.grading import course as course_module
from openhearth.grading.autograde import autograde
from openhearth.grading.errors import GradingError
from openhearth.grading.intake import Unreadable


def test_every_submission_gets_its_outcome(generated: Course, hand_in: Hand) -> None:
    hand_in("ada", RIGHT)
    hand_in(
        "bo", {**RIGHT, "largest": LARGEST % "min(counts)", "why": "Because I say so."}, notes__txt="mine"
    )
    hand_in("cy", b"this is no notebook")
    hand_in("di", {**RIGHT, "share": "import os\nos._exit(0)"})
    hand_in("ed", {**RIGHT, "test_share": "pass"})
    hand_in("flo", {})
    summary = grade(generated)
    assert outcomes(summary) == {
        "ada": "graded",
        "bo": "needs review",
        "cy": "unreadable",
        "di": "died",
        "ed": "needs review",
        "flo": "graded",
    }
    reasons = {line["student"]: line["reason"] for line in summary["submissions"]}
    assert reasons["ada"] == ""
    assert reasons["bo"] == "to be marked by hand: why"
    assert reasons["cy"].startswith(f"{ID}.ipynb is not a notebook")
    assert reasons["di"] == "the learner's process ended in share"
    assert reasons["ed"] == "test_share was changed, and has its text again"
    assert scores(generated, "ada") == {
        "test_share": (2, False),
        "test_largest": (1.5, False),
        "why": (0, False),
    }
    assert scores(generated, "bo") == {
        "test_share": (2, False),
        "test_largest": (0, False),
        "why": (None, True),
    }
    assert scores(generated, "di")["test_share"] == (0, False)
    assert scores(generated, "ed")["test_share"] == (2, False)
    assert scores(generated, "flo") == {
        "test_share": (0, False),
        "test_largest": (0, False),
        "why": (0, False),
    }
    folder = generated.root / "autograded" / "bo" / ID
    assert sorted(path.name for path in folder.iterdir()) == [f"{ID}.ipynb", "notes.txt", "stories.csv"]
    assert not (generated.root / "autograded" / "cy").exists()

    again = grade(generated)
    assert outcomes(again) == outcomes(summary)
    assert not any(line["fresh"] for line in again["submissions"])
    hand_in("flo", RIGHT)
    assert [line["student"] for line in grade(generated)["submissions"] if line["fresh"]] == ["flo"]
    assert scores(generated, "flo")["test_share"] == (2, False)
    assert all(line["fresh"] for line in grade(generated, "--force")["submissions"])
    only = grade(generated, "--student", "bo", "--isolation", "none")
    assert outcomes(only) == {"bo": "needs review"}


def test_nbgrader_and_the_formgrader_take_the_same_path(
    generated: Course, hand_in: Hand, monkeypatch: Any
) -> None:
    warns = RIGHT["share"] + "\nimport sys\nprint('deprecated', file=sys.stderr)\n"
    breaks = "def largest(counts):\n    return counts.most()\n"
    hand_in("ada", {**RIGHT, "share": warns}, timestamp__txt="2026-01-02 03:04:05 UTC")
    hand_in("bo", {**RIGHT, "largest": breaks, "why": "Because I say so."})
    hand_in("cy", {**RIGHT, "share": "def share(counts):\n    return {name: 1/4 for name in counts}"})
    said = command(generated, "nbgrader", "autograde", ID)
    assert "bo: needs review (to be marked by hand: why)" in said
    assert scores(generated, "ada")["test_share"] == (2, False)  # a warning costs no marks
    summary = grade(generated)
    assert not any(line["fresh"] for line in summary["submissions"])  # the journal is the same

    monkeypatch.chdir(generated.root)
    config = Config()
    loaded = course_module.Course(generated.root).config
    config.merge(loaded)
    from nbgrader.coursedir import CourseDirectory

    api = NbGraderAPI(CourseDirectory(config=config), config=config)  # as the formgrader has it
    hand_in("cy", RIGHT)
    result = api.autograde(ID, "cy")
    assert result["success"], result
    assert scores(generated, "cy")["test_share"] == (2, False)
    with Gradebook(f"sqlite:///{generated.root}/gradebook.db") as gradebook:
        assert gradebook.find_submission(ID, "ada").timestamp.year == 2026
        found = gradebook.find_grade("why", ID, ID, "bo")
        found.manual_score = 2.5
        found.needs_manual_grade = False
        gradebook.db.commit()
    grade(generated, "--force")
    assert scores(generated, "bo")["why"] == (
        None,
        True,
    )  # as with nbgrader: graded anew, to be looked at anew
    with Gradebook(f"sqlite:///{generated.root}/gradebook.db") as gradebook:
        assert gradebook.find_grade("why", ID, ID, "bo").manual_score == 2.5

    hand_in("di", {**RIGHT, "share": SHARE % "max(counts.values())"})
    hand_in("ed", {**RIGHT, "share": "def share(counts):\n    return {'Twi': 0.25}"})
    command(generated, "nbgrader", "autograde", ID)
    command(generated, "nbgrader", "generate_feedback", ID)
    pages = {
        path.parents[1].name: path.read_text()
        for path in (generated.root / "feedback").glob(f"*/{ID}/*.html")
    }
    for page in pages.values():
        for secret in ("HIDDEN", "ten are more", "sum to one", "randint", "draw"):
            assert secret not in page
    assert "has no attribute" in pages["bo"]
    assert "Every test in this cell passes." in pages["ada"]
    assert "one story of four is a quarter" in pages["di"]  # a test that is seen
    assert "A test that you cannot see fails." in pages["ed"]


def test_a_grader_that_is_killed_is_taken_up_where_it_was(generated: Course, hand_in: Hand) -> None:
    students = [f"s{i}" for i in range(12)]
    for student in students:
        hand_in(student, {**RIGHT, "share": "import time\ntime.sleep(0.1)\n" + RIGHT["share"]})
    words = [sys.executable, "-m", "openhearth", "grade", ID, "--course", str(generated.root)]
    journal = generated.root / ".openhearth-grading" / ID
    kills, seen = 0, 0
    while seen < 8:
        running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while len(list(journal.glob("*.json"))) <= seen and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.wait()
        kills += 1
        seen = len(list(journal.glob("*.json")))
    assert kills > 1
    before = {path.name: path.stat().st_mtime_ns for path in journal.glob("*.json")}
    summary = grade(generated)
    assert outcomes(summary) == dict.fromkeys(students, "graded")
    assert sum(line["fresh"] for line in summary["submissions"]) == len(students) - len(before)
    for name, written in before.items():
        assert (journal / name).stat().st_mtime_ns == written  # not graded twice
    assert len(list(journal.glob("*.json"))) == len(students)
    for student in students:
        assert scores(generated, student)["test_share"] == (2, False)
    left = subprocess.run(
        ["pgrep", "-f", "openhearth.grading.zygote"], capture_output=True, text=True, check=False
    )
    for number in left.stdout.split():
        assert str(generated.root) not in Path(f"/proc/{number}/environ").read_text(errors="replace")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing"], "no assignment is called 'nothing' in"),
        (["../x"], "no assignment is called '../x' in"),
        ([ID, "--student", "eve"], f"eve has not handed in {ID}"),
        ([ID, "--student", "../x"], "'../x' cannot be a student's id"),
        ([ID, "--student", "*"], "'*' cannot be a student's id"),
        ([ID, "--student", ""], "'' cannot be a student's id"),
        ([ID, "--student", "a" * 5000], "cannot be a student's id"),
        ([ID, "--executor", "dask", "--scheduler", "tls://127.0.0.1:1"], "asks for certificates"),
        ([ID], f"nobody has handed in {ID}"),
        ([ID, "--isolation", "loose"], "there is no isolation 'loose'; choose strict, bwrap, none"),
    ],
)
def test_what_cannot_be_graded_is_said_in_a_sentence(
    generated: Course, arguments: list[str], sentence: str
) -> None:
    if "--student" in arguments:
        (generated.root / "submitted" / "ada" / ID).mkdir(parents=True)
    said = command(generated, "openhearth", "grade", *arguments, "--course", str(generated.root), status=1)
    assert sentence in " ".join(said.split())
    assert "Traceback" not in said


def test_a_gradebook_that_is_locked_loses_nothing(generated: Course, hand_in: Hand, monkeypatch: Any) -> None:
    import sqlite3

    from openhearth.grading import gradebook

    monkeypatch.setattr(gradebook, "PATIENCE", 0.2)
    hand_in("ada", RIGHT)
    hand_in("bo", RIGHT)
    course = course_module.Course(generated.root)
    holder = sqlite3.connect(generated.root / "gradebook.db", isolation_level=None)
    material = course.material(ID)
    assert material.key
    holder.execute("BEGIN IMMEDIATE")
    summary = autograde(course, ID)
    assert "gradebook.db cannot be used (database is locked)" in summary.problem
    assert [line.outcome for line in summary.lines] == ["graded", "graded"]
    holder.execute("ROLLBACK")
    holder.close()
    summary = autograde(course, ID)
    assert not summary.problem
    assert not any(line.fresh for line in summary.lines)
    assert scores(generated, "bo")["test_share"] == (2, False)


@pytest.mark.parametrize("how", ["read-only", "no database"])
def test_a_gradebook_that_cannot_be_written_is_named_and_loses_nothing(
    generated: Course, hand_in: Hand, how: str
) -> None:
    hand_in("ada", RIGHT)
    hand_in("bo", RIGHT)
    book = generated.root / "gradebook.db"
    kept = book.read_bytes()
    settings = generated.root / "nbgrader_config.py"
    before = settings.read_text()
    if how == "read-only":  # root may write to a file that says it is
        address = f"sqlite:///file:{book}?mode=ro&uri=true"
        settings.write_text(before + f"\nc.CourseDirectory.db_url = {address!r}\n")
    else:
        book.write_bytes(b"this is no database" * 1000)
    words = ["grade", ID, "--course", str(generated.root)]
    said = " ".join(command(generated, "openhearth", *words, status=1).split())
    assert "gradebook.db" in said
    assert "cannot be used (" in said
    assert "Traceback" not in said
    book.write_bytes(kept)
    settings.write_text(before)
    assert outcomes(grade(generated)) == {"ada": "graded", "bo": "graded"}
    assert scores(generated, "bo")["test_share"] == (2, False)


def test_two_graders_at_once_wait_for_each_other(generated: Course, hand_in: Hand) -> None:
    from openhearth.grading.journal import Journal

    hand_in("ada", RIGHT)
    course = course_module.Course(generated.root)
    with Journal(course.state / ID), pytest.raises(GradingError, match="another grader is at work"):
        autograde(course, ID)


def test_isolation_that_cannot_be_had_is_refused(generated: Course, hand_in: Hand, monkeypatch: Any) -> None:
    from openhearth.grading import sandbox

    hand_in("ada", RIGHT)
    monkeypatch.setattr(sandbox, "refusal", lambda: "this machine does not let a process be confined: no")
    with pytest.raises(GradingError, match="nothing was graded: this machine does not let"):
        autograde(course_module.Course(generated.root), ID)


def test_names_of_folders_that_are_no_ids_get_an_outcome(generated: Course, hand_in: Hand) -> None:
    hand_in("ada", RIGHT)
    shutil.copytree(generated.root / "submitted" / "ada", generated.root / "submitted" / "a b")
    os.mkfifo(generated.root / "submitted" / "a b" / ID / "pipe")
    secret = generated.root / "source" / ID / f"{ID}.ipynb"
    (hand_in("eve", RIGHT) / "answers.txt").symlink_to(secret)
    found = outcomes(grade(generated))
    assert found == {"a b": "unreadable", "ada": "graded", "eve": "unreadable"}
    assert not list((generated.root / "autograded").rglob("answers.txt"))
    with pytest.raises(Unreadable):
        course_module.Course(generated.root).submitted("../x", ID)
