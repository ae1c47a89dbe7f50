"""Grading against plain nbgrader: the same submissions, the same cores, turn by turn, both to the gradebook.

    python benchmarks/grading.py [--quick] [--full] [--json FILE]

nbgrader runs in one process over all submissions, its best case: its start-up is not counted, nor is the start of our warm
process, which is a figure of its own. ``--full`` adds a class of 5,000 in place of 500.
"""

import contextlib
import logging
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from networks import ID, copied, make
from report import Report, main

from openhearth.grading import cluster, local
from openhearth.grading.autograde import autograde
from openhearth.grading.course import Course, Material
from openhearth.grading.grader import Result, Submission, grade, modules
from openhearth.grading.runner import Runner

ROUNDS, EACH = 5, 4


def measure(report: Report, quick: bool) -> None:
    """CPU and wall seconds a submission, scores, scaling from one worker to two, and memory over a long run."""
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder, "ours")
        rounds, each = (1, 2) if quick else (ROUNDS, EACH)
        students = make(ours, rounds * each)
        theirs = copied(ours, Path(folder, "theirs"))
        against_nbgrader(report, ours, theirs, students, rounds)
        scaling(report, Path(folder, "scaling"), 12 if quick else 80, 1 if quick else 3)
        memory(report, Path(folder, "memory"), 20 if quick else 5000 if "--full" in sys.argv else 500)


def against_nbgrader(report: Report, ours: Path, theirs: Path, students: list[str], rounds: int) -> None:
    kept = _Kept()
    course = Course(ours)
    began = time.perf_counter()
    kept.start(modules(course.material(ID)))
    report.figure("start of the warm process, s, once", time.perf_counter() - began, ("<=", 10.0))
    plain, own = _Cost(), _Cost()
    overheads: list[float] = []
    cells: list[float] = []
    _plain(theirs, students[:1])  # what is imported at first use is imported
    autograde(course, ID, students[:1], force=True, execute=kept.run)
    for at in range(rounds):
        batch = students[at::rounds]
        plain.add(len(batch), partial(_plain, theirs, batch), [])
        kept.cells.clear()
        own.add(
            len(batch), partial(autograde, course, ID, batch, force=True, execute=kept.run), [kept.process]
        )
        cells += kept.cells
        overheads.append(own.wall[-1] - statistics.mean(kept.cells))
    kept.close()
    report.figure("nbgrader: CPU s a submission", statistics.median(plain.cpu))
    report.figure("ours: CPU s a submission", statistics.median(own.cpu))
    ratio = statistics.median(a / b for a, b in zip(plain.cpu, own.cpu, strict=True))
    report.figure("× less CPU than nbgrader", ratio, (">=", 20.0))
    report.figure("nbgrader: wall s a submission", statistics.median(plain.wall))
    report.figure("ours: wall s a submission", statistics.median(own.wall))
    report.figure("ours: s in the cells themselves, median", statistics.median(cells))
    bound = statistics.median(plain.cpu) / statistics.mean(cells)
    report.figure("× less CPU, if ours were the cells alone", bound)
    report.figure("ours: s beyond the cells, median", statistics.median(overheads), ("<=", 0.12))
    same, of = _compared(ours, theirs, students)
    report.figure("cells compared", of)
    report.figure("cells with nbgrader's score, share", same / of, (">=", 1.0))


def scaling(report: Report, root: Path, count: int, rounds: int) -> None:
    """Submissions a second with one worker and with two, from the first result to the last; medians of ``rounds``.

    A worker brings a core. The coordinator and Dask's scheduler work too: one worker on two cores leaves one of them to
    those, two workers do not, and that is no loss of the workers'. So one worker on one core (with the others there) is held
    against two on two; one on two cores is shown beside it.
    """
    students = make(root, count)
    course = Course(root)
    every = sorted(os.sched_getaffinity(0))
    rates: dict[tuple[str, int, int], list[float]] = {}
    for _ in range(rounds):
        for workers, cores in ((1, 1), (1, 2), (2, 2)):
            _keep_to(every[:cores])
            rate = _rate(course, students, partial(local.run, count=workers))
            rates.setdefault(("local", workers, cores), []).append(rate)
            with cluster.cluster(count=workers) as client:
                _keep_to(every[:cores])  # threads that were there before, too
                rate = _rate(course, students, partial(cluster.run, client=client))
            rates.setdefault(("dask", workers, cores), []).append(rate)
    _keep_to(every)
    for (executor, workers, cores), found in rates.items():
        what = f"{executor}, {workers} worker(s) on {cores} core(s): submissions a second"
        report.figure(what, statistics.median(found))
    for executor in ("local", "dask"):
        for cores, target in ((1, (">=", 0.9) if executor == "dask" else None), (2, None)):
            pairs = zip(rates[executor, 1, cores], rates[executor, 2, 2], strict=True)
            efficiency = statistics.median(two / one / 2 for one, two in pairs)
            report.figure(
                f"{executor}: efficiency from 1 worker on {cores} core(s) to 2 on 2", efficiency, target
            )


def _keep_to(cores: list[int]) -> None:
    """Let all threads of this process, and what they start from now on, run on these cores alone."""
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(int(task.name), cores)


def memory(report: Report, root: Path, count: int) -> None:
    """Resident memory of the coordinator in the run's second tenth, and at its end."""
    students = make(root, count)
    process = psutil.Process()
    seen: list[float] = []
    began = time.perf_counter()
    autograde(
        Course(root),
        ID,
        students,
        execute=partial(local.run, count=2),
        progress=lambda line, done, of: seen.append(process.memory_info().rss / 2**20),
    )
    report.figure(f"{count} submissions: a second", count / (time.perf_counter() - began))
    early = statistics.median(seen[count // 10 : count // 5])
    late = statistics.median(seen[-count // 10 :])
    report.figure(f"{count} submissions: MiB of the coordinator after a tenth", early)
    report.figure(
        f"{count} submissions: MiB of the coordinator at the end, over that", late / early, ("<=", 1.1)
    )


class _Kept:
    """An executor whose warm process stays."""

    def __init__(self) -> None:
        self.cells: list[float] = []

    def start(self, needed: set[str]) -> None:
        self.runner = Runner(needed, {"NBGRADER_EXECUTION": "autograde"}, isolation="strict")
        self.process = psutil.Process(self.runner._process.pid)

    def run(
        self, submissions: Iterable[Submission], material: Material, _: Any
    ) -> Iterator[tuple[Submission, Result]]:
        for submission in submissions:
            result = grade(submission, material, self.runner)
            self.cells.append(sum(s for done in result.notebooks.values() for s in done.seconds.values()))
            yield submission, result

    def close(self) -> None:
        self.runner.close()


class _Cost:
    """Wall and CPU seconds a submission, one entry a round."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def add(self, count: int, do: Callable[[], object], others: list[psutil.Process]) -> None:
        cpu, wall = _cpu(others), time.perf_counter()
        do()
        self.wall.append((time.perf_counter() - wall) / count)
        self.cpu.append((_cpu(others) - cpu) / count)


def _cpu(others: list[psutil.Process]) -> float:
    """CPU seconds of this process and those of its children that have ended, and of ``others`` likewise."""
    own = os.times()
    return sum(own[:4]) + sum(sum(process.cpu_times()[:4]) for process in others)


def _plain(root: Path, students: list[str]) -> None:
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    course = Course(root)
    for student in students:
        directory = CourseDirectory(config=course.config, root=str(root))
        directory.assignment_id, directory.student_id = ID, student
        converter = Autograde(coursedir=directory, config=course.config)
        converter.force = True
        converter.start()


def _rate(course: Course, students: list[str], execute: Any) -> float:
    times: list[float] = []
    autograde(
        course,
        ID,
        students,
        force=True,
        execute=execute,
        progress=lambda line, done, of: times.append(time.perf_counter()),
    )
    skip = len(times) // 8
    return (len(times) - 1 - skip) / (times[-1] - times[skip])


def _compared(ours: Path, theirs: Path, students: list[str]) -> tuple[int, int]:
    from nbgrader.api import Gradebook

    same = of = 0
    with Gradebook(f"sqlite:///{ours}/gradebook.db") as a, Gradebook(f"sqlite:///{theirs}/gradebook.db") as b:
        for student in students:
            books = (book.find_submission_notebook(ID, ID, student).grades for book in (a, b))
            mine, plain = ({grade.name: grade.auto_score for grade in grades} for grades in books)
            of += len(plain)
            for name, score in plain.items():
                same += mine[name] == score
                if mine[name] != score:
                    print(f"{student}, {name}: {mine[name]} here, {score} by nbgrader")
    return same, of


if __name__ == "__main__":
    main("grading", measure)
