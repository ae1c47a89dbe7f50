"""Differential functioning: by hand, and by simulation where an item was made harder for one group."""

import json
import math
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from test_exam_statistics import attempt, item

from openhearth.ethics.exam import Attempt, Store, StoreError
from openhearth.ethics.exam.differential import differential, read_groups
from openhearth.ethics.exam.simulation import classroom
from openhearth.ethics.exam.store import ANSWER, ATTEMPT


def halves(attempts: list[Attempt]) -> dict[str, str]:
    return {one.learner: "second" if int(one.learner[1:]) % 2 else "first" for one in attempts}


def test_two_strata_by_hand() -> None:
    """Item x, and item y that splits the class into those who know and those who do not.

    Among those who know, 20 of 25 others and 10 of 25 of the group are right; among the rest 10 of 25 and 5 of 25.
    """
    attempts, groups = [], {}
    for who, counts in (("them", {1: 20, 0: 10}), ("ours", {1: 10, 0: 5})):
        for knows, rights in counts.items():
            for n in range(25):
                name = f"{who} {knows} {n}"
                groups[name] = who
                answers = {0: 0 if n < rights else 1, 1: 0 if knows else 1}
                attempts.append(attempt(name, [item("x"), item("y")], answers))
    [found] = [one for one in differential(attempts, groups) if one.id == "x"]
    ratio = (20 * 15 / 50 + 10 * 20 / 50) / (5 * 10 / 50 + 15 * 5 / 50)
    assert (found.group, found.answers, found.others) == ("ours", 50, 50)
    assert found.delta == pytest.approx(-2.35 * math.log(ratio))
    variance = 25 * 25 * 30 * 20 / (50 * 50 * 49) + 25 * 25 * 15 * 35 / (50 * 50 * 49)
    square = (abs(30 - (15 + 7.5)) - 0.5) ** 2 / variance
    assert found.p == pytest.approx(math.erfc(math.sqrt(square / 2)))


@pytest.mark.parametrize("behind", [0.0, 0.15])
def test_an_item_harder_for_a_group_is_found_and_a_group_that_knows_less_accuses_no_item(
    behind: float,
) -> None:
    hits, accused, judged = 0, 0, 0
    for seed in range(8):
        attempts = classroom(seed, 400, harder="T7", behind=behind)
        found = differential(attempts, halves(attempts))
        hits += any(one.flag and one.id == "T7" for one in found)
        accused += sum(one.flag and one.id != "T7" for one in found)
        judged += sum(one.id != "T7" for one in found)
    assert hits >= 6
    assert judged > 900
    assert accused / judged < 0.01


def test_few_answers_are_not_compared() -> None:
    attempts = classroom(1, 60, harder="T7")  # an item has about twenty answers
    assert differential(attempts, halves(attempts)) == []
    assert differential([], {}) == []


def test_a_table_of_groups_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    for content, sentence in (
        (None, "cannot be read"),
        ("learner;group\na;b\n", "needs the columns learner and group"),
        ("learner,group\nada,\n", "both filled in every line"),
        ("learner,group\nada,one\nada,two\n", "puts ada into two groups"),
        ("learner,group\nada,one\nbo,one\n", "fewer than two groups"),
    ):
        if content is not None:
            path.write_text(content)
        with pytest.raises(StoreError, match=sentence):
            read_groups(path)
    path.write_bytes("\ufefflearner,group\nada,one\nbo,two\n".encode())  # as spreadsheets write it
    assert read_groups(path) == {"ada": "one", "bo": "two"}


def test_the_report_compares_groups_when_enough_have_sat_the_exam(tmp_path: Path) -> None:
    attempts = classroom(3, 240, harder="T7")
    groups = tmp_path / "groups.csv"
    groups.write_text("learner,group\n" + "".join(f"{k},{v}\n" for k, v in halves(attempts).items()))

    def report(count: int, *more: str) -> str:
        home = tmp_path / str(count)
        begun, answers = [], []
        for one in attempts[:count]:
            about = {"learner": one.learner, "number": 1}
            paper = json.dumps([asdict(item) for item in one.paper])
            begun.append({**about, "paper": paper, "bank": "", "started": 0.0, "due": 1e9, "finished": 2.0})
            answers += [{**about, "question": q, "choice": c, "at": 1.0} for q, c in one.answers.items()]
        with Store(home / "ethics" / "exam.db") as store, store._engine.begin() as base:
            base.execute(ATTEMPT.insert(), begun)  # one write to the disk for all of them
            base.execute(ANSWER.insert(), answers)
        words = [sys.executable, "-m", "openhearth", "ethics", "report", "--groups", str(groups), *more]
        about = {**os.environ, "OPENHEARTH_HOME": str(home)}
        return subprocess.run(words, capture_output=True, text=True, env=about, check=True).stdout

    assert "T7: easier for first" in report(240)
    assert json.loads(report(50, "--json"))["differential"] == []
