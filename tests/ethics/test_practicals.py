"""The practical tasks: each draw can be solved, wrong answers are caught, and each try counts once."""

import json
import random
import re
from pathlib import Path

import pytest
from practical_answers import ANSWERS, as_file

from openhearth.ethics.practicals import TASKS, Practicals, PracticalsError, handout, material
from openhearth.ethics.practicals.making import source
from openhearth.grading.proof import Proof, prove

SEEDS = (1, 2, 3)
LEARNER = "did:key:z6MkmadeUp"


@pytest.fixture(scope="module", params=SEEDS)
def proofs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proof]:
    root = tmp_path_factory.mktemp("practicals")
    for task in TASKS.values():
        source(task, request.param, root)
        for name, idea, loses, answers in ANSWERS[task.id]:
            path = root / "variants" / task.id / ("wrong" if loses else "right") / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_file(idea, loses, answers), encoding="utf-8")
    return {proof.id: proof for proof in prove(root).proofs}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_marks_as_it_should(proofs: dict[str, Proof], task: str) -> None:
    proof = proofs[task]
    assert not proof.misses, "; ".join(proof.misses)
    assert proof.right[1] >= 2


@pytest.mark.parametrize("task", TASKS)
def test_learners_get_data_of_their_own_and_no_answers(task: str) -> None:
    mine, again, other = (handout(TASKS[task], seed) for seed in (1, 1, 2))
    assert mine == again
    data = {name for name in mine if not name.endswith(".ipynb")}
    assert any(mine[name] != other[name] for name in data)
    text = mine[f"{task}.ipynb"].decode()
    for word in ("BEGIN SOLUTION", "HIDDEN", "truth ="):
        assert word not in text
    assert "truth = json.loads" in next(iter(material(TASKS[task], 1).blank.values()))


@pytest.mark.parametrize("task", TASKS)
def test_what_there_is_to_find_differs_between_learners(task: str) -> None:
    truths = {json.dumps(TASKS[task].draw(seed).truth, sort_keys=True) for seed in range(30)}
    assert len(truths) == 30


def test_the_planted_gap_is_the_one_to_be_found() -> None:
    """Each attribute alone looks fair: no group of one attribute stands out as the planted crossing does."""
    crossings = [TASKS["subgroup_gap"].draw(seed).truth for seed in range(20)]
    assert sum(len(truth["worst"]) == 2 for truth in crossings) == 20
    assert all(truth["gap"] > 0.2 for truth in crossings)


def test_wrong_tries_are_followed_by_other_data_and_a_right_one_counts(tmp_path: Path) -> None:
    now = [1_000_000.0]
    task = TASKS["leak"]
    with Practicals(tmp_path, b"s" * 32, lambda: now[0]) as practicals:
        first, files = practicals.begin(LEARNER, task)
        assert practicals.begin(LEARNER, task) == (first, files)  # the same until it is handed in
        done, result = practicals.hand_in(LEARNER, task, files["leak.ipynb"])
        assert result.outcome == "graded"
        assert (done.points, done.of, done.passed) == (0, 10, False)
        with pytest.raises(PracticalsError, match="no try of Find the leak is open"):
            practicals.hand_in(LEARNER, task, files["leak.ipynb"])
        second, others = practicals.begin(LEARNER, task)
        assert (second.number, others["train.csv"] != files["train.csv"]) == (2, True)
    with Practicals(tmp_path, b"s" * 32, lambda: now[0]) as practicals:  # another day, another process
        made = source(task, practicals.seed(LEARNER, task, 2), tmp_path / "course")
        solved = re.sub(r"truth = json.loads\(.*?\)\\n", "", json.dumps(made.reference))
        done, _ = practicals.hand_in(LEARNER, task, solved.encode())
        assert (done.passed, done.number, len(done.journal)) == (True, 2, 64)
        with pytest.raises(PracticalsError, match="passed already"):
            practicals.begin(LEARNER, task)
        assert [one.passed for one in practicals.tries(LEARNER)] == [False, True]


def test_a_notebook_that_is_none_costs_the_try_and_nothing_else(tmp_path: Path) -> None:
    with Practicals(tmp_path, b"s" * 32) as practicals:
        practicals.begin(LEARNER, TASKS["withdrawal"])
        done, result = practicals.hand_in(LEARNER, TASKS["withdrawal"], b"not a notebook")
        assert (result.outcome, done.passed) == ("unreadable", False)


def test_every_backdoor_can_be_found_by_looking() -> None:
    """The trigger's pixels are apart from the scanner's mark, and from what the pictures show."""
    for seed in range(20):
        truth = TASKS["backdoor"].draw(seed).truth
        assert all(0 in pixel or 9 in pixel for pixel in truth["trigger"])
        assert len(truth["poisoned"]) == 45


def test_chance_alone_decides() -> None:
    random.seed(1)
    before = TASKS["withdrawal"].draw(5)
    random.seed(2)
    assert TASKS["withdrawal"].draw(5) == before
