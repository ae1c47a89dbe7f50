"""``openhearth grade`` and ``openhearth doctor``: a class's submissions, and whether this machine can confine them."""

import json
from pathlib import Path
from typing import Any

import typer

ASSIGNMENT = typer.Argument(..., help="The assignment's id, such as 01-your_machine.")
COURSE = typer.Option(
    None, "--course", help="The course root (default: the nearest, or notebooks/assignments)."
)
STUDENT = typer.Option(
    None, "--student", help="Whose submission; can be given several times. Default everybody's."
)


def register(app: typer.Typer) -> None:
    app.command("grade")(grade)
    app.command("report")(report)
    app.command("doctor")(doctor)


def grade(
    assignment: str = ASSIGNMENT,
    course: Path | None = COURSE,
    student: list[str] | None = STUDENT,
    isolation: str = typer.Option(
        "strict", "--isolation", help="strict, bwrap (slow) or none; below it nothing is graded."
    ),
    executor: str = typer.Option("local", "--executor", help="local, or dask for a cluster."),
    scheduler: str = typer.Option(
        "", "--scheduler", help="Dask's, as tls://HOST:PORT; default one started here."
    ),
    workers: int = typer.Option(0, "--workers", min=0, help="Default: one a processor."),
    deadline: float = typer.Option(300.0, "--deadline", min=1, help="Seconds that each notebook may take."),
    force: bool = typer.Option(False, "--force", help="Grade again what has been graded."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Grade the submissions of an nbgrader assignment, confined, and enter them in nbgrader's gradebook."""
    from contextlib import nullcontext
    from functools import partial

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from openhearth.cli.prove import nearest_course
    from openhearth.grading import cluster, local
    from openhearth.grading.autograde import autograde
    from openhearth.grading.course import Course
    from openhearth.grading.errors import GradingError

    if executor not in ("local", "dask"):
        raise GradingError(f"there is no executor {executor!r}; choose local or dask")
    if scheduler and executor != "dask":
        raise GradingError("--scheduler is Dask's; say --executor dask too")
    errors = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with (
        cluster.cluster(scheduler, workers) if executor == "dask" else nullcontext() as client,
        Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar,
    ):
        task = bar.add_task("warming up", total=None)
        summary = autograde(
            Course(course or nearest_course()),
            assignment,
            student or None,
            isolation=isolation,
            force=force,
            deadline=deadline,
            execute=partial(cluster.run, client=client) if client else partial(local.run, count=workers),
            progress=lambda line, done, of: bar.update(
                task, description=line.student, completed=done, total=of
            ),
        )
    if as_json:
        typer.echo(json.dumps(summary.to_json(), indent=2))
    else:
        _show(summary, Console())
    if isolation == "none":
        errors.print(
            "Submissions were not confined: they could read and change whatever you can.", style="bold red"
        )
    if summary.problem:
        errors.print(summary.problem, style="bold red", markup=False, highlight=False)
    raise typer.Exit(1 if summary.problem else 0)


def _show(summary: Any, out: Any) -> None:
    from rich.table import Table
    from rich.text import Text

    from openhearth.grading.grader import GRADED
    from openhearth.grading.outputs import plain

    table = Table("student", "outcome", "tests", "", box=None, padding=(0, 2, 0, 0))
    for line in summary.lines:
        if line.outcome != GRADED:
            score = f"{line.score:g} of {line.points:g}" if line.points else ""
            table.add_row(Text(plain(line.student)), line.outcome, score, Text(plain(line.reason)))
    if table.row_count:
        out.print(table)
    counts = ", ".join(f"{number} {outcome}" for outcome, number in summary.counts.items())
    before = sum(not line.fresh for line in summary.lines)
    out.print(
        f"{summary.assignment}: {counts}" + (f"; {before} of them before" if before else ""), highlight=False
    )


def report(
    assignment: str = ASSIGNMENT,
    course: Path | None = COURSE,
    out: Path | None = typer.Option(
        None, "--out", help="The folder to write to; default reports/ASSIGNMENT."
    ),
) -> None:
    """Write the report of a graded assignment: a page, and tables for spreadsheets, Canvas and Moodle."""
    from openhearth.cli.prove import nearest_course
    from openhearth.grading.course import Course
    from openhearth.grading.reporting import write_report

    found, folder = write_report(Course(course or nearest_course()), assignment, out)
    typer.echo(
        f"{len(found.students)} submissions: {folder / 'report.html'}, submissions.csv, canvas.csv, moodle.csv"
    )


def doctor(as_json: bool = typer.Option(False, "--json", help="Print one JSON object.")) -> None:
    """Say how strictly this machine can confine submissions, and what is missing."""
    from rich.console import Console
    from rich.text import Text

    from openhearth.grading.diagnosis import diagnose

    found = diagnose()
    if as_json:
        typer.echo(
            json.dumps(
                {"isolation": found.level, "checks": [check.__dict__ for check in found.checks]}, indent=2
            )
        )
        raise typer.Exit(0 if found.level != "none" else 1)
    out = Console()
    for check in found.checks:
        mark = ("there   ", "green") if check.there else ("missing ", "red" if check.needed else "yellow")
        out.print(Text.assemble(mark, f"{check.name}: {check.says}"))
    out.print(f"Isolation that can be had here: {found.level}", style="bold")
    raise typer.Exit(0 if found.level != "none" else 1)
