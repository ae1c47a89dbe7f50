"""``openhearth train | evaluate | generate``: a language model, from the terminal."""

import json
import os
from typing import Any

import typer


def register(app: typer.Typer) -> None:
    app.command("train")(train)
    app.command("evaluate")(evaluate)
    app.command("generate")(generate)


DATA = typer.Option("tales", "--data", "-d", help="A dataset of the catalogue.")
LANGUAGES = typer.Option("", "--languages", "-l", help="Only these, as codes with commas between: en,hi.")
STORIES = typer.Option(0, "--stories", min=0, help="So many stories (0: the dataset's own number).")
JSON = typer.Option(False, "--json", help="Print one JSON object.")


def train(
    minutes: str = typer.Option("1", "--minutes", "-m", help="How long the training may take."),
    data: str = DATA,
    languages: str = LANGUAGES,
    stories: int = typer.Option(
        0,
        "--stories",
        min=0,
        help="So many stories (0: the dataset's own number; of tales, as many as the dial can use).",
    ),
    seed: int = typer.Option(0, "--seed", help="Of the split, the weights and the order."),
    name: str = typer.Option("", "--name", help="The run's name (default: a time stamp)."),
    resume: bool = typer.Option(
        False, "--resume", help="Go on with an unfinished run: --name, or the newest."
    ),
    max_steps: int = typer.Option(0, "--max-steps", min=0, help="Count steps instead of minutes."),
    as_json: bool = JSON,
) -> None:
    """Train a model that fits this machine and the minutes given."""
    from openhearth.plan import parse_minutes

    asked = parse_minutes(minutes)
    corpus = _corpus(data, languages, stories)
    from openhearth import lm
    from openhearth.data import Corpus
    from openhearth.machine import detect
    from openhearth.plan import Plan, make_plan, stories_for
    from openhearth.workspace import Workspace

    workspace = Workspace()
    if resume:
        plan = lm.unfinished_plan(workspace, name or None)
    else:
        machine = detect()
        speed = lm.calibrate(machine, asked, corpus=data, corpus_bytes=corpus.bytes)

        def planned(corpus: Corpus) -> Plan:
            together, size = int(os.environ.get("WORLD_SIZE", "1")), corpus.bytes
            return make_plan(
                machine, asked, speed=speed, corpus=data, corpus_bytes=size, processes=together, seed=seed
            )

        plan = planned(corpus)
        if data == "tales" and not stories and stories_for(plan) > len(corpus):
            corpus = _corpus(data, languages, stories_for(plan))
            plan = planned(corpus)
        _say(f"{plan.parameters:,} parameters, {asked:g} minutes, {len(corpus):,} stories of {corpus.name}")
    try:
        run = lm.train(
            plan,
            corpus,
            workspace,
            name=name or None,
            resume=resume,
            max_steps=max_steps or None,
            show=None if as_json else "auto",
        )
    except KeyboardInterrupt:  # typer would end without a word
        typer.echo("error: interrupted; the run is kept: go on with openhearth train --resume", err=True)
        raise typer.Exit(130) from None
    last = lm.read_metrics(run)[-1]
    if as_json and _first():
        typer.echo(json.dumps({"run": run.name, "path": str(run.path), **last}))
        return
    _say(
        f"{run.name}: {last['validation_bits_per_byte']:.3f} bits per byte on held-out stories after "
        f"{last['tokens']:,} tokens in {last['seconds']:.0f} s, in {run.path}"
    )


def evaluate(
    run: str = typer.Argument("newest", help="A run's name, newest or reference."),
    data: str = typer.Option("", "--data", "-d", help="Another dataset than the run's own held-out stories."),
    languages: str = LANGUAGES,
    stories: int = STORIES,
    as_json: bool = JSON,
) -> None:
    """Score a model in bits per byte, by language, against the known limit."""
    from openhearth import lm
    from openhearth.workspace import Workspace

    workspace = Workspace()
    found = workspace.find("run", run)
    if data:
        corpus, training = _corpus(data, languages, stories, for_training=False), None
    else:
        training, corpus = lm.split_of(found, workspace)
    evaluation = lm.evaluate(found, corpus, workspace, training=training)
    result = lm.read_evaluation(evaluation)
    if as_json:
        typer.echo(json.dumps({"evaluation": evaluation.name, **result}))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{found.name} on {len(corpus):,} stories of {corpus.name}", title_justify="left")
    for column in ("language", "bits per byte", "limit", "gap"):
        table.add_column(column, justify="left" if column == "language" else "right")
    limits = result["limit"] or {}
    for code, bits in result["bits_per_byte"].items():
        table.add_row(code, f"{bits:.3f}", *_against(bits, limits.get(code)))
    table.add_section()
    table.add_row("all", f"{result['mean']:.3f}", *_against(result["mean"], result["mean_limit"]))
    Console().print(table)
    if result["memorised"]:
        _say(
            f"learned by heart: {result['memorised']['excess']:+.1%} of passages above what held-out stories share"
        )


def generate(
    run: str = typer.Option("newest", "--run", help="A run's name, newest or reference."),
    prompt: str = typer.Option("", "--prompt", "-p", help="How the story begins."),
    temperature: float = typer.Option(
        0.8, "--temperature", "-t", help="0: always the likeliest; 1: as learned."
    ),
    top_p: float = typer.Option(1.0, "--top-p", help="Draw among the likeliest that sum to this."),
    max_tokens: int = typer.Option(200, "--max-tokens", help="Stop after so many."),
    seed: int | None = typer.Option(None, "--seed", help="The same seed tells the same story."),
) -> None:
    """Let a model go on from a prompt."""
    from openhearth import lm
    from openhearth.workspace import Workspace

    model, tokenizer = lm.load(Workspace().find("run", run).path)
    options: dict[str, Any] = {"temperature": temperature, "top_p": top_p, "max_tokens": max_tokens}
    pieces = lm.generate(model, tokenizer, prompt, seed=seed, **options)
    typer.echo(prompt, nl=False)
    for piece in pieces:
        typer.echo(piece, nl=False)
    typer.echo()


def _corpus(name: str, languages: str, stories: int, *, for_training: bool = True) -> Any:
    from openhearth import data
    from openhearth.data import Corpus, DataError

    wanted = [code.strip() for code in languages.split(",") if code.strip()] or None
    corpus = data.load(name, languages=wanted, stories=stories or None, for_training=for_training)
    if not isinstance(corpus, Corpus):
        raise DataError(f"{name} is a table of numbers, not stories; choose tales or storybooks")
    return corpus


def _against(bits: float, limit: float | None) -> tuple[str, str]:
    return ("–", "–") if limit is None else (f"{limit:.3f}", f"{bits - limit:+.3f}")


def _say(sentence: str) -> None:
    if _first():
        typer.echo(sentence, err=True)


def _first() -> bool:
    """Whether this is the process that speaks for all that ``torchrun`` started."""
    return os.environ.get("RANK", "0") == "0"
