"""What learners read below a test cell, and where its data come from."""

import pytest

from openhearth.grading import check, fresh


def said(error: BaseException) -> str:
    return "\n".join(error._render_traceback_())


def test_a_blank_answer_is_called_not_attempted_without_a_traceback():
    with pytest.raises(NotImplementedError) as raised, check("share"):
        raise NotImplementedError("Replace this line with your code.")
    assert said(raised.value) == "Not attempted: share. Replace this line with your code."


def test_a_wrong_answer_gets_the_reason_without_a_traceback():
    with pytest.raises(AssertionError) as raised, check("share"):
        raise AssertionError("shares sum to one")  # not `assert`, which pytest rewrites
    assert said(raised.value) == "Wrong, because shares sum to one."


def test_a_right_answer_is_called_right(capsys):
    with check("share"):
        pass
    assert capsys.readouterr().out == "Right: share passes every check in this cell.\n"


@pytest.mark.parametrize("error", [TypeError("no"), AssertionError()])
def test_an_error_in_the_learners_own_code_keeps_its_traceback(error):
    with pytest.raises(type(error)) as raised, check("share"):
        raise error
    assert raised.value is error


def test_fresh_data_follow_from_the_graders_seed_and_the_name(monkeypatch):
    monkeypatch.setenv("OPENHEARTH_GRADING_SEED", "7")
    first, again, other = fresh("a").random(), fresh("a").random(), fresh("b").random()
    assert first == again != other
    monkeypatch.setenv("OPENHEARTH_GRADING_SEED", "8")
    assert fresh("a").random() != first


def test_without_a_seed_no_two_draws_are_alike(monkeypatch):
    monkeypatch.delenv("OPENHEARTH_GRADING_SEED", raising=False)
    assert fresh("a").random() != fresh("a").random()
