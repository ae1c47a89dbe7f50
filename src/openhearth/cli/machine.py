"""``openhearth machine``: what this machine can do, with reasons."""

import json

import typer


def register(app: typer.Typer) -> None:
    app.command("machine")(machine)


def machine(
    profile: str = typer.Option(
        "", "--profile", help="A shipped profile's name or a JSON file, not this machine."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Say what this machine can do, and why we believe it."""
    from openhearth.machine import Machine, detect

    found = Machine.from_profile(profile) if profile else detect()
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Profile {profile}" if profile else "This machine", title_justify="left")
    for column in ("what", "value", "because"):
        table.add_column(column, overflow="fold")
    for name, entry in found.to_json().items():
        table.add_row(name.replace("_", " "), _readable(name, entry["value"]), entry["reason"])
    Console().print(table)


def _readable(name: str, value: object) -> str:
    if name in ("memory", "disk", "accelerator_memory", "resident") and isinstance(value, int):
        return f"{value / 2**30:.1f} GiB"
    if name == "peak_flops" and isinstance(value, float):
        return f"{value / 1e9:,.0f} GFLOP/s"
    return str(value)
