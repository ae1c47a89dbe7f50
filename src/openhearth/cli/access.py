"""``openhearth access``: what is behind the gate, and how it is asked for, signed, granted, opened, revoked and audited."""

import csv
import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from openhearth.access import Desk, Gate
    from openhearth.ethics.credential import Learner

app = typer.Typer(
    help="The gate: datasets, source and weights that not everybody may have at once.", no_args_is_help=True
)
NAME = typer.Argument(..., help="A resource behind the gate.")
PURPOSE = typer.Option("education", "--purpose", help="education, research, care or commerce.")
BY = typer.Option("", "--by", help="Who decides, as the log shows it; default your user name.")
SERVICE = typer.Option(
    "", "--service", help="The address of a class service; default this machine's own gate."
)
JSON = typer.Option(False, "--json", help="Print one JSON object.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="access")


@app.command()
def place(
    name: str = typer.Argument(..., help="What it is to be called; clinic for the synthetic clinic."),
    folder: Path | None = typer.Argument(
        None, help="The folder to seal: data, source, or a released bundle."
    ),
    tier: str = typer.Option("credentialed", "--tier", help="open, registered, credentialed or reviewed."),
    kind: str = typer.Option("dataset", "--kind", help="dataset, source or weights."),
    title: str = typer.Option("", "--title", help="What it is, in a few words."),
    agreement: Path | None = typer.Option(
        None, "--agreement", help="The text to sign; default the project's for the tier."
    ),
    policy: Path | None = typer.Option(
        None, "--policy", help="An ODRL policy; default use for learning and research."
    ),
    least: str = typer.Option(
        "1.0", "--least", help="The oldest version of the ethics training that will do."
    ),
    by: str = BY,
) -> None:
    """Put a folder behind the gate, or place it again with a new key."""
    from openhearth.access import AccessError, Resource, terms
    from openhearth.access.local import place_clinic
    from openhearth.cli.exam import _secret
    from openhearth.workspace import read_json

    if tier not in terms.ASKS or kind not in terms.KINDS:
        raise AccessError(
            f"the tier is one of {', '.join(terms.ASKS)}, the kind one of {', '.join(terms.KINDS)}"
        )
    if folder is None and name != "clinic":
        raise AccessError(f"name the folder of {name} too; only clinic is made here")
    text = agreement.read_text(encoding="utf-8") if agreement else terms.default_agreement(tier)
    rules = read_json(policy) if policy else terms.default_policy(name, tier)
    resource = Resource(name, kind, tier, title or name, text, rules, least, "")
    gate = _gate()
    made = (
        gate.place(resource, folder, _who(by))
        if folder
        else place_clinic(gate, resource, _secret(), _who(by))
    )
    typer.echo(f"{made.name} is {made.tier}; the sealed file may lie anywhere: {gate.sealed(name)}")


@app.command()
def request(
    name: str = NAME,
    why: str = typer.Option(..., "--why", help="What you want it for, in a sentence or more."),
    purpose: str = PURPOSE,
    days: int = typer.Option(90, "--days", help="How long you need it."),
    referee: str = typer.Option("", "--referee", help="Who knows your work; reviewed resources ask for one."),
    as_json: bool = JSON,
) -> None:
    """Ask for a resource."""
    learner = _learner()
    id_ = _desk().request(learner.key.did, name, purpose, why, days, referee)
    _say(
        {"request": id_}, f"request {id_}; an instructor decides with openhearth access grant {id_}", as_json
    )


@app.command()
def sign(
    name: str = NAME,
    yes: bool = typer.Option(False, "--yes", help="Sign without being asked."),
    service: str = SERVICE,
) -> None:
    """Read a resource's agreement, and sign it with your key."""
    from openhearth.access import local
    from openhearth.access.remote import Service
    from openhearth.access.terms import agreement_hash

    if service:
        terms = Service(service).terms(name)
        title, tier, text = terms["title"], terms["tier"], terms["agreement"]
    else:
        resource = _gate().resource(name)
        title, tier, text = resource.title, resource.tier, resource.agreement
    typer.echo(f"{title} ({tier})\n\n{text}")
    if not yes and not typer.confirm("Do you agree?"):
        typer.echo("Nothing was signed.")
        raise typer.Exit(1)
    if service:
        Service(service).sign(name, agreement_hash(name, text), _learner())
    else:
        local.sign(_gate(), name, _learner())
    typer.echo(f"signed; SHA-256 {agreement_hash(name, text)}")


@app.command("sign-in")
def sign_in(
    service: str = typer.Argument(..., help="The address of a class service."),
    code: str = typer.Argument(..., help="The code that its sign-in page shows in your own browser."),
    enrol: str = typer.Option("", "--enrol", help="The first time: the code that your instructor gave you."),
) -> None:
    """Sign in to a class service: your key signs the code that your browser shows."""
    from openhearth.access.remote import Service

    name = Service(service).sign_in(code, _learner(), enrol)
    typer.echo(f"signed as {name}; go on in the browser. If it was not yours, tell your instructor")


@app.command()
def vouch(
    request: str = typer.Argument(..., help="A request's id."),
    referee: str = typer.Option(..., "--referee", help="The referee, as the request names them."),
) -> None:
    """Record that a referee vouches for a request."""
    _desk().vouch(request, referee)
    typer.echo("recorded")


@app.command()
def grant(
    what: str = typer.Argument(..., help="A request's id; or a resource, with --cohort."),
    cohort: str = typer.Option("", "--cohort", help="Give a whole class access."),
    members: Path | None = typer.Option(None, "--members", help="Its learners (CSV with a column learner)."),
    purpose: str = PURPOSE,
    until: str = typer.Option("", "--until", help="The last day, as 2027-06-30."),
    days: int | None = typer.Option(None, "--days", help="For how long; default as asked for."),
    refuse: bool = typer.Option(False, "--refuse", help="Say no to the request."),
    by: str = BY,
    as_json: bool = JSON,
) -> None:
    """Decide a request; or give a class access until a day."""
    from openhearth.access import AccessError
    from openhearth.access.local import parse_end
    from openhearth.ethics.credential import times

    desk, who = _desk(), _who(by)
    if until:
        days = parse_end(until, times.now())
    if not cohort:
        if refuse:
            desk.refuse(what, who)
            _say({"refused": what}, "refused", as_json)
            return
        id_ = desk.grant(what, who, days=days)
    else:
        if days is None:
            raise AccessError("say until when the class needs it, with --until or --days")
        if members:
            desk.enrol(cohort, _members(members), who)
        id_ = desk.grant_cohort(what, cohort, purpose, days, who)
    _say({"grant": id_}, f"grant {id_}; openhearth access revoke {id_} ends it", as_json)


@app.command()
def revoke(grant: str = typer.Argument(..., help="A grant's id."), by: str = BY) -> None:
    """End a grant now. What was opened before cannot be called back."""
    _desk().revoke(grant, _who(by))
    typer.echo("revoked; what was opened before is with whoever opened it")


@app.command("open")
def open_(
    name: str = NAME,
    certificate: Path | None = typer.Option(None, "--certificate", help="Your certificate (JSON)."),
    purpose: str = PURPOSE,
    service: str = SERVICE,
) -> None:
    """Open a resource: everything it asks for is checked, and what is missing is named."""
    from openhearth.access import AccessError
    from openhearth.access.local import compact, open_here
    from openhearth.access.remote import Service

    shown = ""
    if certificate:
        try:
            shown = compact(certificate.read_bytes())
        except OSError as error:
            raise AccessError(f"{certificate} cannot be read ({error.strerror})") from None
    if service:
        folder = _root() / "opened" / name
        Service(service).open(name, purpose, shown, _learner(), folder)
        typer.echo(str(folder))
        return
    typer.echo(str(open_here(_gate(), name, purpose, shown, _learner(), _root())))


@app.command()
def audit(
    file: Path | None = typer.Option(None, "--file", help="Check an exported log in place of this gate's."),
    anchor: Path | None = typer.Option(None, "--anchor", help="The anchors to hold it against."),
    export: Path | None = typer.Option(None, "--export", help="Write the log to this file too."),
    as_json: bool = JSON,
) -> None:
    """Check the audit log: nothing changed, deleted, reordered or cut off."""
    from openhearth.access import audit as log
    from openhearth.workspace import write_atomic

    records = _gate().records
    entries = log.read_export(file) if file else records.log()
    anchors = log.read_anchors(anchor or records.anchors) if anchor or not file else []
    count = log.check(entries, anchors)
    if export:
        write_atomic(export, log.export(entries))
    head = entries[-1].hash if entries else log.START
    said = (
        f"{count} entries, whole and in order; {len(anchors)} anchors agree. Keep elsewhere: {count} {head}"
    )
    _say({"entries": count, "anchors": len(anchors), "head": head}, said, as_json)


def _members(path: Path) -> list[str]:
    from openhearth.access import AccessError

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [str(row["learner"]).strip() for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise AccessError(f"{path} is no table with a column learner ({error})") from None
    wrong = next((one for one in found if not one.startswith("did:key:z6Mk")), None)
    if wrong is not None:
        raise AccessError(f"{path} names {wrong[:60]!r}, which is no learner's did:key")
    return found


def _root() -> Path:
    from openhearth.workspace import Workspace

    return Workspace().root


def _gate() -> "Gate":
    from openhearth.access.local import open_gate

    return open_gate(_root())


def _desk() -> "Desk":
    from openhearth.access import Desk

    return Desk(_gate().records)


def _learner() -> "Learner":
    from openhearth.ethics.credential import open_learner

    return open_learner(_root() / "ethics")


def _who(by: str) -> str:
    return by or getpass.getuser()


def _say(value: dict[str, Any], line: str, as_json: bool) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False) if as_json else line)
