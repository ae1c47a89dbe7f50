"""``openhearth ethics``: the training's exam and its certificate."""

import typer

from openhearth.cli import credential, exam, practicals

app = typer.Typer(
    help="The ethics training: its practical tasks, exam and certificate.", no_args_is_help=True
)


def register(parent: typer.Typer) -> None:
    exam.add(app)
    practicals.add(app)
    credential.add(app)
    parent.add_typer(app, name="ethics")
