"""``openhearth serve``: the class service."""

from pathlib import Path

import typer


def register(parent: typer.Typer) -> None:
    parent.command("serve")(serve)


def serve(
    address: str = typer.Option(
        "", "--address", help="Under which learners reach it, as https://class.example; default this machine."
    ),
    port: int = typer.Option(8080, "--port", min=1, max=65535, help="To listen on."),
    practice: bool = typer.Option(
        False, "--practice", help="Practice and verification alone; nothing is kept."
    ),
    database: str = typer.Option("", "--database", help="Of accounts and sessions, by URL; default SQLite."),
    invite: str = typer.Option(
        "", "--invite", help="Make a one-time code for an instructor of this name, and end."
    ),
) -> None:
    """Serve a class: the exam, certificates, what is behind the gate, and the instructor's desk."""
    from openhearth.service.accounts import Accounts
    from openhearth.service.settings import load
    from openhearth.workspace import Workspace

    root: Path = Workspace().root
    settings = load(root, address or f"http://localhost:{port}", database, practice=practice)
    if invite:
        typer.echo(f"{invite}: {Accounts(settings).invite(invite, 'instructor')}")
        return
    import uvicorn

    from openhearth.service.app import create_app

    app = create_app(settings)
    typer.echo(f"{settings.address} (Ctrl-C ends it)" + (", practice mode" if practice else ""))
    uvicorn.run(
        app, host="127.0.0.1", port=port, log_level="warning", proxy_headers=False, server_header=False
    )
