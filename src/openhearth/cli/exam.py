"""``openhearth ethics exam``, ``check``, ``report``, ``secret``, ``recipient``, ``seal``: the exam in a terminal, its item banks,
how good their items are.
"""

import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from openhearth.ethics.exam import Attempt, Exam, Item, Report

BANKS, KEY = "banks", "bank.key"
"""In the workspace: private banks of the class (``*.age``), and the key that opens them."""
BANK = typer.Option(None, "--bank", help="A folder of item files; default Openhearth's own.")


def add(app: typer.Typer) -> None:
    app.command("exam")(exam)
    app.command("check")(check)
    app.command("report")(report)
    app.command("secret")(secret)
    app.command("recipient")(recipient)
    app.command("seal")(seal)


def exam(
    practice: bool = typer.Option(
        False, "--practice", help="Open to all: each answer is explained, none is kept."
    ),
    items: int = typer.Option(10, "--items", min=1, help="How many to practise."),
    bank: Path | None = BANK,
) -> None:
    """Sit the exam, or go on with it; or practise."""
    from openhearth.ethics.exam import load_bank

    found = load_bank(bank)
    if practice:
        _practise(found, items)
        return
    from openhearth.ethics.credential import open_learner
    from openhearth.ethics.exam import Exam, Store
    from openhearth.ethics.exam.sealed import with_private
    from openhearth.ethics.exam.store import kept_in

    learner = open_learner(_home()).key.did
    found = with_private(found, _home() / BANKS, _home() / KEY)
    with Store(kept_in(_home())) as store:
        _sit(Exam(found, _secret(), store), learner)


def check(files: list[Path] = typer.Argument(None, help="Item files; default the whole bank.")) -> None:
    """Look at everything that items can draw: one right answer each, every answer explained."""
    from openhearth.ethics.exam import Bank, load_bank
    from openhearth.ethics.exam.draw import BLUEPRINT
    from openhearth.ethics.exam.items import load_file

    if files:
        loaded = [load_file(path) for path in files]
        objectives = {key: said for _, found in loaded for key, said in found.items()}
        bank = Bank(tuple(template for found, _ in loaded for template in found), objectives)
    else:
        bank = load_bank()
    for module in BLUEPRINT:
        there = bank.of(module)
        if there:
            typer.echo(
                f"{module}: {len(there)} templates, {sum(len(t.cases) for t in there)} materially different items"
            )
    typer.echo(
        f"{len(bank.templates)} templates, {bank.items} items: each has one right answer for all that it can draw"
    )


def report(
    groups: Path | None = typer.Option(
        None, "--groups", help="A table (CSV) of learner and group: is an item harder for one of them?"
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """How good the exam's items are: difficulty, discrimination, keys that may be wrong; how reliable the score is."""
    from openhearth.database import shown
    from openhearth.ethics.exam import ExamError, Store
    from openhearth.ethics.exam.attempts import REQUIRED
    from openhearth.ethics.exam.differential import differential, read_groups
    from openhearth.ethics.exam.statistics import figures
    from openhearth.ethics.exam.store import kept_in

    members = read_groups(groups) if groups else {}
    with Store(kept_in(_home())) as store:
        attempts = store.attempts()
    found = figures(attempts, REQUIRED)
    if found is None:
        raise ExamError(
            f"nobody has finished the exam yet; attempts are recorded in {shown(kept_in(_home()))}"
        )
    compared = differential(attempts, members) if found.enough else []
    if as_json:
        typer.echo(json.dumps({**asdict(found), "differential": [asdict(one) for one in compared]}, indent=2))
        return
    reliable = "not to be told" if found.reliability is None else f"{found.reliability:.2f}"
    error = "" if found.error is None else f", standard error {found.error:.1f} items"
    typer.echo(
        f"{found.attempts} first attempts, {found.passed} passed, mean {found.mean:.0%}; reliability {reliable}{error}"
    )
    for one in sorted(found.items, key=lambda item: item.difficulty):
        separates = "" if one.discrimination is None else f", discrimination {one.discrimination:.2f}"
        typer.echo(
            f"  {one.id}: {one.difficulty:.0%} right of {one.answers}{separates}"
            + (f"; {one.flag}" if one.flag else "")
        )
    if groups and found.enough:
        flagged = [one for one in compared if one.flag]
        typer.echo(f"{len(compared)} comparisons of an item between groups had enough answers")
        for pair in flagged:
            way = "harder" if pair.delta < 0 else "easier"
            typer.echo(
                f"  {pair.id}: {way} for {pair.group} ({pair.answers} answers) than for others who know as much (delta {pair.delta:.1f})"
            )
        if not flagged:
            typer.echo("  none stands out")
    typer.echo(found.verdict)


def secret() -> None:
    """Make the secret that a class's exams are drawn from. Whoever has it can draw every paper."""
    from openhearth.ethics.exam import ExamError

    path = _home() / "class.secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ExamError(
            f"there is a secret in {path} already; papers that were drawn from it need it"
        ) from None
    with os.fdopen(made, "w") as file:
        file.write(secrets.token_hex(32))
    typer.echo(f"{path}; keep a copy where you keep the gradebook, and show it to nobody")


def recipient() -> None:
    """Print the class's age key, which private item banks are sealed to; made where there is none."""
    from openhearth.ethics.exam.sealed import class_key

    typer.echo(class_key(_home() / KEY))


def seal(
    folder: Path = typer.Argument(..., help="A folder of item files (.toml)."),
    to: list[str] = typer.Option(..., "--to", help="A class's key, age1...; may be given several times."),
    out: Path | None = typer.Option(
        None, "--out", help="The file to write; default the folder's name with .age."
    ),
) -> None:
    """Seal a private item bank with age, for the classes that may draw from it."""
    from openhearth.ethics.exam import sealed
    from openhearth.workspace import write_atomic

    path = out or Path(f"{folder.resolve().name}.age")
    write_atomic(path, sealed.seal(folder, to))
    typer.echo(f"{path}; a class whose key it is sealed to puts it into {BANKS}/ of its ethics folder")


def _sit(sitting: "Exam", learner: str) -> None:
    from openhearth.ethics.exam.attempts import REQUIRED

    attempt = sitting.begin(learner)
    typer.echo(
        f"Attempt {attempt.number}: {len(attempt.paper)} questions, {REQUIRED} right answers pass. Answers are kept as you give "
        "them; q leaves, and the time goes on. Nobody watches, and the certificate says so."
    )
    at = next((n for n in range(len(attempt.paper)) if n not in attempt.answers), 0)
    while True:
        attempt = sitting.begin(learner)
        word = _ask(attempt, at)
        if word == "q":
            typer.echo("Come back with the same command.")
            return
        if word == "h":
            left = len(attempt.paper) - len(attempt.answers)
            if typer.confirm(f"{left} are not answered. Hand in?" if left else "Hand in?"):
                break
            continue
        if word in ("n", "p"):
            at = (at + (1 if word == "n" else -1)) % len(attempt.paper)
            continue
        sitting.answer(learner, at, int(word) - 1)
        at = (at + 1) % len(attempt.paper)
    _tell(sitting.finish(learner))


def _ask(attempt: "Attempt", at: int) -> str:
    _show(attempt.paper[at], f"{at + 1} of {len(attempt.paper)}", attempt.answers.get(at))
    known = {*map(str, range(1, len(attempt.paper[at].choices) + 1)), "n", "p", "h", "q"}
    while True:
        word: str = typer.prompt("number, n(ext), p(revious), h(and in), q(uit)").strip().lower()
        if word in known:
            return word


def _practise(bank: Any, count: int) -> None:
    from openhearth.ethics.exam import draw

    key = secrets.token_bytes(32)
    order = sorted(bank.templates, key=lambda template: draw.number(key, 1 << 64, template.id))
    right = asked = 0
    for template in order[:count]:
        item = draw.drawn(template, key, "practice", 1)
        _show(item, f"{asked + 1} of {min(count, len(order))}", None)
        word = ""
        while word not in {*map(str, range(1, len(item.choices) + 1)), "q"}:
            word = typer.prompt("number, q(uit)").strip().lower()
        if word == "q":
            break
        asked += 1
        right += int(word) - 1 == item.right
        for number, choice in enumerate(item.choices, start=1):
            mark = "right" if choice.right else "wrong"
            typer.echo(f"  {number} {mark}{' (yours)' if str(number) == word else ''}: {choice.why}")
    typer.echo(f"\n{right} of {asked} right. Nothing was kept.")


def _show(item: "Item", place: str, chosen: int | None) -> None:
    typer.echo(f"\n[{place}] {item.stem}\n")
    for number, choice in enumerate(item.choices, start=1):
        typer.echo(f"  {number}{'*' if chosen == number - 1 else ' '} {choice.text}")


def _tell(said: "Report") -> None:
    from openhearth.ethics.exam.attempts import when

    typer.echo(f"\n{said.score} of {said.of} right: {'passed' if said.passed else 'not passed'}")
    for module, objective, right, of in said.objectives:
        typer.echo(f"  {module} {objective}: {right} of {of}")
    if said.again is not None:
        typer.echo(f"Another attempt may begin on {when(said.again)}.")


def _secret() -> bytes:
    from openhearth.ethics.exam import ExamError

    path = _home() / "class.secret"
    try:
        return bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        raise ExamError(
            f"there is no class secret in {path}; whoever runs the class makes one with openhearth ethics secret. To learn, "
            "use --practice"
        ) from None
    except ValueError:
        raise ExamError(f"{path} holds no class secret; restore it from your copy") from None


def _home() -> Path:
    from openhearth.workspace import Workspace

    return Workspace().root / "ethics"
