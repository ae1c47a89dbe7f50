"""``openhearth prove``: are the tests of the assignments right?"""

import json
from pathlib import Path
from typing import Any

import typer

IDS = typer.Argument(None, help="Ids, such as 01-your_machine; default all.")
COURSE = typer.Option(
    None, "--course", help="The course root (default: the nearest, or notebooks/assignments)."
)


def register(app: typer.Typer) -> None:
    app.command("prove")(prove)


def prove(
    assignments: list[str] = IDS,
    course: Path | None = COURSE,
    seed: int | None = typer.Option(None, "--seed", help="Of the hidden tests' data; default a random one."),
    deadline: float = typer.Option(60.0, "--deadline", min=1, help="Seconds that each answer may take."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Prove assignments: reference, blank, right and wrong answers must get the marks they should."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from openhearth.grading.proof import prove as prove_

    errors = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("warming up", total=None)
        report = prove_(
            course or nearest_course(),
            assignments,
            seed,
            deadline=deadline,
            progress=lambda name, done, of: bar.update(task, description=name, completed=done, total=of),
        )
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    else:
        out = Console()
        for proof in report.proofs:
            _show(proof, out)
    errors.print(f"seed {report.seed}", highlight=False)
    raise typer.Exit(0 if report.clean else 1)


def _show(proof: Any, out: Any) -> None:
    from rich.table import Table
    from rich.text import Text

    verdict = "proved" if not proof.misses else f"{len(proof.misses)} miss{'es' * (len(proof.misses) > 1)}"
    each = proof.seconds / proof.submissions
    out.print(
        Text.assemble(
            (proof.id, "bold"),
            f"  {verdict}: reference {_yes(proof.reference)}, blank {_yes(proof.blank)}, "
            f"right {proof.right[0]}/{proof.right[1]}, wrong {proof.wrong[0]}/{proof.wrong[1]}  "
            f"({proof.submissions} answers, {each:.2f} s each)",
        )
    )
    table = Table("test", "catches", box=None, padding=(0, 2, 0, 2))
    table.add_column("", overflow="fold")
    for name, caught in proof.catches.items():
        called = f"{name} (shared)" if name in proof.shared else name
        table.add_row(called, str(len(caught)), Text(", ".join(v.partition("/")[2] for v in caught)))
    out.print(table)
    if proof.shared:
        out.print("  shared: runs in the learner's process, where it could be forged")
    for miss in proof.misses:
        out.print(Text.assemble(("  miss  ", "bold red"), miss))
    out.print()


def _yes(value: bool) -> str:
    return "ok" if value else "NOT ok"


def nearest_course() -> Path:
    """The course root at or above the current folder, or the repository's below one of them."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        for root in (folder, folder / "notebooks" / "assignments"):
            if (root / "nbgrader_config.py").is_file():
                return root
    return here / "notebooks" / "assignments"
