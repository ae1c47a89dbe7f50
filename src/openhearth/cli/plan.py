"""``openhearth plan``: the dial."""

import json

import typer


def register(app: typer.Typer) -> None:
    app.command("plan")(plan)


def plan(
    minutes: str = typer.Option("1", "--minutes", "-m", help="How long the training may take."),
    machine: str = typer.Option(
        "", "--machine", help="A shipped profile's name or a JSON file, not this machine."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Fit a model and its training to this machine and some minutes, and say why."""
    from openhearth.machine import Machine, detect
    from openhearth.plan import calibrate, make_plan, parse_minutes

    asked = parse_minutes(minutes)
    found = Machine.from_profile(machine) if machine else detect()
    made = make_plan(found, asked, peak=found.peak_flops or calibrate(found))
    if as_json:
        typer.echo(json.dumps(made.to_json(), indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{asked:g} minutes on {found.accelerator_name.value}", title_justify="left")
    for column in ("what", "choice", "because"):
        table.add_column(column, overflow="fold")
    for what, choice, why in rows(made):
        table.add_row(what, choice, why)
    Console().print(table)


def rows(made: "object") -> list[tuple[str, str, str]]:
    """(what, choice, because) for each line of the plan."""
    from openhearth.plan import Plan

    assert isinstance(made, Plan)
    why, predicted = made.reasons, made.predicted
    return [
        ("model", f"{made.parameters:,} parameters: {made.layers} layers of width {made.width}", why["size"]),
        ("heads", str(made.heads), why["heads"]),
        ("feed-forward", str(made.hidden), why["feed-forward"]),
        ("vocabulary", f"{made.vocab_size:,} tokens", why["vocabulary"]),
        ("context", f"{made.context} tokens", why["context"]),
        ("step", f"{made.tokens_a_step:,} tokens", why["step"]),
        ("micro-batch", f"{made.micro_batch} × {made.accumulation}", why["micro-batch"]),
        ("device", f"{made.device}, {made.dtype}", f"{why['device']}; {why['dtype']}"),
        ("threads", str(made.threads), why["threads"]),
        ("optimizer", made.optimizer, why["optimizer"]),
        ("learning rate", f"{made.learning_rate:.4f}, {made.matrix_learning_rate:.3f}", why["learning rate"]),
        ("predicted time", f"{predicted.seconds:,.0f} s", "training stops on the dial"),
        (
            "predicted memory",
            f"{predicted.bytes / 2**20:,.0f} MiB",
            "weights, optimizer, activations, with headroom",
        ),
        ("predicted tokens", f"{predicted.tokens:,} in {predicted.steps:,} steps", why["speed"]),
        ("energy", f"{predicted.energy_wh:.2g} Wh", why["energy"]),
    ]
