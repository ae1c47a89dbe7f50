"""Lesson E4's computations: each claim that the lesson makes of them."""

import collections
import pickle
from datetime import date, timedelta

import pytest

from openhearth.labs.dual_use import (
    Embargo,
    Report,
    Risk,
    pickle_calls,
    publish_on,
    ranked,
    search,
    wilson,
)

SENT = date(2026, 3, 2)
POLICY = Embargo()


class Trap:
    """Calls ``print`` when it is loaded."""

    def __reduce__(self):
        return print, ("somebody loaded me",)


def test_one_sign_turns_a_search_for_good_into_a_search_for_harm():
    assert search(-1).share_hazardous == 0
    assert search(+1).share_hazardous > 0.8


def test_the_interval_is_the_published_one_and_none_found_is_not_none_there():
    # Newcombe (1998), table I: 81 of 263 and 0 of 20
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    low, high = wilson(3, 40)
    assert wilson(37, 40) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (3, 2), (-1, 5)])
def test_a_rate_of_nothing_is_refused(successes, trials):
    with pytest.raises(ValueError, match="give 0 to trials"):
        wilson(successes, trials)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_trap_is_named_without_being_sprung(protocol, capsys):
    trapped = pickle.dumps({"weights": [0.5, 1.5], "hook": Trap()}, protocol)
    calls = pickle_calls(trapped)
    assert {"builtins.print", "__builtin__.print"} & set(calls)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_plain_numbers_and_texts_name_nothing(protocol):
    plain = {"builtins": ["print", 1.5], "names": ("os.system", "print")}
    assert pickle_calls(pickle.dumps(plain, protocol)) == ()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_names_remembered_from_before_are_found_too(protocol):
    many = [collections.OrderedDict(), collections.Counter("aab"), "collections", collections.deque()]
    found = pickle_calls(pickle.dumps(many, protocol))
    assert {"collections.OrderedDict", "collections.Counter", "collections.deque"} <= set(found)


def test_a_name_hidden_under_another_is_not_mistaken_for_it():
    hidden = b"\x80\x04\x8c\x08builtins\x8c\x05print\x8c\x04math\x8c\x03sin00\x93."  # 0 drops the last text
    assert pickle.loads(hidden) is print
    assert pickle_calls(hidden) == ("?.?",)


@pytest.mark.parametrize("bytes_", [b"", b"weights", pickle.dumps([1, 2])[:-3]])
def test_what_is_no_pickle_is_refused(bytes_):
    with pytest.raises(ValueError, match="not a pickle"):
        pickle_calls(bytes_)


def days(report: Report) -> int:
    return (publish_on(report, POLICY)[0] - SENT).days


def after(count: int) -> date:
    return SENT + timedelta(count)


def test_silence_shortens_an_embargo_and_an_answer_in_time_lengthens_it():
    assert days(Report(SENT)) == 45
    assert days(Report(SENT, answered=after(45))) == 90
    assert days(Report(SENT, answered=after(46))) == 45


def test_after_a_repair_users_get_time_even_past_the_longest_embargo():
    assert days(Report(SENT, after(2), repaired=after(10))) == 24
    assert days(Report(SENT, after(2), repaired=after(88))) == 102
    assert days(Report(SENT, after(2), repaired=after(120))) == 90


def test_use_against_people_ends_secrecy_but_never_lengthens_it():
    assert days(Report(SENT, after(2), exploited=after(5))) == 12
    assert days(Report(SENT, after(2), exploited=after(-30))) == 7
    assert days(Report(SENT, after(2), repaired=after(3), exploited=after(60))) == 17


def test_a_guard_that_nobody_tested_takes_nothing_away():
    promised = Risk("promised", 0.2, 100, undone=True, guard=0.9)
    measured = Risk("measured", 0.2, 100, undone=True, guard=0.9, tested=True)
    assert (promised.score(), measured.score()) == (pytest.approx(20), pytest.approx(2))


def test_what_cannot_be_undone_weighs_more():
    risks = [Risk("spam", 0.5, 100, undone=True), Risk("exposed", 0.2, 100, undone=False)]
    assert [risk.name for risk in ranked(risks)] == ["exposed", "spam"]
    assert [risk.name for risk in ranked(risks, irreversible=1)] == ["spam", "exposed"]
