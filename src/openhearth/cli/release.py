"""``openhearth release``: build, check and verify what others may use."""

import json
from pathlib import Path

import typer

app = typer.Typer(help="Build, check and verify a release.", no_args_is_help=True)
FOLDER = typer.Argument(help="The release.")
JSON = typer.Option(False, "--json", help="Print one JSON object.")
KEY = typer.Option(None, "--key", help="The public key to trust (default: your own).")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="release")


@app.command()
def build(
    run: str = typer.Option("newest", "--run", help="A run's name, newest or reference."),
    evaluation: str = typer.Option(
        "", "--evaluation", help="An evaluation's name (default: the run's newest)."
    ),
    name: str = typer.Option("", "--name", help="The model's name."),
    licence: str = typer.Option(
        "Apache-2.0", "--licence", "--license", help="SPDX id of the model's licence."
    ),
    purpose: str = typer.Option("", "--purpose", help="What the model is for, in a sentence."),
    out: Path | None = typer.Option(None, "--out", help="Copy the release to this folder."),
    as_json: bool = JSON,
) -> None:
    """Document, license and sign a model."""
    from openhearth import release
    from openhearth.workspace import Workspace

    workspace = Workspace()
    found = workspace.find("run", run)
    judged = (
        workspace.find("evaluation", evaluation) if evaluation else release.evaluation_of(found, workspace)
    )
    folder = release.build(
        found, judged, workspace, name=name or None, licence=licence, purpose=purpose, out=out
    )
    signed_by = release.fingerprint(release.key_pair(workspace)[1])
    if as_json:
        typer.echo(json.dumps({"path": str(folder), "key": signed_by}))
    else:
        typer.echo(f"{folder}\nsigned with your key {signed_by}")


@app.command()
def check(folder: Path = FOLDER, key: Path | None = KEY, as_json: bool = JSON) -> None:
    """Hold a release against every check; fails if one fails."""
    from openhearth.release import check as inspect

    findings = inspect(folder, key)
    failed = [finding.check for finding in findings if not finding.passed]
    if as_json:
        found = [finding.to_json() for finding in findings]
        typer.echo(json.dumps({"passed": not failed, "findings": found}, ensure_ascii=False))
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(title=str(folder), title_justify="left")
        for column in ("check", "", "found", "what to do"):
            table.add_column(column, overflow="fold")
        for finding in findings:
            verdict = Text("passed", "green") if finding.passed else Text("failed", "bold red")
            table.add_row(
                finding.check.replace("_", " "), verdict, Text(finding.evidence), Text(finding.remedy)
            )
        Console().print(table)
    if failed:
        typer.secho("error: ", fg=typer.colors.RED, bold=True, err=True, nl=False)
        typer.echo(f"{folder} fails: {', '.join(failed)}", err=True)
        raise typer.Exit(1)


@app.command()
def verify(folder: Path = FOLDER, key: Path | None = KEY, as_json: bool = JSON) -> None:
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
