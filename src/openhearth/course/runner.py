"""Every lesson in order, each in a kernel of its own, all in one workspace.

A lesson that is done is skipped; the first that is not is run, and so is every one after it, for each
takes what the one before it left.
"""

import contextlib
import signal
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from openhearth.course import CourseError
from openhearth.course.execute import execute
from openhearth.course.lessons import Course, Lesson, Record

if TYPE_CHECKING:
    from rich.console import Console


def run(course: Course, console: "Console", *, names: Sequence[str] | None = None) -> list[str]:
    """Execute the lessons that are not done; return their names.

    Args:
        console: where progress goes.
        names: which lessons (numbers or names); default all.

    Raises:
        CourseError: a lesson failed; those before it stay done.
    """
    chosen = course.chosen(names)
    todo = [lesson for lesson in chosen if not course.is_done(lesson)]
    if not todo:
        return []
    first = chosen.index(todo[0])
    todo = chosen[first:] if names is None else todo
    if first:
        console.print(f"{first} of {len(chosen)} lessons are done already.")
    machine = _show_plan(course, console)
    executed = []
    with _progress(course, todo, console) as step:
        for lesson in chosen:
            if course.is_done(lesson):  # asked again: each run may outdate the next
                continue
            record = _run_one(course, lesson, step)
            course.keep_timings(machine)
            executed.append(lesson.name)
            console.print(f"  {lesson.name:<28} {record.seconds:6.1f} s {record.peak_mb:7.0f} MB")
    return executed


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Hold the checkout's ``_build`` and the workspace; make SIGTERM end the course as Ctrl-C does.

    Raises:
        CourseError: another course holds ``_build``.
        WorkspaceError: another course holds the workspace, or it cannot be written.
    """
    course.build.mkdir(exist_ok=True)
    lock = FileLock(course.build / ".course.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CourseError(
            f"another course is writing to {course.build}; wait for it to end or stop it"
        ) from None
    try:
        with course.workspace.lock("course"), _stoppable():
            yield
    finally:
        lock.release()


def _run_one(course: Course, lesson: Lesson, step: Any) -> Record:
    step(lesson.name, 0.0)
    key, after, before = course.key(lesson), course.before(lesson), course.artefacts()
    cells = max(len(lesson.code), 1)
    outcome = execute(
        lesson.notebook,
        name=f"lesson {lesson.name}",
        environment=course.environment,
        on_cell=lambda: step(lesson.name, 1 / cells),
    )
    left = [name for name, created in course.artefacts().items() if before.get(name) != created]
    record = Record(key, uuid.uuid4().hex, after, left, outcome.seconds, outcome.peak_mb)
    course.keep(lesson, outcome.notebook, record)
    return record


def _show_plan(course: Course, console: "Console") -> dict[str, Any]:
    """Say in a few lines what this machine will do; return the machine as JSON."""
    from openhearth import lm
    from openhearth.machine import detect
    from openhearth.plan import make_plan

    machine, minutes = detect(), course.minutes or 1.0
    plan = make_plan(machine, minutes, speed=lm.calibrate(machine, minutes))
    name = machine.accelerator_name.value
    console.print(
        f"This machine: {name}, {machine.cores.value} cores, {machine.memory.value / 1e9:.1f} GB of memory\n"
        f"The plan for {plan.minutes:g} min of training: {plan.parameters:,} parameters in {plan.layers} layers "
        f"of width {plan.width}, {plan.predicted.tokens:,} tokens, {plan.predicted.bytes / 1e6:,.0f} MB, "
        f"{plan.device} {plan.dtype}\n"
        f"Workspace: {course.workspace.root}"
    )
    return machine.to_json()


@contextlib.contextmanager
def _progress(course: Course, todo: Sequence[Lesson], console: "Console") -> Iterator[Any]:
    """A bar over ``todo``; yields ``step(lesson, share of it just done)``.

    A lesson weighs the seconds it took last time. Where that is not known, each of its cells weighs as
    the cells of the others do, or the same.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    known = {name: timing["seconds"] for name, timing in course.timings().items()}
    cells = {lesson.name: max(len(lesson.code), 1) for lesson in course.lessons}
    a_cell = sum(known.values()) / max(sum(cells[name] for name in known), 1) or 1.0
    weights = {lesson.name: known.get(lesson.name, cells[lesson.name] * a_cell) for lesson in todo}
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=600) as progress:
        task = progress.add_task("", total=sum(weights.values()))

        def step(name: str, share: float) -> None:
            progress.update(task, description=name, advance=share * weights[name])

        yield step


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM does what Ctrl-C does, and Ctrl-C works even in a shell's background job."""

    def stop(*_: Any) -> None:
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler), signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
