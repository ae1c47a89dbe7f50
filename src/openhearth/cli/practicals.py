"""``openhearth ethics practical``, ``hand-in``, ``record``: the six practical tasks, and the record of what was earned."""

import json
import secrets
from pathlib import Path

import typer

from openhearth.cli.exam import _home, _secret

SEED = "practice.json"
"""In a folder of data that are not recorded: the seed they follow from."""


LEARNER = typer.Option(
    "", "--learner", help="Whose, as a did:key: for whoever keeps a class's record. Default yours."
)


def add(app: typer.Typer) -> None:
    app.command("practical")(practical)
    app.command("hand-in")(hand_in)
    app.command("record")(record)


def practical(
    task: str = typer.Argument("", help="leak, k_anonymity, subgroup_gap ...; without it, how you stand."),
    to: Path | None = typer.Option(
        None, "--to", help="The folder to write; default one here, named after the task."
    ),
    practice: bool = typer.Option(
        False, "--practice", help="Open to all: data of the moment, nothing is recorded."
    ),
    learner: str = LEARNER,
) -> None:
    """Begin a practical task: a notebook, and data of your own."""
    from openhearth.ethics.practicals import TASKS, Practicals, PracticalsError, handout
    from openhearth.workspace import write_atomic

    if not task:
        _stand(learner)
        return
    if task not in TASKS:
        raise PracticalsError(f"no practical task is called {task!r}; there are {', '.join(TASKS)}")
    if practice:
        seed = secrets.randbits(64)
        files, name = handout(TASKS[task], seed), f"{task}-practice"
        files[SEED] = json.dumps({"seed": seed}).encode()
    else:
        with Practicals(_home(), _secret()) as practicals:
            begun, files = practicals.begin(_learner(learner), TASKS[task])
        name = f"{task}-{begun.number}"
    folder = to or Path(name)
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        if file.endswith(".ipynb") and (folder / file).exists():
            continue  # somebody has begun to work in it
        write_atomic(folder / file, content)
    typer.echo(
        f"{folder / (task + '.ipynb')}; when its checks are content: openhearth ethics hand-in {folder}"
    )


def hand_in(
    folder: Path = typer.Argument(..., help="The folder of the task."), learner: str = LEARNER
) -> None:
    """Have a practical task graded. Each try is graded once; another begins with new data."""
    from openhearth.ethics.practicals import TASKS, Practicals, PracticalsError, material
    from openhearth.ethics.practicals.record import graded
    from openhearth.grading.grader import Submission
    from openhearth.grading.intake import Unreadable, take

    try:
        files = take(folder)
    except Unreadable as error:
        raise PracticalsError(f"{folder} cannot be handed in: {error}") from None
    found = [task for task in TASKS.values() if f"{task.id}.ipynb" in files]
    if len(found) != 1:
        raise PracticalsError(
            f"{folder} is no folder of a practical task; openhearth ethics practical makes one"
        )
    task = found[0]
    if SEED in files:
        seed = json.loads(files[SEED])["seed"]
        notebook = {f"{task.id}.ipynb": files[f"{task.id}.ipynb"]}
        result = graded(Submission("practice", notebook), material(task, seed))
        said = "Nothing was recorded."
    else:
        with Practicals(_home(), _secret()) as practicals:
            done, result = practicals.hand_in(_learner(learner), task, files[f"{task.id}.ipynb"])
        said = (
            "Passed." if done.passed else f"Not passed; openhearth ethics practical {task.id} draws new data."
        )
    if result.reason:
        typer.echo(result.reason)
    for marked in result.notebooks.values():
        for name, mark in marked.marks.items():
            typer.echo(f"  {name.removeprefix('test_')}: {mark.score:g} of {mark.points:g}")
    typer.echo(said)


def record(
    name: str = typer.Option(..., "--name", help="The learner's name, as the certificate is to show it."),
    student: str = typer.Option(..., "--student", help="Their id in the gradebook."),
    course: Path | None = typer.Option(None, "--course", help="The course root; default the nearest."),
    to: Path = typer.Option(Path("record.json"), "--to", help="The file to write."),
    learner: str = LEARNER,
) -> None:
    """Gather what was earned in modules, practical tasks and exam: what a certificate is issued from."""
    from openhearth.cli.prove import nearest_course
    from openhearth.ethics.earned import gather
    from openhearth.grading.course import Course
    from openhearth.workspace import write_atomic

    found = gather(_learner(learner), name, student, Course(course or nearest_course()), _home(), _secret())
    write_atomic(to, json.dumps(found.to_json(), ensure_ascii=False, indent=2).encode())
    typer.echo(f"{to}: {len(found.parts)} of {len(found.training.parts)} parts")
    found.require_earned()
    typer.echo(f"all are earned; openhearth ethics issue {to}")


def _stand(learner: str) -> None:
    from openhearth.ethics.practicals import TASKS, Practicals

    with Practicals(_home(), _secret()) as practicals:
        tries = practicals.tries(_learner(learner))
    for task in TASKS.values():
        theirs = [one for one in tries if one.task == task.id]
        if any(one.passed for one in theirs):
            said = "passed"
        elif theirs and theirs[-1].ended is None:
            said = f"try {theirs[-1].number} is open"
        else:
            said = f"{len(theirs)} tries, not passed" if theirs else "not begun"
        typer.echo(f"{task.id:18} {task.title}: {said}")


def _learner(did: str) -> str:
    from openhearth.ethics.credential import open_learner
    from openhearth.ethics.credential.evidence import require_did

    return require_did(did) if did else open_learner(_home()).key.did
