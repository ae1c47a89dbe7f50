"""A copy that elects somebody else, a training that repeats bit for bit, claims that can fail, a report that is not believed."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import pytest

from openhearth import data
from openhearth.labs import reports, reproduce
from openhearth.labs.copies import COPY_2003, changed, copied_elections, drawn_election, ties_broken
from openhearth.labs.reports import ReportError, read_report, write_report
from openhearth.labs.reproduce import Claim, ClaimError, Rerun, best_of, interval, judge, lock_file, rerun
from openhearth.labs.voting import LEADER_2003, BallotError, decide, published, read_ballots, tally

DEFAULT = "None Of The Above"
SEEDS = (0, 1, 2)


# ---- the copy


def test_the_certified_tally_elects_michlmayr_by_four_votes_and_the_copy_elects_garbee() -> None:
    one, other = "Martin Michlmayr", "Bdale Garbee"
    assert decide(LEADER_2003, DEFAULT).winner == one
    assert (LEADER_2003.over(one, other), LEADER_2003.over(other, one)) == (228, 224)
    assert decide(COPY_2003, DEFAULT).winner == other
    assert (COPY_2003.over(one, other), COPY_2003.over(other, one)) == (228, 252)


def test_every_difference_favours_the_option_printed_first() -> None:
    found = changed(LEADER_2003, COPY_2003)
    assert len(found) == 10
    assert all(change.one_is_printed_first and change.votes > 0 for change in found)
    assert (np.tril(COPY_2003.votes) == np.tril(LEADER_2003.votes)).all()


def test_the_copy_made_the_other_way_round_would_have_kept_the_winner() -> None:
    ties = np.triu(COPY_2003.votes - LEADER_2003.votes)
    other_way = published(LEADER_2003.options, (LEADER_2003.votes + ties.T).tolist())
    assert decide(other_way, DEFAULT).winner == "Martin Michlmayr"


def test_a_tally_does_not_differ_from_itself_and_tallies_in_another_order_are_refused() -> None:
    assert changed(LEADER_2003, LEADER_2003) == []
    turned = published(LEADER_2003.options[::-1], LEADER_2003.votes[::-1, ::-1].tolist())
    with pytest.raises(BallotError, match="bring them in one order"):
        changed(LEADER_2003, turned)


def test_breaking_ties_leaves_strict_ballots_and_omissions_alone() -> None:
    election = read_ballots("options: A, B, C, D\n3: C > A = B\n2: D = A\n1: B > A > C")
    places = [dict(ballot.places) for ballot in ties_broken(election).ballots]
    assert places == [{"C": 1, "A": 2, "B": 3}, {"A": 1, "D": 2}, {"B": 1, "A": 2, "C": 3}]
    backwards = ties_broken(election, printed=("D", "C", "B", "A"))
    assert dict(backwards.ballots[0].places) == {"C": 1, "B": 2, "A": 3}
    assert ties_broken(ties_broken(election)) == ties_broken(election)


@pytest.mark.parametrize("seed", SEEDS)
def test_broken_ties_give_votes_only_to_whoever_is_printed_first(seed: int) -> None:
    election = drawn_election(seed)
    found = changed(tally(election), tally(ties_broken(election)))
    assert found
    assert all(change.one_is_printed_first and change.votes > 0 for change in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nobody_deserves_to_win_a_copy_lets_the_first_on_the_paper_win(seed: int) -> None:
    flips, wins = copied_elections(100, seed=seed)
    assert flips > 0.5
    assert wins["A"] > 0.9
    before = [decide(tally(drawn_election(seed * 100_003 + n))).winner for n in range(100)]
    assert before.count("A") < 45, "in the originals nobody is favoured"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("options: Asha, Bo\nfive: Bo > Asha", "line 2"),
        ("options: Asha, Bo\n5: Bo > Asha > Bo", "ranks an option twice"),
        ("5: Bo > Asha", "must name the options"),
        ("options: Asha, Bo\n5: Chi", "no option here"),
    ],
)
def test_a_malformed_ballot_file_is_refused_with_a_sentence(text: str, message: str) -> None:
    with pytest.raises(BallotError, match=message):
        ties_broken(read_ballots(text))


@pytest.mark.parametrize("rows", [[[0, 1]], [[0, 1], [2]], [[0, -1], [2, 0]], [[0, float("nan")], [2, 0]]])
def test_a_malformed_tally_is_refused(rows: list[list[float]]) -> None:
    with pytest.raises(BallotError):
        changed(published(("Asha", "Bo"), rows), published(("Asha", "Bo"), [[0, 1], [2, 0]]))


# ---- the training


@pytest.fixture(scope="module")
def stories() -> tuple[list[str], list[str]]:
    learnt, unseen = data.load("tales", languages=["sw"], stories=300, seed=0).split(0.1)
    return learnt.texts(), unseen.texts()[:12]


@pytest.fixture(scope="module")
def runs(stories: tuple[list[str], list[str]]) -> dict[int, list[Rerun]]:
    """By steps."""
    return {steps: [rerun(*stories, seed=seed, steps=steps) for seed in range(5)] for steps in (20, 24)}


def test_the_same_seed_gives_the_same_bits_and_another_seed_another_model(stories, runs) -> None:
    for seed in SEEDS:
        assert rerun(*stories, seed=seed, steps=20) == runs[20][seed]
    assert len({run.weights for run in runs[20]}) == 5
    fewer = rerun(stories[0][:-1], stories[1], seed=0, steps=20)
    assert fewer.weights != runs[20][0].weights, "one story less is another model"


def test_how_many_threads_a_learner_uses_changes_nothing(stories, runs) -> None:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        assert rerun(*stories, seed=0, steps=20) == runs[20][0]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_a_fifth_more_steps_is_a_difference_larger_than_the_spread_of_pairs(runs) -> None:
    gains = [a.bits_per_byte - b.bits_per_byte for a, b in zip(runs[20], runs[24], strict=True)]
    assert min(gains) > 0.05
    assert interval(gains)[0] > 0.05


def test_two_runs_with_one_seed_differ_far_less_in_what_they_gain_than_two_seeds(runs) -> None:
    gains = [a.bits_per_byte - b.bits_per_byte for a, b in zip(runs[20], runs[24], strict=True)]
    turned = [
        a.bits_per_byte - b.bits_per_byte for a, b in zip(runs[20], runs[24][1:] + runs[24][:1], strict=True)
    ]
    assert stdev(gains) < stdev(turned)


def test_the_best_of_more_seeds_looks_better_with_nothing_new(runs) -> None:
    scores = [run.bits_per_byte for run in runs[20]]
    best = [best_of(scores, tries) for tries in range(1, 6)]
    assert best[0] == pytest.approx(mean(scores))
    assert best[-1] == min(scores)
    assert all(a > b for a, b in pairwise(best))
    assert best_of([1, 2, 3], 2) == pytest.approx(4 / 3), "pairs 12, 13, 23 have the minima 1, 1, 2"
    with pytest.raises(ValueError, match="4 tries of 3"):
        best_of([1, 2, 3], 4)


def test_the_lock_file_names_versions_that_pip_understands() -> None:
    lines = lock_file().splitlines()
    assert lines[0].startswith("# python 3.")
    assert {line.split("==")[0] for line in lines[1:]} == set(reproduce.LOCKED)


# ---- the claim


@pytest.mark.parametrize("seed", SEEDS)
def test_reruns_around_the_claim_reproduce_it_and_reruns_around_nothing_do_not(seed: int) -> None:
    draw = np.random.default_rng(seed)
    claim = Claim("a gain", 0.5, 0.2, seeds=8)
    assert judge(claim, draw.normal(0.5, 0.05, 8).tolist(), seal=claim.seal).result == "reproduced"
    assert judge(claim, draw.normal(0.0, 0.05, 8).tolist(), seal=claim.seal).result == "not reproduced"
    assert judge(claim, draw.normal(0.5, 1.0, 8).tolist(), seal=claim.seal).result == "undecided"


def test_the_interval_is_students() -> None:
    low, high = interval([1, 2, 3])
    assert (low, high) == pytest.approx((2 - 4.30 / 3**0.5, 2 + 4.30 / 3**0.5)), (
        "mean 2, deviation 1, two degrees of freedom"
    )


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    for seed in SEEDS:
        draw = np.random.default_rng(seed)
        held = [low < 1 < high for low, high in (interval(draw.normal(1, 2, 5).tolist()) for _ in range(400))]
        assert 0.92 < mean(held) < 0.98


def test_a_tolerance_chosen_after_the_fact_breaks_the_seal() -> None:
    claim = Claim("a gain", 0.5, 0.1, seeds=2)
    for altered in (replace(claim, tolerance=9.0), replace(claim, value=0.4), replace(claim, seeds=3)):
        with pytest.raises(ClaimError, match="not the one that was sealed"):
            judge(altered, [0.0, 0.1], seal=claim.seal)


def test_leaving_out_a_bad_seed_is_noticed() -> None:
    claim = Claim("a gain", 0.5, 0.1, seeds=4)
    with pytest.raises(ClaimError, match="4 reruns were planned and 3 are reported"):
        judge(claim, [0.5, 0.5, 0.5], seal=claim.seal)


@pytest.mark.parametrize("value", [None, "0.5", float("nan"), float("inf"), True])
def test_a_claim_without_a_number_is_no_claim(value: object) -> None:
    with pytest.raises(ClaimError, match="has no number"):
        Claim("ours is better", value, 0.1, seeds=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(("tolerance", "seeds"), [(0.0, 5), (-1.0, 5), (None, 5), (0.1, 1)])
def test_a_claim_without_a_tolerance_or_a_second_seed_is_refused(tolerance: object, seeds: int) -> None:
    with pytest.raises(ClaimError):
        Claim("ours is better", 0.5, tolerance, seeds=seeds)  # type: ignore[arg-type]


def test_one_rerun_says_nothing_about_spread() -> None:
    with pytest.raises(ClaimError, match="at least two"):
        interval([0.5])
    with pytest.raises(ClaimError, match="numbers"):
        interval([0.5, float("nan")])


# ---- the report

CLAIM = Claim("a fifth more steps lowers bits per byte", 0.3, 0.29, seeds=5, unit="bits per byte")


@pytest.fixture
def report(tmp_path: Path, stories, runs) -> Path:
    gains = [a.bits_per_byte - b.bits_per_byte for a, b in zip(runs[20], runs[24], strict=True)]
    return write_report(
        tmp_path / "report",
        claim=CLAIM,
        seal=CLAIM.seal,
        runs=runs[20] + runs[24],
        differences=gains,
        inputs={"stories.txt": "\n".join(stories[0])},
    )


def test_a_report_reads_back_as_it_was_written(report: Path, runs) -> None:
    read = read_report(report, seal=CLAIM.seal)
    assert read.claim == CLAIM
    assert read.runs == (*runs[20], *runs[24])
    assert read.verdict.result == "reproduced"
    assert set(read.files) == {"stories.txt", "requirements.lock", "claim.json", "runs.json", "outcome.json"}
    assert "Python" in read.machine


def test_a_report_is_an_ro_crate_with_inputs_tools_seeds_machine_and_outcome(report: Path) -> None:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(report)
    action = crate.get("#rerun")
    assert crate.root_dataset["conformsTo"].id == reports.PROFILE
    assert {tool["name"] for tool in action["instrument"]} == set(reproduce.LOCKED)
    assert all(tool["softwareVersion"] for tool in action["instrument"])
    given = {entity.id for entity in action["object"]}
    assert {"stories.txt", "requirements.lock", "claim.json", "#machine", "#seeds", "#outcome"} == given
    assert {entity.id for entity in action["result"]} == {"runs.json", "outcome.json"}
    assert crate.get("#seeds")["value"] == [0, 1, 2, 3, 4]
    for entity in crate.get_by_type("File"):
        assert len(entity["sha256"]) == 64


@pytest.mark.parametrize(
    "name", ["stories.txt", "runs.json", "outcome.json", "requirements.lock", "claim.json"]
)
def test_a_file_that_was_changed_or_lost_is_named(report: Path, name: str) -> None:
    path = report / name
    path.write_text(path.read_text() + " ")
    with pytest.raises(ReportError, match=name):
        read_report(report)
    path.unlink()
    with pytest.raises(ReportError, match=name):
        read_report(report)


def rewritten(report: Path, name: str, text: str) -> None:
    """A forger who also mends the hash in the metadata."""
    (report / name).write_text(text)
    about = report / "ro-crate-metadata.json"
    found = json.loads(about.read_text())
    entity = next(one for one in found["@graph"] if one["@id"] == name)
    entity["sha256"] = reports.sha256_of(report / name)
    about.write_text(json.dumps(found))


def test_an_outcome_that_does_not_follow_from_its_numbers_is_caught_though_the_hash_was_mended(
    report: Path,
) -> None:
    outcome = json.loads((report / "outcome.json").read_text())
    rewritten(report, "outcome.json", json.dumps({**outcome, "result": "not reproduced"}))
    with pytest.raises(ReportError, match="its own numbers say 'reproduced'"):
        read_report(report)


def test_a_claim_changed_with_its_seal_is_caught_by_the_seal_that_was_published(report: Path) -> None:
    lesser = replace(CLAIM, tolerance=0.295)
    told = {**vars(lesser), "seal": lesser.seal}
    rewritten(report, "claim.json", json.dumps(told))
    assert read_report(report).claim == lesser, "the folder alone cannot tell"
    with pytest.raises(ClaimError, match="not the one that was sealed"):
        read_report(report, seal=CLAIM.seal)


def test_runs_of_other_versions_than_the_lock_file_names_are_caught(report: Path) -> None:
    rewritten(report, "requirements.lock", "torch==0.1\n")
    with pytest.raises(ReportError, match="other versions"):
        read_report(report)


def test_a_file_that_is_not_what_its_name_says_is_named_as_such(report: Path) -> None:
    rewritten(report, "runs.json", "[1, 2]")
    with pytest.raises(ReportError, match="not what its name says"):
        read_report(report)


def test_a_folder_without_a_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no RO-Crate"):
        read_report(tmp_path)


def test_a_report_of_fewer_reruns_than_planned_is_not_written(tmp_path: Path, runs) -> None:
    with pytest.raises(ClaimError, match="planned"):
        write_report(
            tmp_path / "r", claim=CLAIM, seal=CLAIM.seal, runs=runs[20], differences=[0.3], inputs={}
        )
    assert not (tmp_path / "r").exists()
