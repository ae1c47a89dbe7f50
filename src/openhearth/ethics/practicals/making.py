"""A practical task made for one learner: what they get, and what their work is graded against."""

import importlib
import json
import random
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from openhearth.ethics.practicals.drawn import Drawn
from openhearth.grading.course import Material
from openhearth.grading.notebooks import CONFIG, Assignment

PLACE = 'truth = json.loads("{}")  # drawn for each learner'
"""Where a notebook's hidden tests take what there is to find."""


@dataclass(frozen=True)
class Task:
    """One practical task."""

    id: str
    title: str

    def draw(self, seed: int) -> Drawn:
        """The data that follow from ``seed``."""
        module = importlib.import_module(f"openhearth.ethics.practicals.{self.id}")
        drawn: Drawn = module.draw(random.Random(seed))
        return drawn


TASKS = {
    task.id: task
    for task in (
        Task("leak", "Find the leak"),
        Task("k_anonymity", "Break the k-anonymity"),
        Task("subgroup_gap", "Find the subgroup gap"),
        Task("licence_conflict", "Resolve a licence conflict"),
        Task("backdoor", "Detect the backdoor"),
        Task("withdrawal", "Carry out a consent withdrawal"),
    )
}


def source(task: Task, seed: int, root: Path) -> Assignment:
    """Write the task as an assignment of a course in ``root``: the notebook with its answers and tests, and the data."""
    drawn = task.draw(seed)
    folder = root / "source" / task.id
    folder.mkdir(parents=True)
    (root / CONFIG).write_text("c = get_config()\n", encoding="utf-8")
    text = (
        resources.files("openhearth.ethics.practicals")
        .joinpath("notebooks", f"{task.id}.ipynb")
        .read_text(encoding="utf-8")
    )
    notebook = json.loads(text)
    given = f"truth = json.loads({json.dumps(drawn.truth)!r})"
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(PLACE, given)
    (folder / f"{task.id}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    for name, content in drawn.files.items():
        (folder / name).write_bytes(content)
    return Assignment(task.id, root)


def handout(task: Task, seed: int) -> dict[str, bytes]:
    """What the learner gets, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        made = source(task, seed, Path(folder))
        notebook = json.dumps(made.released(made.blank), indent=1).encode()
        return {f"{task.id}.ipynb": notebook, **_files(made)}


def material(task: Task, seed: int) -> Material:
    """What the learner's work is graded against; it says what there is to find, so it stays with the class."""
    with tempfile.TemporaryDirectory() as folder:
        made = source(task, seed, Path(folder))
        blank: Any = made.blank
        return Material(
            task.id,
            {task.id: json.dumps(blank)},
            {task.id: json.dumps(made.released(blank))},
            _files(made),
        )


def _files(made: Assignment) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(made.folder.iterdir()) if path.suffix != ".ipynb"}
