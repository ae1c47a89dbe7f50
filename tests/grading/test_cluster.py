"""Grading on Dask: the same results, and no submission lost with a worker."""

import os
import signal
from functools import partial
from typing import Any

import pytest
from classroom import RIGHT, Hand, grade, outcomes, scores
from made_up import Course

from openhearth.grading import cluster, course
from openhearth.grading.autograde import autograde
from openhearth.grading.errors import GradingError


@pytest.fixture(scope="module")
def client() -> Any:
    with cluster.cluster(count=2) as found:
        yield found


def test_a_class_is_graded_over_tls_as_it_is_here(generated: Course, hand_in: Hand) -> None:
    hand_in("ada", RIGHT)
    hand_in("bo", {**RIGHT, "share": "import os\nos._exit(1)"})
    hand_in("cy", b"nothing")
    summary = grade(generated, "--executor", "dask", "--workers", "2")
    assert outcomes(summary) == {"ada": "graded", "bo": "died", "cy": "unreadable"}
    assert scores(generated, "ada")["test_share"] == (2, False)
    again = grade(generated)
    assert not any(line["fresh"] for line in again["submissions"])  # one journal, whoever graded


def test_a_lost_worker_loses_nothing(generated: Course, hand_in: Hand, client: Any) -> None:
    assert client.scheduler.address.startswith("tls://")
    students = [f"s{i:02}" for i in range(16)]
    for student in students:
        hand_in(student, {**RIGHT, "share": "import time\ntime.sleep(0.2)\n" + RIGHT["share"]})
    killed: list[int] = []

    def progress(line: Any, done: int, of: int) -> None:
        if done == 3 and not killed:
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    summary = autograde(
        course.Course(generated.root),
        "07-share",
        execute=partial(cluster.run, client=client),
        progress=progress,
    )
    assert killed
    assert [line.student for line in summary.lines] == students
    assert {line.outcome for line in summary.lines} == {"graded"}


def test_a_submission_that_ends_workers_is_set_aside(
    generated: Course, hand_in: Hand, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("ada", RIGHT)
    hand_in("eve", {**RIGHT, "share": "poison = 1\n" + RIGHT["share"]})
    hand_in("flo", RIGHT)
    monkeypatch.setattr(cluster, "_grade", _deadly)
    summary = autograde(
        course.Course(generated.root), "07-share", execute=partial(cluster.run, client=client)
    )
    assert [line.outcome for line in summary.lines] == ["graded", "quarantined", "graded"]
    assert summary.lines[1].reason.startswith("it brought down 2 processes that were grading it")


def _deadly(submission: Any, material: Any, start: Any) -> Any:
    """Stands for a submission that takes its worker with it, as one that exhausts a machine's memory does."""
    from openhearth.grading.grader import Result

    if any(b"poison = 1" in content for content in submission.files.values()):
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(submission.student, "graded")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tcp://10.0.0.1:8786", "is not encrypted"),
        ("tcp://127.0.0.1:1", "no scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_a_scheduler_that_cannot_be_used_is_named(
    address: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", "1s")
    with pytest.raises(GradingError, match=sentence), cluster.cluster(address):
        pass
