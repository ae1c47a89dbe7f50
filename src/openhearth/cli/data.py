"""``openhearth data``: what datasets there are, under what terms; get one, verify one."""

import json
from typing import Any

import typer

app = typer.Typer(no_args_is_help=True, help="Datasets: list them, read their terms, get one, verify one.")
LANGUAGE = typer.Option([], "--language", "-l", help="Only this language; may be repeated.")
JSON = typer.Option(False, "--json", help="Print one JSON object.")


def register(parent: typer.Typer) -> None:
    """Add the group to the command line."""
    parent.add_typer(app, name="data")


@app.command("list")
def list_(as_json: bool = JSON) -> None:
    """The catalogue."""
    from openhearth import data

    if as_json:
        _print_json({name: entry.to_json() for name, entry in data.entries().items()})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("name", "tier", "for", "licence", "what", box=None, padding=(0, 2, 0, 0))
    for entry in data.entries().values():
        licences = entry.licence.split(" AND ")
        licence = licences[0] if len(licences) == 1 else f"by record, {len(licences)} in all"
        table.add_row(entry.name, entry.tier, entry.purpose, licence, entry.title)
    Console().print(table)


@app.command()
def info(
    name: str = typer.Argument(help="A name in the catalogue."),
    as_json: bool = JSON,
    as_croissant: bool = typer.Option(False, "--croissant", help="Print the entry as Croissant JSON-LD."),
) -> None:
    """What one dataset is, whose, and under what terms."""
    from openhearth import data
    from openhearth.data.croissant import describe

    entry = data.info(name)
    if as_json or as_croissant:
        _print_json(describe(entry) if as_croissant else entry.to_json())
        return
    facts = {
        "title": entry.title,
        "what": entry.summary,
        "for": entry.purpose + (" only" if entry.purpose == "evaluation" else ""),
        "tier": entry.tier,
        "licence": entry.licence + (" (each record has its own)" if " AND " in entry.licence else ""),
        "records": f"{entry.records:,}" if entry.records else "as many as you ask for",
        "languages": str(entry.languages or ""),
        "by": ", ".join(entry.creators),
        "origin": entry.origin,
        "home": entry.address,
        "cite": entry.citation,
        "archives": "\n".join(
            f"{archive.url}\n  content SHA-256 {archive.sha256}" for archive in entry.archives
        ),
        "sha256": entry.sha256 or "",
    }
    from rich.console import Console
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    for key, value in facts.items():
        if value:
            grid.add_row(key, value)
    Console().print(grid)


@app.command()
def get(
    name: str = typer.Argument(help="A name in the catalogue."),
    language: list[str] = LANGUAGE,
    stories: int | None = typer.Option(None, "--stories", help="This many, drawn by the seed."),
    seed: int = typer.Option(0, "--seed", help="The seed of whatever is drawn or generated."),
    commercial: bool = typer.Option(
        False, "--commercial", help="Only stories whose licence allows commercial use (drops NC)."
    ),
    as_json: bool = JSON,
) -> None:
    """Download or generate a dataset and keep it in the workspace, with its credits and Croissant."""
    from openhearth import data
    from openhearth.workspace import Workspace

    entry = data.info(name)
    if entry.tier != "open":
        _say_opened(name, as_json)
        return
    if entry.kind == "table":
        table = data.load(name)
        result: dict[str, Any] = {"name": name, "records": len(table), "path": None}
        said = f"{name}: {len(table):,} rows, carried by scikit-learn; there is nothing to get"
    else:
        corpus = data.load(name, languages=language or None, stories=stories, seed=seed, for_training=False)
        assert isinstance(corpus, data.Corpus)
        if commercial:
            corpus = corpus.without_non_commercial()
        if not corpus.stories:
            raise data.DataError(
                f"{name}: no story is left; ask for other languages, or leave out --commercial"
            )
        settings = {"languages": language, "stories": stories, "commercial": commercial}
        artefact = data.save(corpus, Workspace(), seed=seed, settings=settings)
        result = {**corpus.summary(), "artefact": artefact.name, "path": str(artefact.path)}
        said = (
            f"{name}: {len(corpus):,} stories in {len(corpus.languages)} languages, "
            f"{corpus.bytes / 1e6:.1f} MB, {corpus.licence}\nkept in {artefact.path}"
        )
    if as_json:
        _print_json(result)
    else:
        typer.echo(said)


@app.command()
def verify(name: str = typer.Argument(help="A name in the catalogue."), as_json: bool = JSON) -> None:
    """Check archives, records and kept artefacts of a dataset against their hashes."""
    from openhearth import data
    from openhearth.data.store import verify as verify_

    found = verify_(data.info(name))
    if as_json:
        _print_json({"name": name, "verified": found})
        return
    for what, digest in found.items():
        typer.echo(f"ok  {digest}  {what}")
    if not found:
        typer.echo(f"{name} is generated, and none of it is kept here yet: there is nothing to verify")


def _say_opened(name: str, as_json: bool) -> None:
    """Where a dataset that is behind the gate was opened; else an error with everything that is missing."""
    from openhearth.access.local import open_gate, opened
    from openhearth.ethics.credential import open_learner
    from openhearth.workspace import Workspace

    root = Workspace().root
    folder = opened(open_gate(root), name, open_learner(root / "ethics"), root)
    tables = sorted(path.name for path in folder.iterdir())
    if as_json:
        _print_json({"name": name, "path": str(folder), "files": tables})
    else:
        typer.echo(f"{name}: {', '.join(tables)}\nin {folder}")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
