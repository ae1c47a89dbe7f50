"""``openhearth ethics identity | issue | verify | revoke | bake | rotate | compromise``: the certificate."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import datetime

    from openhearth.ethics.credential import Institution, Memory, Office

JSON = typer.Option(False, "--json", help="Print one JSON object.")
FILE = typer.Argument(help="The certificate: JSON, VC-JWT, PNG, SVG or PDF.")


def add(app: typer.Typer) -> None:
    for command in (identity, issue, verify, revoke, bake, rotate, compromise):
        app.command()(command)


def identity(
    name: str = typer.Option("", "--name", help="Make you, a learner, by the name certificates shall show."),
    issuer: str = typer.Option("", "--issuer", help="Make an institution that issues, by this name."),
    url: str = typer.Option(
        "", "--url", help="Its https address; without one it is known by its keys alone."
    ),
    as_json: bool = JSON,
) -> None:
    """Say who you are, or make a learner's or an institution's keys."""
    from openhearth.ethics import credential

    if url and not issuer:
        raise credential.CredentialError("--url is the institution's; say --issuer NAME too")
    if name:
        credential.make_learner(_home(), name)
    if issuer:
        credential.make_office(_home() / "issuer", issuer, url, _now())
    found: dict[str, Any] = {}
    if (_home() / "identity.json").is_file() or not (_home() / "issuer").is_dir():
        learner = credential.open_learner(_home())
        found["learner"] = {"name": learner.name, "did": learner.key.did, "key": str(learner.key.path)}
    if (_home() / "issuer").is_dir():
        office = credential.open_office(_home() / "issuer")
        found["issuer"] = {
            "name": office.institution.name,
            "root": office.institution.root,
            "keys": [key.__dict__ for key in office.institution.keys],
            "publish": str(office.public),
        }
    lines = []
    if "learner" in found:
        lines.append(
            f"learner {found['learner']['name']}: {found['learner']['did']}\n  key: {found['learner']['key']} (keep a copy)"
        )
    if "issuer" in found:
        lines.append(
            f"institution {found['issuer']['name']}, root {found['issuer']['root']}\n"
            f"  publish {found['issuer']['publish']}; give the root to those who verify, by another way"
        )
    _say(found, lines, as_json)


def issue(
    evidence: list[Path] = typer.Argument(None, help="Records of what was earned, one a learner."),
    replaces: str = typer.Option(
        "", "--replaces", help="A certificate to issue again, for a learner who lost the key."
    ),
    subject: str = typer.Option(
        "", "--subject", help="With --replaces: the did:key of the learner's new key."
    ),
    with_jwt: bool = typer.Option(False, "--jwt", help="Write the VC-JWT form too."),
    as_json: bool = JSON,
) -> None:
    """Issue certificates from recorded evidence."""
    from openhearth.ethics import credential
    from openhearth.ethics.credential.issue import write_jwt

    office, now = _office(), _now()
    if bool(replaces) == bool(evidence) or bool(replaces) != bool(subject):
        raise credential.CredentialError("name records to issue from, or --replaces ID with --subject DID")
    if replaces:
        paths = [credential.reissue(office, _id(replaces), subject, now)]
    else:
        paths = credential.issue(office, [credential.read_evidence(path) for path in evidence], now)
    if with_jwt:
        for path in paths:
            write_jwt(office, path, now)
    _say({"certificates": [str(path) for path in paths]}, map(str, paths), as_json)


def verify(
    file: Path = FILE,
    trust: Path | None = typer.Option(None, "--trust", help="The institution's trust file; remembered."),
    root: str = typer.Option(
        "", "--root", help="Its root's did:key, which you have from the institution itself."
    ),
    status: Path | None = typer.Option(None, "--status", help="A copy of its status list."),
    subject: str = typer.Option("", "--subject", help="The did:key the certificate must be issued to."),
    least: str = typer.Option("1.0", "--least", help="The oldest version of the training that will do."),
    online: bool = typer.Option(False, "--online", help="Ask the institution's site for its list and keys."),
    as_json: bool = JSON,
) -> None:
    """Check a certificate: every check by name, and the reason where it is refused."""
    from openhearth.ethics import credential
    from openhearth.ethics.credential import didweb, lists

    memory = credential.Memory(_home() / "seen")
    institutions = list(_trusted(memory, trust, root))
    own = _home() / "issuer" / "public" / "revocation.json"
    source = lists.from_site(didweb.fetch if online else None, memory)
    if status or (own.is_file() and not online and not trust):
        source = lists.from_files([status or own])
    found = credential.verify(
        _read(file),
        institutions,
        source,
        memory=memory,
        subject=subject or None,
        least=least,
        online=didweb.require_published if online else None,
    )
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(title=file.name, title_justify="left")
        for column in ("check", "", "found"):
            table.add_column(column, overflow="fold")
        marks = {True: ("passed", "green"), False: ("failed", "bold red"), None: ("-", "dim")}
        for check in found.checks:
            table.add_row(check.name, Text(*marks[check.passed]), Text(check.says))
        Console().print(table)
        if found.certificate:
            evidence = found.certificate.evidence
            typer.echo(f"good: {evidence.training.name}, {evidence.name}")
    if not found.accepted:
        raise credential.RefusalError(f"{file} is refused: {found.reason}")


def revoke(
    certificates: list[str] = typer.Argument(
        None, help="Ids or files; none to sign the list anew, which each week needs."
    ),
    reason: str = typer.Option("", "--reason", help="Why, for your register; nobody else sees it."),
    as_json: bool = JSON,
) -> None:
    """Revoke certificates for good, and sign the status list anew."""
    from openhearth.ethics import credential

    ids = [_id(one) for one in certificates or []]
    path = credential.revoke(_office(), dict.fromkeys(ids, reason), _now())
    _say({"revoked": ids, "publish": str(path.parent)}, [f"publish {path.parent}"], as_json)


def bake(
    file: Path = FILE,
    out: Path = typer.Option(Path(), "--out", help="The folder to write to."),
    picture: Path | None = typer.Option(None, "--picture", help="A PNG or SVG of your own to put it in."),
    as_json: bool = JSON,
) -> None:
    """Put a certificate into a PNG, an SVG and a PDF; its LinkedIn link, and the file that wallets import."""
    from openhearth.ethics import credential
    from openhearth.ethics.credential import baked

    made = baked.write_all(_read(file), _read(picture) if picture else None, out)
    found = {**{kind: str(path) for kind, path in made.files.items()}, "linkedin": made.linkedin}
    if not made.files:
        raise credential.CredentialError(f"{file} cannot be put anywhere")
    _say(found, (f"{kind}: {value}" for kind, value in found.items()), as_json)


def rotate(as_json: bool = JSON) -> None:
    """Begin to sign with a new key; what the old one signed stays good, and its private half is deleted."""
    from openhearth.ethics import credential

    drill = credential.rotate(_office(), _now())
    _say(
        {"key": drill.key.__dict__, "publish": str(drill.office.public)},
        [f"signing with {drill.key.method}"],
        as_json,
    )


def compromise(
    key: str = typer.Argument("", help="The key, or the end of its name; default the one that signs now."),
    since: str = typer.Option(
        "", "--since", help="When others may first have had it, as 2026-11-24T09:30:00Z."
    ),
    as_json: bool = JSON,
) -> None:
    """Others may know a key: distrust all it signed, and issue every certificate of it again."""
    from openhearth.ethics import credential
    from openhearth.ethics.credential import times

    now = _now()
    drill = credential.compromise(_office(), key, times.read(since) if since else now, now)
    replaced = {old: str(path) for old, path in drill.replaced.items()}
    said = f"{len(replaced)} certificates issued again with {drill.key.method}; publish {drill.office.public} at once"
    _say({"key": drill.key.__dict__, "replaced": replaced}, [said], as_json)


def _trusted(memory: "Memory", trust: Path | None, root: str) -> "Iterable[Institution]":
    """The institutions to believe: the one named, else one's own and those that were named before."""
    from openhearth.ethics import credential
    from openhearth.ethics.credential import times

    known = dict(memory.trusts())
    if trust:
        if not root and len(known) != 1:
            raise credential.CredentialError(
                "say --root too: the did:key of the institution's root, got from it by another way"
            )
        given = {root or next(iter(known)): _read(trust)}
    else:
        given = known if not root else {one: content for one, content in known.items() if one == root}
        if (_home() / "issuer" / "trust.jwt").is_file():
            own = _office()
            given[own.institution.root] = (own.folder / "trust.jwt").read_bytes()
    if not given:
        raise credential.CredentialError(
            "no institution is trusted here yet; say --trust FILE and --root DID, once"
        )
    for one, content in given.items():
        institution = credential.read_trust(content, one)
        memory.believe_trust(one, institution.serial, times.read(institution.issued), content)
        yield institution


def _home() -> Path:
    from openhearth.workspace import Workspace

    return Workspace().root / "ethics"


def _office() -> "Office":
    from openhearth.ethics.credential import open_office

    return open_office(_home() / "issuer")


def _now() -> "datetime.datetime":
    from openhearth.ethics.credential import times

    return times.now()


def _id(text: str) -> str:
    """A certificate's id, from the id, its uuid or the path of its file."""
    return f"urn:uuid:{Path(text).stem.removeprefix('urn:uuid:')}"


def _read(path: Path) -> bytes:
    from openhearth.ethics.credential import CredentialError
    from openhearth.ethics.credential.carriers import CAP

    try:
        with path.open("rb") as file:
            return file.read(CAP + 1)
    except OSError as error:
        raise CredentialError(f"cannot read {path} ({error.strerror})") from None


def _say(value: dict[str, Any], lines: Iterable[str], as_json: bool) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
