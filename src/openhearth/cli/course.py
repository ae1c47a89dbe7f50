"""``openhearth course``: run the course, read it, work in it."""

import contextlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from openhearth.course.lessons import Course

MINUTES = typer.Option(
    None, "--minutes", "-m", help="How long a lesson may train; default OPENHEARTH_MINUTES, or its own."
)
PORT = typer.Option(None, "--port", help="Default: the first that is free.")
NO_BROWSER = typer.Option(False, "--no-browser", help="Open no browser.")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Run the course, read it, work in it.", no_args_is_help=True)
    for command in (run, book, lab, apps, serve):
        group.command(command.__name__)(command)
    app.add_typer(group, name="course")


def run(
    book: bool = typer.Option(False, "--book", help="Then build the book and lay out the release."),
    lessons: str = typer.Option(None, "--lessons", help="Only these, such as 00,09."),
    minutes: str = MINUTES,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Run every lesson that is not done, at this machine's scale."""
    from openhearth.course import CourseError
    from openhearth.course.lessons import open_course

    course = open_course(minutes)
    names = [name.strip() for name in lessons.split(",") if name.strip()] if lessons is not None else None
    if book and names is not None:
        raise CourseError("a book needs every lesson; leave out --lessons or --book")
    _run(course, names, book=book, as_json=as_json)


def book(minutes: str = MINUTES) -> None:
    """Build the book; lessons that are not done are run."""
    from openhearth.course.lessons import open_course

    _run(open_course(minutes), None, book=True, as_json=False)


def lab(
    no_browser: bool = NO_BROWSER,
    port: int = PORT,
    instructor: bool = typer.Option(
        False, "--instructor", help="With nbgrader's formgrader and course list."
    ),
) -> None:
    """JupyterLab on lesson 00."""
    from openhearth.course.lessons import open_course
    from openhearth.course.serving import lab

    lab(open_course(), browser=not no_browser, port=port, instructor=instructor)


def apps(no_browser: bool = NO_BROWSER, port: int = PORT) -> None:
    """Talk to your model."""
    from openhearth.course.lessons import open_course
    from openhearth.course.serving import apps

    apps(open_course(), browser=not no_browser, port=port)


def serve(
    port: int = typer.Option(8000, "--port", help="On this machine only."),
    open_browser: bool = typer.Option(False, "--open", help="Open a browser on it."),
) -> None:
    """Show the built book."""
    from openhearth.course.lessons import open_course
    from openhearth.course.serving import serve

    serve(open_course(), port=port, browser=open_browser)


def _run(course: "Course", names: list[str] | None, *, book: bool, as_json: bool) -> None:
    from rich.console import Console

    from openhearth.course import runner
    from openhearth.course.book import build_book
    from openhearth.course.release import publish_release

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with _interruptible(), runner.alone(course):
        executed = runner.run(course, console, names=names)
        places: dict[str, str | None] = {}
        for kind in ("plan", "run"):
            newest = course.workspace.newest(kind)
            places[kind] = str(newest.path) if newest else None
        release = publish_release(course) if book else None
        html = build_book(course, console) if book else None
    places |= {"release": str(release) if release else None, "book": str(html) if html else None}
    report = {"executed": executed, "lessons": course.timings(), "places": places}
    if as_json:
        typer.echo(json.dumps(report, indent=2))
    else:
        _say(course, report, Console(highlight=False, soft_wrap=True))


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Say on Ctrl-C what it means here (typer would end without a word)."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("error: interrupted; what is done is kept: run the same command again to go on", err=True)
        raise typer.Exit(130) from None


def _say(course: "Course", report: dict[str, Any], console: "Console") -> None:
    from pathlib import Path

    from rich.table import Table

    timings, places = report["lessons"], report["places"]
    if report["executed"]:
        total = sum(timings[name]["seconds"] for name in report["executed"])
        console.print(f"\n{len(report['executed'])} lessons run in {total / 60:.1f} min.")
    else:
        console.print("All is done already; nothing was run.")
    names = {"plan": "plan", "run": "model", "release": "release", "book": "book"}
    table = Table.grid(padding=(0, 2))
    for key, name in names.items():
        if places[key]:
            path = Path(places[key]) / ("index.html" if key == "book" else "")
            near = path.is_relative_to(course.checkout)
            table.add_row(f"  {name}", str(path.relative_to(course.checkout) if near else path))
    console.print(table)
    if places["book"]:
        console.print(
            "Next: make serve (read the book), make apps (talk to your model), make lab (work in it)"
        )
