"""Two hundred kills at random moments: no submission is lost, entered twice or skipped, and nothing stays behind."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from classroom import RIGHT, Hand, grade, outcomes, scores
from made_up import ID, Course

from openhearth.grading import cluster, groups, local, places
from openhearth.grading import course as course_module
from openhearth.grading.autograde import Summary, autograde

GRADERS, ZYGOTES, WORKERS = 80, 100, 20
SLEEPS = {**RIGHT, "share": "import time\ntime.sleep(0.05)\n" + RIGHT["share"]}


@pytest.fixture(autouse=True)
def nothing_stays(generated: Course) -> Iterator[None]:
    """After the next start there is no process, mount, control group or folder of a grader that was killed."""
    mounts = Path("/proc/self/mountinfo").read_text()
    yield
    grade(generated, "--student", "s000", "--force")
    for _ in range(50):
        if not list(_warm_processes()):
            break
        time.sleep(0.1)
    assert not list(_warm_processes())
    assert Path("/proc/self/mountinfo").read_text() == mounts
    left = [*groups.TOP.glob(f"**/{groups.PREFIX}*"), *Path("/tmp").glob(f"{places.SCRATCH}*")]
    for folder in left:
        assert psutil.pid_exists(int(folder.name.rsplit("-")[2])), folder


def _warm_processes() -> Iterator[psutil.Process]:
    """Of this Python, whoever started them."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if words[:1] == [sys.executable] and "openhearth.grading.zygote" in words:
            yield process


def _entered(course: Course) -> dict[str, int]:
    """How often each student's work is in the gradebook."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        found = database.execute(
            "select student_id, count(*) from submitted_assignment group by student_id"
        ).fetchall()
    return dict(found)


def _times(course: Course) -> dict[str, int]:
    journal = course.root / ".openhearth-grading" / ID
    return {path.name: path.stat().st_mtime_ns for path in journal.glob("*.json")}


def test_the_grader(generated: Course, hand_in: Hand, tmp_path: Path) -> None:
    students = [f"s{i:03}" for i in range(30)]
    rounds = 0

    def hand_in_anew() -> None:
        for student in students:
            hand_in(student, {**SLEEPS, "why": f"Round {rounds}."})

    script = tmp_path / "killed.py"
    script.write_text(
        textwrap.dedent(
            """\
            import os, random, signal, sys, time
            from functools import partial
            from pathlib import Path
            import nbgrader.api, nbconvert
            from openhearth.grading import course, local
            from openhearth.grading.autograde import autograde
            chance, kills = random.Random(sys.argv[2]), 0
            found = course.Course(Path(sys.argv[1]))
            for line in sys.stdin:
                while kills < int(line):
                    grader = os.fork()
                    if not grader:
                        autograde(found, sys.argv[3], execute=partial(local.run, count=2))
                        os._exit(0)
                    time.sleep(chance.uniform(0, 1.2))
                    os.kill(grader, signal.SIGKILL)
                    if os.waitpid(grader, 0)[1] == 0:
                        break  # it had done with the class
                    kills += 1
                print(kills, flush=True)
            """
        )
    )
    words = [sys.executable, "-P", str(script), str(generated.root), "a seed", ID]
    seen: dict[str, int] = {}
    kills = 0
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin
        assert running.stdout
        while kills < GRADERS:
            hand_in_anew()
            rounds += 1
            while True:
                aim = min(kills + 5, GRADERS)
                print(aim, file=running.stdin, flush=True)
                kills = int(running.stdout.readline())
                times = _times(generated)
                assert {name: times[name] for name in seen} == seen  # nothing is graded twice
                seen = times
                if kills < aim or kills == GRADERS:
                    break
        running.stdin.close()
    summary = grade(generated)
    assert outcomes(summary) == dict.fromkeys(students, "needs review")
    assert {name: when for name, when in _times(generated).items() if name in seen} == seen
    assert _entered(generated) == dict.fromkeys(students, 1)
    assert all(scores(generated, student)["test_share"] == (2, False) for student in students)
    assert rounds > 1
    assert len(_times(generated)) == rounds * len(students)  # each round's work once


def test_the_warm_process(generated: Course, hand_in: Hand) -> None:
    students = [f"s{i:03}" for i in range(5 * ZYGOTES)]
    for student in students:
        hand_in(student, SLEEPS)
    chance = random.Random("another seed")
    finished, over = threading.Semaphore(0), threading.Event()
    kills = 0

    def kill() -> None:
        nonlocal kills
        while kills < ZYGOTES and not over.is_set():
            for _ in range(3):  # what was at work at the last kill is done, so that nothing meets with two
                finished.acquire()
            time.sleep(chance.uniform(0, 0.15))
            mine = [child for child in psutil.Process().children() if child in list(_warm_processes())]
            if mine and not over.is_set():
                mine[0].kill()
                kills += 1
            while finished.acquire(blocking=False):
                pass

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        summary = autograde(
            course_module.Course(generated.root),
            ID,
            execute=partial(local.run, count=1),
            progress=lambda line, done, of: finished.release(),
        )
    finally:
        over.set()
        finished.release(3)
        killer.join()
    assert kills == ZYGOTES
    _all_graded(summary, generated, students)


def test_a_worker_of_a_cluster(generated: Course, hand_in: Hand) -> None:
    students = [f"s{i:03}" for i in range(20 * WORKERS)]
    for student in students:
        hand_in(student, SLEEPS)
    chance = random.Random("a third seed")
    kills = 0
    due = time.monotonic() + 1.0

    def progress(line: Any, done: int, of: int) -> None:
        nonlocal kills, due
        if kills < WORKERS and time.monotonic() > due:
            there = _workers(client)
            if there:
                os.kill(chance.choice(there), signal.SIGKILL)
                kills += 1
                due = time.monotonic() + chance.uniform(0.5, 2.0)

    with cluster.cluster(count=2) as client:
        summary = autograde(
            course_module.Course(generated.root),
            ID,
            execute=partial(cluster.run, client=client),
            progress=progress,
        )
    assert kills == WORKERS
    _all_graded(summary, generated, students)


def _workers(client: Any) -> list[int]:
    """Processes of those that are at work."""
    there = client.scheduler_info()["workers"]
    return [
        nanny.pid for nanny in client.cluster.workers.values() if nanny.worker_address in there and nanny.pid
    ]


def _all_graded(summary: Summary, course: Course, students: list[str]) -> None:
    assert [line.student for line in summary.lines] == students
    assert {line.outcome for line in summary.lines} == {"graded"}
    assert not summary.problem
    assert _entered(course) == dict.fromkeys(students, 1)
    assert len(_times(course)) == len(students)
    for student in students:
        assert scores(course, student)["test_share"] == (2, False)
