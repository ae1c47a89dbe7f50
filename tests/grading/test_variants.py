"""A variant that cannot be used is refused in one sentence that names it."""

import pytest
from made_up import Course, wrong

from openhearth.grading.errors import GradingError
from openhearth.grading.variants import parse, variants

ANSWER = "def share(counts):\n    return {}\n"


def test_a_variant_says_its_idea_what_it_loses_and_its_answers(course: Course):
    text = '"""Divides by\none.\n\nloses: test_share, test_largest\n"""\n\n# %% share\n' + ANSWER
    found = parse(course.variant("wrong/new", text), course.assignment)
    assert (found.name, found.says) == ("wrong/new", "Divides by one.")
    assert found.loses == {"test_share", "test_largest"}
    assert found.answers == {"share": ANSWER.strip()}


def test_right_variants_come_first_each_side_by_name(course: Course):
    names = [variant.name for variant in variants(course.assignment)]
    assert names[:3] == ["right/other", "wrong/by_a_hundred", "wrong/by_one"]


MALFORMED = {
    "without a docstring": ("wrong", "# %% share\n" + ANSWER, "begin with a docstring"),
    "that does not say what it loses": ("wrong", '"""Idea."""\n# %% share\n' + ANSWER, "`loses: TEST_ID"),
    "that loses nothing": ("wrong", wrong("Idea", "", "share", ANSWER), "`loses: TEST_ID"),
    "that loses an unknown test": (
        "wrong",
        wrong("Idea", "test_shares", "share", ANSWER),
        "'test_shares', which is no graded test cell (did you mean test_share)",
    ),
    "that loses a solution": ("wrong", wrong("Idea", "share", "share", ANSWER), "no graded test cell"),
    "without an idea": (
        "wrong",
        '"""\nloses: test_share\n"""\n# %% share\n' + ANSWER,
        "name the misconception",
    ),
    "right, but loses": (
        "right",
        wrong("Idea", "test_share", "share", ANSWER),
        "a right variant loses nothing",
    ),
    "with an unknown cell": (
        "wrong",
        wrong("Idea", "test_share", "shares", ANSWER),
        "'shares' is no solution cell",
    ),
    "with a test cell": ("wrong", wrong("Idea", "test_share", "test_share", ANSWER), "is a test cell"),
    "with a cell twice": (
        "wrong",
        wrong("Idea", "test_share", "share", ANSWER + "# %% share\n" + ANSWER),
        "'share' is there twice",
    ),
    "with an empty cell": ("wrong", wrong("Idea", "test_share", "share", "\n"), "is empty"),
    "without a cell": ("wrong", '"""Idea.\n\nloses: test_share\n"""\n', "it replaces no cell"),
    "with code before the cells": (
        "wrong",
        '"""Idea.\n\nloses: test_share\n"""\nimport os\n# %% share\n' + ANSWER,
        "only a docstring may stand before",
    ),
    "that is not Python at its head": ("right", "An idea\n# %% share\n" + ANSWER, "only a docstring"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_variant_is_refused_with_its_name(course: Course, case: str):
    side, text, says = MALFORMED[case]
    path = course.variant(f"{side}/odd", text)
    with pytest.raises(GradingError) as refused:
        parse(path, course.assignment)
    sentence = str(refused.value)
    assert f"variants/07-share/{side}/odd.py" in sentence
    assert says in sentence
    assert "\n" not in sentence


def test_a_variant_that_is_not_text_is_refused(course: Course):
    path = course.variant("right/odd", "")
    path.write_bytes(b'"""\xff"""')
    with pytest.raises(GradingError, match=r"odd\.py is not UTF-8"):
        parse(path, course.assignment)
