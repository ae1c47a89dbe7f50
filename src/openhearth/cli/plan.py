"""``openhearth plan``: the dial."""

import json
from pathlib import Path

import typer

from openhearth.errors import OpenhearthError


def register(app: typer.Typer) -> None:
    app.command("plan")(plan)


def plan(
    minutes: str = typer.Option("1", "--minutes", "-m", help="How long the training may take."),
    machine: str = typer.Option(
        "", "--machine", help="A shipped profile's name or a JSON file, not this machine."
    ),
    data: str = typer.Option("tales", "--data", "-d", help="The dataset: which law of sizes to go by."),
    picture: str = typer.Option("", "--picture", help="Also draw loss against size into this SVG file."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Fit a model and its training to this machine and some minutes, and say why."""
    from openhearth.machine import Machine, detect
    from openhearth.plan import candidates, make_plan, parse_minutes

    asked = parse_minutes(minutes)
    if picture and not picture.endswith(".svg"):
        raise OpenhearthError(f"--picture is {picture!r}; give a name that ends in .svg")
    found = Machine.from_profile(machine) if machine else detect()
    if machine:
        speed = None
    else:
        from openhearth import lm

        speed = lm.calibrate(found, asked, corpus=data)
    made = make_plan(found, asked, speed=speed, corpus=data)
    sizes = candidates(found, asked, speed=speed, corpus=data)
    if picture:
        _draw(Path(picture), sizes, made)
    if as_json:
        typer.echo(json.dumps(made.to_json(), indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    from openhearth.plan.picture import in_terminal

    console = Console()
    table = Table(title=f"{asked:g} minutes on {found.accelerator_name.value}", title_justify="left")
    for column in ("what", "choice", "because"):
        table.add_column(column, overflow="fold")
    for what, choice, why in rows(made):
        table.add_row(what, choice, why)
    console.print(table)
    bars = Table(
        title="Expected bits per byte, by parameters", title_justify="left", box=None, show_header=False
    )
    bars.add_column(justify="right")
    for size, bar, loss in in_terminal(sizes, made):
        style = "bold yellow" if "chosen" in loss else ""
        bars.add_row(size, bar, loss, style=style)
    console.print(bars)
    if picture:
        console.print(f"The picture is in {picture}")


def _draw(path: Path, sizes: "list", made: "object") -> None:  # type: ignore[type-arg]
    from openhearth import figures
    from openhearth.plan import Plan
    from openhearth.plan.picture import draw

    assert isinstance(made, Plan)
    if not path.parent.is_dir():
        raise OpenhearthError(f"there is no folder {path.parent} for the picture; make it first")
    with figures.figure() as (fig, ax):
        alt = draw(ax, sizes, made)
        figures.save(fig, path, alt)


def rows(made: "object") -> list[tuple[str, str, str]]:
    """(what, choice, because) for each line of the plan."""
    from openhearth.plan import Plan

    assert isinstance(made, Plan)
    why, predicted = made.reasons, made.predicted
    low, high = predicted.loss_interval
    least, most = predicted.energy_interval
    speed = f"{predicted.flops_per_second / 1e9:,.0f} GFLOP/s, {predicted.flops_per_second / made.peak_flops:.0%} of the peak"
    return [
        ("model", f"{made.parameters:,} parameters: {made.layers} layers of width {made.width}", why["size"]),
        ("heads", str(made.heads), why["heads"]),
        ("feed-forward", str(made.hidden), why["feed-forward"]),
        ("vocabulary", f"{made.vocab_size:,} tokens", why["vocabulary"]),
        ("context", f"{made.context} tokens", why["context"]),
        ("step", f"{made.tokens_a_step:,} tokens", why["step"]),
        ("micro-batch", f"{made.micro_batch} × {made.accumulation}", why["micro-batch"]),
        ("device", made.device, why["device"]),
        ("processes", f"{made.processes} ({made.parallel})", why["parallel"]),
        ("dtype", made.dtype, why["dtype"]),
        ("attention", why["attention"].split(":")[0].split(" (")[0], why["attention"]),
        ("compile", "yes" if made.compile else "no", why["compile"].partition(": ")[2] or why["compile"]),
        ("threads", str(made.threads), why["threads"]),
        ("optimizer", made.optimizer, why["optimizer"]),
        ("learning rate", f"{made.learning_rate:.4f}, {made.matrix_learning_rate:.3f}", why["learning rate"]),
        ("weight decay", f"{made.weight_decay:.2g}", why["weight decay"]),
        ("schedule", "by the clock", why["schedule"]),
        ("predicted time", f"{predicted.seconds:,.0f} s", "training stops on the dial"),
        (
            "predicted memory",
            f"{predicted.bytes / 2**20:,.0f} MiB",
            "Python with torch, weights, gradients, optimizer, activations, with headroom",
        ),
        ("predicted speed", speed, why["speed"]),
        (
            "predicted tokens",
            f"{predicted.tokens:,} in {predicted.steps:,} steps",
            why["tokens"],
        ),
        ("predicted loss", f"{predicted.loss:.3f} ({low:.3f} to {high:.3f}) bits per byte", why["loss"]),
        ("energy", f"{predicted.energy_wh:.2g} Wh ({least:.2g} to {most:.2g})", why["energy"]),
    ]
