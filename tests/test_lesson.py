"""What lessons share: quizzes that explain themselves, tables that show any script."""

from importlib import resources
from pathlib import Path

import pytest

from openhearth import lesson
from openhearth.errors import OpenhearthError


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML that a lesson displayed."""
    pieces: list[str] = []
    monkeypatch.setattr(lesson, "_display", pieces.append)
    return pieces


QUIZZES = sorted(
    path.name.removesuffix(".toml") for path in (resources.files("openhearth") / "quizzes").iterdir()
)


@pytest.mark.parametrize("number", QUIZZES)
def test_every_quiz_has_two_to_four_questions_and_explains_every_choice(number: str) -> None:
    questions = lesson.questions(number)
    assert 2 <= len(questions) <= 4
    for question in questions:
        assert len(question.choices) >= 3
        assert len({choice.text for choice in question.choices}) == len(question.choices)


def test_a_quiz_needs_no_javascript_and_labels_every_choice(shown: list[str]) -> None:
    lesson.quiz(QUIZZES[0])
    html = shown[0]
    assert "<script" not in html
    assert html.count("<input") == html.count("<label for=") == html.count('class="oh-why"')
    assert html.count("<fieldset") == html.count("<legend>") == len(lesson.questions(QUIZZES[0]))


def test_a_quiz_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(OpenhearthError, match="no quiz '77'"):
        lesson.questions("77")


def test_a_question_with_two_right_choices_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes/99.toml").write_text(
        '[[question]]\ntext = "Which?"\n' + '[[question.choice]]\ntext = "a"\nright = true\nwhy = "x"\n' * 2
    )
    monkeypatch.setattr(lesson.resources, "files", lambda _: tmp_path)
    with pytest.raises(OpenhearthError, match="exactly one right"):
        lesson.questions("99")


def test_a_table_escapes_its_cells_and_lets_each_script_run_its_own_way(shown: list[str]) -> None:
    lesson.table([["<b>", "كتاب"]], ["what", "text"], caption="Words")
    html = shown[0]
    assert "&lt;b&gt;" in html
    assert '<td dir="auto"' in html
    assert "<caption>Words</caption>" in html


def test_the_dial_of_lessons_is_the_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENHEARTH_MINUTES", "0.5")
    assert lesson.minutes(2) == 0.5
    monkeypatch.delenv("OPENHEARTH_MINUTES")
    assert lesson.minutes(2) == 2
    monkeypatch.setenv("OPENHEARTH_MINUTES", "soon")
    with pytest.raises(OpenhearthError, match="soon"):
        lesson.minutes()
