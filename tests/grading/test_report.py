"""The report: figures recomputed by hand, nothing in it that runs, pairs that are alike and only those."""

import csv
import random
from pathlib import Path
from typing import Any

import pytest
from classroom import RIGHT, Hand, command, grade
from made_up import ID, SCRIPT, SHARE, Course
from nbgrader.api import Gradebook

from openhearth.grading.similarity import alike

LONG = """\
def share(counts):
    total = 0
    for {name} in counts:
        total = total + counts[{name}]
    result = dict()
    for {name} in counts.keys():
        value = counts[{name}] / float(total)
        result.update({{{name}: value}})
    assert abs(sum(result.values()) - 1) < 1e-6 * {number}
    return result
"""


@pytest.fixture
def report(generated: Course, hand_in: Hand) -> Path:
    hand_in("=cmd", RIGHT)  # no id
    hand_in("ada", {**RIGHT, "why": "Because <script>alert(1)</script>"})
    hand_in("bo", {**RIGHT, "share": SHARE % "max(counts.values())"})
    hand_in("cy", {**RIGHT, "share": LONG.format(name="language", number=1)})
    hand_in(
        "di",
        {**RIGHT, "share": "# my own work\n" + LONG.format(name="language", number=1).replace("    ", "  ")},
    )
    raises = 'def share(counts):\n    raise ValueError("<img src=x onerror=alert(1)>\\u202e")'
    hand_in("ed", {**RIGHT, "share": raises})
    hand_in("flo", {**RIGHT, "share": raises})
    grade(generated)
    with Gradebook(f"sqlite:///{generated.root}/gradebook.db") as gradebook:
        gradebook.update_or_create_student(
            "bo", first_name="Bo", last_name="Ekberg", email="bo@x.org", lms_user_id="42"
        )
    command(generated, "openhearth", "report", ID, "--course", str(generated.root))
    return generated.root / "reports" / ID


def test_the_tables_hold_what_the_gradebook_holds(report: Path) -> None:
    rows = {row["student"]: row for row in csv.DictReader((report / "submissions.csv").open(newline=""))}
    assert rows["bo"]["test_share"] == "0.0"
    assert rows["bo"]["score"] == "1.5"
    assert rows["bo"]["points"] == "6.5"
    assert rows["bo"]["name"] == "Ekberg, Bo"
    assert rows["ada"]["outcome"] == "needs review"
    assert rows["ada"]["score"] == "3.5"
    canvas = list(csv.reader((report / "canvas.csv").open(newline="")))
    assert canvas[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", ID]
    assert canvas[1][0].strip() == "Points Possible"
    assert canvas[1][-1] == "6.5"
    assert ["Ekberg, Bo", "42", "", "bo", "", "1.5"] in canvas
    moodle = list(csv.reader((report / "moodle.csv").open(newline="")))
    assert ["bo", "bo@x.org", "42", "1.5"] in moodle


def test_no_table_holds_a_formula_and_the_page_runs_nothing(report: Path) -> None:
    for path in report.glob("*.csv"):
        for row in csv.reader(path.open(newline="")):
            assert not [value for value in row if value[:1] in tuple("=+@") and value]
    page = (report / "report.html").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page


def test_the_page_says_how_the_class_did(report: Path) -> None:
    page = " ".join((report / "report.html").read_text().split())
    assert "7 submissions: 5 graded, 1 needs review, 1 unreadable." in page
    # test_share: ada, cy, di have full marks of six; test_largest: all six.
    assert '<th scope="row">test_share</th><td class="n">2</td><td class="n">50 %</td>' in page
    assert '<th scope="row">test_largest</th><td class="n">1.5</td><td class="n">100 %</td>' in page
    assert "2 × ValueError: &lt;img" in page
    assert "&#39;=cmd&#39; cannot be a student&#39;s id" in page
    assert "to be marked by hand: why" in page
    assert '<th scope="row">cy</th><td>di</td><td class="n">100 %</td>' in page
    assert page.count('<td class="n">100 %</td></tr>') == 1  # ada and bo wrote what everybody writes


def test_what_could_be_forged_is_pointed_out(generated: Course, hand_in: Hand) -> None:
    """A test that runs in the learner's process, and a class graded without isolation."""
    generated.source(SCRIPT.replace("id=test_largest", "shared id=test_largest"))
    command(generated, "nbgrader", "generate_assignment", ID, "--force")
    hand_in("ada", RIGHT)
    grade(generated)
    words = ["report", ID, "--course", str(generated.root)]
    command(generated, "openhearth", *words)
    page = generated.root / "reports" / ID / "report.html"
    forgeable = '<th scope="row">{} <span class="soft">(shared: a learner could forge it)</span></th>'
    assert forgeable.format("test_largest") in page.read_text()
    assert forgeable.format("test_share") not in page.read_text()
    assert "without isolation" not in page.read_text()
    hand_in("bo", RIGHT)
    grade(generated, "--student", "bo", "--isolation", "none")
    command(generated, "openhearth", *words)
    assert "Graded without isolation: bo.</strong>" in page.read_text()


def test_nothing_graded_is_said(generated: Course) -> None:
    said = command(generated, "openhearth", "report", ID, "--course", str(generated.root), status=1)
    assert f"nothing of {ID} has been graded yet; run: openhearth grade {ID}" in " ".join(said.split())


def test_copies_are_found_among_many_and_honest_answers_are_not() -> None:
    draw = random.Random(7)
    words = [f"name{i}" for i in range(300)]

    def answer() -> str:
        return "\n".join(
            f"{draw.choice(words)} = {draw.choice(words)} + {draw.choice(words)} * {draw.randint(1, 99)}"
            for _ in range(20)
        )

    boilerplate = "import torch\nimport numpy as np\nfrom pathlib import Path\n" * 5
    answers: dict[str, list[Any]] = {f"s{i:03}": [boilerplate + answer()] for i in range(200)}
    answers["s150"] = [answers["s010"][0].replace("import", "import ") + "# changed\n"]
    lines = answers["s020"][0].split("\n")
    lines[40 % len(lines)] = "one = line + other"
    answers["s160"] = ["\n".join(lines)]
    answers["short"] = ["x = 1"]
    answers["shorter"] = ["x = 1"]
    found = {(pair.first, pair.second) for pair in alike(answers, ["import os"])}
    assert found == {("s010", "s150"), ("s020", "s160")}


def test_what_was_given_counts_for_nobody() -> None:
    given = LONG.format(name="language", number=1)
    assert alike({"ada": [given], "bo": [given]}, [given]) == []
    assert [pair.similarity for pair in alike({"ada": [given], "bo": [given]}, [])] == [1.0]
    assert alike({"ada": ["def ("], "bo": ["def ("]}, []) == []
