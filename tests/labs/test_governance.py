"""A charter says who may decide what; the checker finds the ways round it; a tally is decided by it."""

import pytest

from openhearth.labs.governance import (
    AMEND,
    Charter,
    CharterError,
    amended,
    enact,
    loopholes,
    read_charter,
)
from openhearth.labs.voting import published

SOUND = """
interprets = "secretary"

[body.members]
chosen_by = "members"
removed_by = "members"

[body.stewards]
seats = 5
one_employer = 2
chosen_by = "members"
removed_by = "members"

[body.secretary]
seats = 1
chosen_by = "members"
removed_by = "members"

[decision."accept a story"]
by = "stewards"
reversed_by = "members"

[decision."change the licence"]
by = "members"
majority = 3
quorum = 20
default = "keep it"
casting = "secretary"

[decision."change the charter"]
by = "members"
majority = 3
quorum = 20
default = "keep it"
casting = "secretary"
"""
PYTHON = """
interprets = "council"

[body."core team"]
chosen_by = "core team"
removed_by = "council"
frozen = true

[body.council]
seats = 5
one_employer = 2
chosen_by = "core team"
removed_by = "core team"

[decision."accept a proposal"]
by = "council"
reversed_by = "core team"

[decision."change the charter"]
by = "core team"
majority = 2
default = "keep it"
quorum = 1
casting = "council"
"""


def without(key: str, text: str = SOUND) -> str:
    assert key in text
    return text.replace(key, "")


def test_a_sound_charter_has_no_loophole_that_we_know() -> None:
    assert loopholes(read_charter(SOUND)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("one_employer = 2\n", "", "more than half of its 5 seats"),
        ("one_employer = 2", "one_employer = 3", "more than half of its 5 seats"),
        ('seats = 5\none_employer = 2\nchosen_by = "members"\nremoved_by = "members"', 'seats = 5\none_employer = 2\nchosen_by = "stewards"\nremoved_by = "stewards"', "answers to nobody"),
        ('interprets = "secretary"\n', "", "whoever asks chooses the rule"),
        ('interprets = "secretary"\n', 'interprets = "the founder"\n', "does not describe"),
        ('reversed_by = "members"', 'reversed_by = "a court"', "does not describe"),
        ('by = "stewards"', 'by = "founders"', "does not describe"),
    ],
)  # fmt: skip
def test_each_gap_in_a_charter_is_found(old: str, new: str, says: str) -> None:
    before, after = loopholes(read_charter(SOUND)), loopholes(read_charter(SOUND.replace(old, new, 1)))
    new_ones = [one for one in after if one not in before]
    assert len(new_ones) == 1
    assert says in new_ones[0]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("quorum = 20\n", "no quorum"),
        ('default = "keep it"\n', "no default"),
        ('casting = "secretary"\n', "casting vote"),
    ],
)
def test_a_vote_of_everybody_needs_a_quorum_a_default_and_a_casting_vote(key: str, says: str) -> None:
    found = loopholes(read_charter(without(key)))
    assert sum(says in one for one in found) == 2  # in both votes of the members


def test_a_charter_that_is_easier_to_change_than_what_it_protects_protects_nothing() -> None:
    weak = amended(read_charter(SOUND), AMEND, majority=1.0)
    assert any("is enough to change the charter first" in one for one in loopholes(weak))
    counted = published(("sell it", "keep it"), [[0, 60], [40, 0]])
    assert enact(weak, "change the licence", counted).winner == "keep it"
    assert enact(weak, AMEND, counted).winner == "sell it"
    after = amended(weak, "change the licence", majority=1.0)
    assert enact(after, "change the licence", counted).winner == "sell it"


def test_a_charter_that_nobody_may_change_is_a_loophole_too() -> None:
    sound = read_charter(SOUND)
    rest = {name: one for name, one in sound.decisions.items() if name != AMEND}
    found = loopholes(Charter(sound.bodies, rest, sound.interprets))
    assert any("against its own rules" in one for one in found)


def test_a_body_that_can_remove_its_own_check_is_found_also_through_others() -> None:
    direct = SOUND.replace('[body.members]\nchosen_by = "members"', '[body.members]\nchosen_by = "stewards"')
    assert any("owes its seats to stewards" in one for one in loopholes(read_charter(direct)))
    through = SOUND.replace(
        '[body.members]\nchosen_by = "members"\nremoved_by = "members"',
        '[body.members]\nchosen_by = "members"\nremoved_by = "conduct"\n\n'
        '[body.conduct]\nchosen_by = "stewards"\nremoved_by = "stewards"',
    )
    assert any("owes its seats to conduct and stewards" in one for one in loopholes(read_charter(through)))


def test_python_closed_the_hole_that_two_bodies_can_remove_each_other() -> None:
    assert not any("each other" in one or "owes" in one for one in loopholes(read_charter(PYTHON)))
    open_again = loopholes(read_charter(without("frozen = true", PYTHON)))
    assert any("can remove each other" in one for one in open_again)
    assert any("owes its seats to council" in one for one in open_again)


def test_what_the_charter_does_not_give_nobody_has() -> None:
    charter = read_charter(SOUND)
    assert charter.may("stewards", "accept a story")
    assert not charter.may("stewards", "change the licence")
    assert not charter.may("members", "accept a story")
    assert not charter.may("members", "sell the server")
    with pytest.raises(CharterError, match="no body"):
        charter.may("the founder", "accept a story")


def test_a_tally_is_decided_by_quorum_majority_and_default_of_the_charter() -> None:
    charter = read_charter(SOUND)
    for yes, no, winner in ((60, 20, "open it"), (59, 20, "keep it"), (19, 1, "keep it"), (20, 1, "open it")):
        counted = published(("open it", "keep it"), [[0, yes], [no, 0]])
        assert enact(charter, "change the licence", counted).winner == winner, (yes, no)
    with pytest.raises(CharterError, match="lets nobody decide"):
        enact(charter, "sell the server", counted)
    with pytest.raises(CharterError, match="must offer"):
        enact(charter, "change the licence", published(("a", "b"), [[0, 1], [1, 0]]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("body = ", "cannot be read"),
        ("[bodies.members]", "not 'bodies'"),
        ("[body.members]\nchosen_by = 'members'", "not complete"),
        ("[body.members]\nelected_by = 'members'", "elected_by"),
        ("[decision.x]\nby = 'm'\nmajority = 0.5", "at least 1"),
        ("[decision.x]\nby = 'm'\nmajority = 'two thirds'", "at least 1"),
        ("[body]\nmembers = 3", "none of"),
    ],
)
def test_a_malformed_charter_is_named_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(CharterError, match=says) as caught:
        read_charter(text)
    assert "\n" not in str(caught.value)
