"""Grading on Dask: the same results, and no submission lost with a worker."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from classroom import RIGHT, Hand, command, grade, outcomes, scores
from distributed import Security
from made_up import ID, Course

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


def test_the_run_goes_on_when_all_workers_were_lost(generated: Course, hand_in: Hand, client: Any) -> None:
    students = [f"s{i:02}" for i in range(16)]
    for student in students:
        hand_in(student, {**RIGHT, "share": "import time\ntime.sleep(0.2)\n" + RIGHT["share"]})
    killed: list[int] = []

    def progress(line: Any, done: int, of: int) -> None:
        if done == 3 and not killed:
            killed.extend(client.run(os.getpid).values())
            for process in killed:
                os.kill(process, signal.SIGKILL)

    summary = autograde(
        course.Course(generated.root),
        "07-share",
        execute=partial(cluster.run, client=client),
        progress=progress,
    )
    assert len(killed) == 2
    assert [line.student for line in summary.lines] == students
    assert {line.outcome for line in summary.lines} == {"graded"}


def test_a_cluster_without_workers_is_not_waited_for_for_ever(
    generated: Course, hand_in: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("ada", {**RIGHT, "share": "import time\ntime.sleep(60)\n" + RIGHT["share"]})
    monkeypatch.setattr(cluster, "PATIENCE", 4.0)
    with cluster.cluster(count=1) as client:
        client.cluster.adapt(minimum=0, maximum=0)
        with pytest.raises(
            GradingError, match=r"has had no worker for \d+ seconds; start one and run it again"
        ):
            autograde(course.Course(generated.root), ID, execute=partial(cluster.run, client=client))


def test_a_scheduler_that_is_lost_in_mid_run_is_named(generated: Course, hand_in: Hand) -> None:
    for student in ("ada", "bo", "cy"):
        hand_in(student, {**RIGHT, "share": "import time\ntime.sleep(1)\n" + RIGHT["share"]})
    with cluster.cluster(count=1) as client:
        with pytest.raises(GradingError, match="the scheduler is lost"):
            autograde(
                course.Course(generated.root),
                ID,
                execute=partial(cluster.run, client=client),
                progress=lambda *_: client.cluster.close(),
            )


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


def _deadly(submission: Any, *others: Any) -> Any:
    """Stands for a submission that takes its worker with it, as one that exhausts a machine's memory does."""
    from openhearth.grading.grader import Result

    if any(b"poison = 1" in content for content in submission.files.values()):
        os.kill(os.getpid(), signal.SIGKILL)
    return Result(submission.student, "graded")


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates on disk, and Dask's own variables that name them."""
    made = Security.temporary()
    files = {"ca-file": made.tls_ca_file}
    for role in ("client", "scheduler", "worker"):
        files |= {
            f"{role}.cert": getattr(made, f"tls_{role}_cert"),
            f"{role}.key": getattr(made, f"tls_{role}_key"),
        }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        variable = name.upper().replace("-", "_").replace(".", "__")
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{variable}", str(tmp_path / name))


def test_a_cluster_of_others_is_used_over_tls(generated: Course, hand_in: Hand, certificates: None) -> None:
    for student in ("ada", "bo", "cy"):
        hand_in(student, RIGHT)
    with contextlib.ExitStack() as running:

        def start(*words: str) -> None:
            process = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]])
            running.callback(process.wait)
            running.callback(process.terminate)

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"tls://127.0.0.1:{free.getsockname()[1]}"
        down = command(generated, "openhearth", *_words(generated, address), status=1)
        assert f"no scheduler answers at {address}" in " ".join(down.split())
        assert "Traceback" not in down
        start("scheduler", "--protocol", "tls", "--host", address, "--no-dashboard")
        for _ in range(2):
            start("worker", address, "--nthreads", "1", "--no-dashboard", "--death-timeout", "60")
        summary = grade(generated, "--executor", "dask", "--scheduler", address)
    assert outcomes(summary) == dict.fromkeys(("ada", "bo", "cy"), "graded")


def _words(course: Course, address: str) -> list[str]:
    return ["grade", ID, "--course", str(course.root), "--executor", "dask", "--scheduler", address]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tcp://10.0.0.1:8786", "is not encrypted"),
        ("tcp://127.0.0.1:1", "no scheduler answers at tcp://127.0.0.1:1"),
        ("tls://127.0.0.1:1", "asks for certificates, and Dask's configuration names none"),
    ],
)
def test_a_scheduler_that_cannot_be_used_is_named(
    address: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", "1s")
    with pytest.raises(GradingError, match=sentence), cluster.cluster(address):
        pass
