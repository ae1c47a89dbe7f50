"""A class for the grading benchmark: an assignment of six functions, one of which trains a network, and its submissions."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat

from openhearth.grading.script import from_script

NBFORMAT: Any = nbformat
ID = "networks"
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "bench"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.OverwriteCells.add_missing_cells = True
"""
SCRIPT = """\
# %% [markdown]
# # Networks, piece by piece

# %% locked id=setup
import torch

torch.manual_seed(1)

# %% solution id=relu
def relu(x):
    ### BEGIN SOLUTION
    return x * (x > 0)
    ### END SOLUTION

# %% test id=test_relu points=2
assert relu(torch.tensor([-1.0, 2.0])).tolist() == [0.0, 2.0]
### BEGIN HIDDEN TESTS
sample = torch.randn(50)
assert torch.equal(relu(sample), torch.relu(sample))
### END HIDDEN TESTS

# %% solution id=layer
def layer(x, weight, bias):
    ### BEGIN SOLUTION
    return x @ weight.T + bias
    ### END SOLUTION

# %% test id=test_layer points=2
given = torch.randn(4, 3), torch.randn(2, 3), torch.randn(2)
assert layer(*given).shape == (4, 2)
### BEGIN HIDDEN TESTS
assert torch.allclose(layer(*given), torch.nn.functional.linear(*given), atol=1e-5)
### END HIDDEN TESTS

# %% solution id=loss
def loss(scores, classes):
    ### BEGIN SOLUTION
    return -scores.log_softmax(-1)[torch.arange(len(classes)), classes].mean()
    ### END SOLUTION

# %% test id=test_loss points=2
scores, classes = torch.randn(5, 4), torch.tensor([0, 3, 1, 2, 2])
assert abs(float(loss(scores, classes) - torch.nn.functional.cross_entropy(scores, classes))) < 1e-5

# %% solution id=normalise
def normalise(rows):
    ### BEGIN SOLUTION
    return rows / rows.pow(2).mean(-1, keepdim=True).sqrt()
    ### END SOLUTION

# %% test id=test_normalise points=2
rows = 3 * torch.randn(4, 16)
assert torch.allclose(normalise(rows).pow(2).mean(-1), torch.ones(4), atol=1e-4)

# %% solution id=fit
def fit(steps):
    torch.manual_seed(2)
    inputs = torch.randn(256, 8)
    targets = (inputs[:, :4] * inputs[:, 4:]).sum(1, keepdim=True)
    network = torch.nn.Sequential(torch.nn.Linear(8, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
    ### BEGIN SOLUTION
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(steps):
        error = (network(inputs) - targets).pow(2).mean()
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
    return error.item()
    ### END SOLUTION

# %% test id=test_fit points=4
assert fit(200) < 3.0

# %% solution id=attend
def attend(query, key, value):
    ### BEGIN SOLUTION
    return (query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5).softmax(-1) @ value
    ### END SOLUTION

# %% test id=test_attend points=2
parts = [torch.randn(2, 5, 8) for _ in range(3)]
wanted = torch.nn.functional.scaled_dot_product_attention(*parts)
assert torch.allclose(attend(*parts), wanted, atol=1e-5)
"""
WRONG = {
    "relu": "def relu(x):\n    return x.abs()\n",
    "normalise": "def normalise(rows):\n    return rows / rows.pow(2).sum(-1, keepdim=True).sqrt()\n",
    "fit": "def fit(steps):\n    return 1 / 0\n",
}


def make(root: Path, students: int) -> list[str]:
    """Make the course in ``root``, the assignment generated, with submissions: right ones, and each wrong one in turn."""
    folder = root / "source" / ID
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    draft = root / "draft.py"
    draft.write_text(SCRIPT)
    source = from_script(draft)
    NBFORMAT.write(source, folder / f"{ID}.ipynb")
    draft.unlink()
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ID]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source for cell in source.cells if "nbgrader" in cell.metadata
    }
    released = NBFORMAT.read(root / "release" / ID / f"{ID}.ipynb", as_version=4)
    names = [f"s{number:05}" for number in range(students)]
    wrong = [{}, *({name: text} for name, text in WRONG.items())]
    texts = [NBFORMAT.writes(_answered(released, answers | changed)) for changed in wrong]
    for number, name in enumerate(names):
        place = root / "submitted" / name / ID
        place.mkdir(parents=True)
        (place / f"{ID}.ipynb").write_text(texts[number % len(texts)])
    return names


def copied(root: Path, into: Path) -> Path:
    """Another course that is the same."""
    shutil.copytree(root, into)
    return into


def _answered(released: Any, answers: dict[str, str]) -> Any:
    notebook = NBFORMAT.from_dict(released)
    cells = []
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        source = answers[about["grade_id"]] if about.get("solution") else cell.source
        cells.append({**cell, "source": source})
    return NBFORMAT.from_dict({**notebook, "cells": cells})
