"""``openhearth release``: build, check and verify what others may use."""

import json
from pathlib import Path

import typer

app = typer.Typer(help="Build, check and verify a release.", no_args_is_help=True)
JSON = typer.Option(False, "--json", help="Print one JSON object.")
KEY = typer.Option(None, "--key", help="The public key to trust (default: your own).")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="release")


@app.command()
def build(
    run: str = typer.Option("newest", "--run", help="A run's name, newest or reference."),
    evaluation: str = typer.Option("newest", "--evaluation", help="An evaluation of that run."),
    name: str = typer.Option("", "--name", help="The model's name."),
    licence: str = typer.Option(
        "Apache-2.0", "--licence", "--license", help="SPDX id of the model's licence."
    ),
    purpose: str = typer.Option("", "--purpose", help="What the model is for, in a sentence."),
    out: Path | None = typer.Option(None, "--out", help="Copy the release to this folder."),
    as_json: bool = JSON,
) -> None:
    """Document, license and sign a model."""
    from openhearth.release import build as make
    from openhearth.release.cards import DEFAULT_PURPOSE
    from openhearth.workspace import Workspace

    workspace = Workspace()
    folder = make(
        workspace.find("run", run),
        workspace.find("evaluation", evaluation),
        workspace,
        name=name or None,
        licence=licence,
        purpose=purpose or DEFAULT_PURPOSE,
        out=out,
    )
    typer.echo(json.dumps({"path": str(folder)}) if as_json else f"{folder}")


@app.command()
def check(folder: Path, key: Path | None = KEY, as_json: bool = JSON) -> None:
    """Hold a release against every check; fails if one fails."""
    from openhearth.release import check as inspect

    findings = inspect(folder, key)
    passed = all(finding.passed for finding in findings)
    if as_json:
        found = [finding.to_json() for finding in findings]
        typer.echo(json.dumps({"passed": passed, "findings": found}, ensure_ascii=False))
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table(title=str(folder), title_justify="left")
        for column in ("check", "", "found", "what to do"):
            table.add_column(column, overflow="fold")
        for finding in findings:
            verdict = "[green]passed[/]" if finding.passed else "[red]failed[/]"
            table.add_row(finding.check, verdict, finding.evidence, finding.remedy)
        Console().print(table)
    if not passed:
        failed = [finding.check for finding in findings if not finding.passed]
        typer.secho("error: ", fg=typer.colors.RED, bold=True, err=True, nl=False)
        typer.echo(f"{folder} fails: {', '.join(failed)}", err=True)
        raise typer.Exit(1)


@app.command()
def verify(folder: Path, key: Path | None = KEY, as_json: bool = JSON) -> None:
    """Check that a release is what was signed, to the byte."""
    from openhearth.release import verify as examine

    found = examine(folder, key)
    whose = "your own key" if key is None else f"the key {key}"
    typer.echo(
        json.dumps({"verified": True, "key": found}) if as_json else f"as signed with {whose} ({found})"
    )


@app.command()
def key(as_json: bool = JSON) -> None:
    """Say where your public key is, and its fingerprint; the pair is made when first asked for."""
    from openhearth.release import fingerprint, key_pair
    from openhearth.workspace import Workspace

    public = key_pair(Workspace())[1]
    found = {"public": str(public), "fingerprint": fingerprint(public)}
    typer.echo(json.dumps(found) if as_json else f"{public}\n{found['fingerprint']}")
