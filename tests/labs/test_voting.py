"""Ranked ballots by Debian's rules: published tallies give the published winners, ties stay ties, and bad ballots are named."""

import itertools

import numpy as np
import pytest

from openhearth.labs import voting
from openhearth.labs.voting import (
    LEADER_2002,
    LEADER_2003,
    LENNY_2008,
    RECALL_2006,
    Ballot,
    BallotError,
    Election,
    Tally,
    beatpaths,
    decide,
    first_places,
    published,
    read_ballots,
    read_preflib,
    tally,
)

NONE = "None Of The Above"


def drawn(seed: int, options: int = 5, voters: int = 40) -> Election:
    """Ballots of voters who rank some options, some of them alike."""
    random = np.random.default_rng(seed)
    names = tuple("ABCDEFGH"[:options])
    ballots = []
    for _ in range(voters):
        named = random.permutation(options)[: random.integers(1, options + 1)]
        ballots.append(Ballot({names[i]: int(random.integers(1, 4)) for i in named}))
    return Election(names, tuple(ballots))


@pytest.mark.parametrize(
    ("counted", "developers", "default", "winner"),
    [
        (LEADER_2002, 939, NONE, "Bdale Garbee"),
        (LEADER_2003, 831, NONE, "Martin Michlmayr"),
        (RECALL_2006, 1000, "Further discussion", "Further discussion"),
    ],
)
def test_published_tallies_give_the_published_winners(
    counted: Tally, developers: int, default: str, winner: str
) -> None:
    assert decide(counted, default, voting.quorum(developers)).winner == winner


def test_the_election_of_2003_hung_on_four_votes() -> None:
    assert (
        LEADER_2003.over("Martin Michlmayr", "Bdale Garbee")
        - LEADER_2003.over("Bdale Garbee", "Martin Michlmayr")
        == 4
    )
    closer = LEADER_2003.votes.copy()
    closer[1, 3] += 5
    assert decide(Tally(LEADER_2003.options, closer), NONE).winner == "Bdale Garbee"


def test_debians_quorum_is_three_times_half_the_root() -> None:
    # Debian's own figures, from its pages on the votes of 2002 and 2006.
    assert voting.quorum(939) == pytest.approx(45.96466, abs=1e-5)
    assert voting.quorum(1000) == pytest.approx(47.4341649, abs=1e-6)
    with pytest.raises(ValueError, match="cannot decide"):
        voting.quorum(0)


def test_the_recall_of_2006_reached_its_quorum_by_a_hair_and_fell_by_its_majority() -> None:
    found = decide(RECALL_2006, "Further discussion", voting.quorum(1000))
    assert found.dropped["Recall the project leader"].startswith("majority")
    assert (
        decide(RECALL_2006, "Further discussion", 49)
        .dropped["Recall the project leader"]
        .startswith("quorum")
    )


def test_unranked_options_stand_below_ranked_ones_and_above_nobody() -> None:
    counted = tally(read_ballots("options: A, B, C, D\n3: A > B\n"))
    assert counted.over("A", "C") == counted.over("B", "D") == 3
    assert counted.over("C", "D") == counted.over("D", "C") == 0
    assert counted.over("C", "A") == 0


def test_equal_ranks_count_for_neither() -> None:
    counted = tally(read_ballots("options: A, B, C\n5: B = A > C\n"))
    assert counted.over("A", "B") == counted.over("B", "A") == 0
    assert counted.over("A", "C") == counted.over("B", "C") == 5


@pytest.mark.parametrize("seed", range(40))
def test_setting_aside_weakest_defeats_elects_whom_schulzes_paths_elect(seed: int) -> None:
    counted = tally(drawn(seed))
    paths = beatpaths(counted)
    best = {
        option for i, option in enumerate(counted.options) if (paths[i] >= paths[:, i]).all()
    }  # by votes for; Debian's rules look at votes against as well, and so may narrow it down
    assert set(decide(counted).winners) <= best
    if len(best) == 1:
        assert set(decide(counted).winners) == best


@pytest.mark.parametrize("seed", range(20))
def test_whoever_beats_each_other_option_wins(seed: int) -> None:
    counted = tally(drawn(seed))
    for i, option in enumerate(counted.options):
        others = [j for j in range(len(counted.options)) if j != i]
        if all(counted.votes[i, j] > counted.votes[j, i] for j in others):
            assert decide(counted).winner == option


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_ballot_paper_changes_nothing(seed: int) -> None:
    election = drawn(seed)
    turned = Election(election.options[::-1], election.ballots)
    assert set(decide(tally(election)).winners) == set(decide(tally(turned)).winners)


def test_a_circle_is_opened_at_its_weakest_defeat() -> None:
    circle = read_ballots("options: A, B, C\n9: A > B > C\n8: B > C > A\n4: C > A > B\n")
    found = decide(tally(circle))  # A over B 13, B over C 17, C over A 12
    assert found.winner == "A"
    assert found.ignored == (("C", "A"),)


def test_schulze_s_own_example_has_his_winner() -> None:
    # Schulze (2011), example 1, 45 voters; also in many textbooks.
    text = "options: A, B, C, D, E\n" + "\n".join(
        f"{n}: {' > '.join(order)}"
        for n, order in zip(
            (5, 5, 8, 3, 7, 2, 7, 8),
            ("ACBED", "ADECB", "BEDAC", "CABED", "CAEBD", "CBADE", "DCEBA", "EBADC"),
            strict=True,
        )
    )
    assert decide(tally(read_ballots(text))).winner == "E"


def test_a_supermajority_is_reached_by_exactly_its_ratio_and_not_by_one_less() -> None:
    for yes, passes in ((30, True), (29, False)):
        counted = published(("change", "keep"), [[0, yes], [10, 0]])
        assert (decide(counted, "keep", majority={"change": 3}).winner == "change") is passes
    assert decide(published(("change", "keep"), [[0, 10], [10, 0]]), "keep").winner == "keep"


def test_ballots_tied_throughout_leave_the_casting_vote() -> None:
    found = decide(tally(read_ballots("options: A, B, C\n5: A = B = C\n")))
    assert found.winner is None
    assert found.winners == ("A", "B", "C")
    assert "casting vote" in found.sentence
    assert decide(tally(read_ballots("options: A, none\n5: A = none\n")), "none").winner == "none"


def test_plurality_counts_only_those_alone_on_top() -> None:
    assert first_places(read_ballots("options: A, B\n5: A = B\n2: B > A\n")) == {"A": 0, "B": 2}


def test_preflib_ties_and_gaps_are_read() -> None:
    election = read_preflib(
        "# ALTERNATIVE NAME 1: Ama\n# ALTERNATIVE NAME 2: Bo\n# ALTERNATIVE NAME 3: Chi\n4: 2,{1,3}\n1: 3\n"
    )
    assert election.options == ("Ama", "Bo", "Chi")
    counted = tally(election)
    assert (counted.over("Bo", "Ama"), counted.over("Ama", "Chi"), counted.over("Chi", "Bo")) == (4, 0, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5: A > B", "must name the options"),
        ("options: A, A\n5: A", "each once"),
        ("options: A, B\nfive: A > B", "line 2"),
        ("options: A, B\n5 A > B", "line 2"),
        ("options: A, B\n5: A > > B", "line 2"),
        ("options: A, B\n5: A > B > A", "twice"),
        ("options: A, B\n5: A > Z", "'Z', which is no option"),
        ("options: A, B\n-5: A > B", "line 2"),
    ],
)
def test_a_malformed_ballot_file_is_named_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BallotError, match=says) as caught:
        read_ballots(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1: 1,2", "no option is named"),
        ("# ALTERNATIVE NAME 1: A\n3: 1,2", "has no name"),
        ("# ALTERNATIVE NAME 1: A\n3: {1", "not like"),
    ],
)
def test_a_malformed_preflib_file_is_named(text: str, says: str) -> None:
    with pytest.raises(BallotError, match=says):
        read_preflib(text)


def test_no_ballots_decide_nothing() -> None:
    with pytest.raises(BallotError, match="no ballots"):
        tally(read_ballots("options: A, B\n"))
    with pytest.raises(BallotError, match="no option here"):
        decide(LEADER_2003, "Nobody")
    with pytest.raises(BallotError, match="from zero up"):
        Election(("A",), (Ballot({"A": 1}, -1),))
    with pytest.raises(BallotError, match="rows"):
        published(("A", "B"), [[0, 1]])
    with pytest.raises(BallotError, match="from zero up"):
        published(("A", "B"), [[0, float("nan")], [1, 0]])


def test_a_weight_is_as_good_as_so_many_voters() -> None:
    once = Election(("A", "B"), (Ballot({"A": 1}, 3), Ballot({"B": 1}, 2)))
    often = Election(("A", "B"), tuple(itertools.repeat(Ballot({"A": 1}), 3)) + (Ballot({"B": 1}),) * 2)
    assert (tally(once).votes == tally(often).votes).all()


def test_in_2008_who_needs_three_to_one_decided_the_outcome() -> None:
    options, default = LENNY_2008.options, "Further discussion"
    needs_three = dict.fromkeys((options[1], options[2], options[3], options[5]), 3.0)
    assert decide(LENNY_2008, default, 40).winner == "Proprietary firmware allowed"
    assert decide(LENNY_2008, default, 40, needs_three).winner == "Blobs are taken to comply"  # as certified
    everybody = dict.fromkeys(options[:-1], 3.0)
    assert decide(LENNY_2008, default, 40, everybody).winner == default
