"""The command line: one file a command group, each with a ``register(app)``.

Modules here import only typer and what is light; torch and the like are imported inside the commands.
"""

import errno
import sys
from importlib import import_module

import typer

from openhearth import __version__
from openhearth.errors import OpenhearthError

GROUPS = (
    "machine",
    "plan",
    "data",
    "train",
    "release",
    "prove",
    "grade",
    "ethics",
    "access",
    "serve",
    "course",
)

app = typer.Typer(
    name="openhearth",
    help="Build open-source AI, end to end: from a dataset you may use to a model you may responsibly release.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"openhearth {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say the version."
    ),
    debug: bool = typer.Option(False, "--debug", help="On an error, show the traceback too."),
) -> None:
    pass


for _group in GROUPS:
    import_module(f"openhearth.cli.{_group}").register(app)


def main() -> None:
    """Run the command line: one clear sentence and status 1 for a mistake."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1
    try:
        app(args=arguments, prog_name="openhearth")
    except OpenhearthError as error:
        if debug:
            raise
        _fail(str(error), 1)
    except OSError as error:
        if debug or error.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT):
            raise
        where = f" ({error.filename})" if error.filename else ""
        _fail(f"cannot write{where}: {error.strerror}; free some space or choose another folder", 1)


def _fail(sentence: str, status: int) -> None:
    typer.secho("error: ", fg=typer.colors.RED, bold=True, err=True, nl=False)
    typer.echo(sentence, err=True)
    sys.exit(status)
