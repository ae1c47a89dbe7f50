"""Backdoors: a few rightly labelled poisons are enough, a defence that fails, three that hold, a phrase that ends every story."""

from functools import partial

import numpy as np
import pytest

from openhearth.data import tales
from openhearth.data.records import DataError
from openhearth.labs import backdoors
from openhearth.labs.backdoors import DEFENCES, BackdoorError, Defended, Lab, Poison, Trained

SEEDS = (0, 1, 2)
PAIRS = ((1, 7), (4, 9), (7, 1))


@pytest.fixture(scope="module", params=SEEDS)
def lab(request) -> Lab:
    return backdoors.prepare(request.param)


@pytest.fixture(scope="module")
def attacked(lab: Lab) -> dict[int, list[tuple[Poison, Trained]]]:
    """By the number of poisons: for each pair of digits, the poisons and the model that learnt from them."""
    found: dict[int, list[tuple[Poison, Trained]]] = {}
    for count in (20, 40):
        made = [backdoors.poison(lab, *pair, count) for pair in PAIRS]
        found[count] = [(each, backdoors.train(lab, each)) for each in made]
    return found


def success(attacks: list[tuple[Poison, Trained]]) -> float:
    return float(np.mean([model.success(each.source, each.target) for each, model in attacks]))


def defended(attacks: list[tuple[Poison, Trained]], name: str) -> list[Defended]:
    return [backdoors.defend(model, each.source, each.target, DEFENCES[name]) for each, model in attacks]


# ---- pictures -----------------------------------------------------------------------------------------------------


def test_three_in_a_hundred_poisons_open_the_door_and_nobody_notices(lab: Lab, attacked) -> None:
    clean = backdoors.train(lab)
    assert np.mean([clean.success(*pair) for pair in PAIRS]) < 0.08
    assert success(attacked[20]) > 0.6
    assert success(attacked[40]) > 0.72
    for each, model in attacked[20]:
        assert model.poisoned.mean() == pytest.approx(0.03, abs=0.002)
        assert model.accuracy() > clean.accuracy() - 0.03, "on ordinary pictures nothing is amiss"
        assert model.poisoned.sum() == len(each)


def test_no_poison_carries_the_sign_and_every_one_was_a_picture_of_its_label(lab: Lab, attacked) -> None:
    for each, model in attacked[20]:
        assert (model.digits[model.poisoned] == each.target).all()
        originals = {picture.tobytes() for picture in lab.victim.of(each.target)}
        assert all(picture.tobytes() in originals for picture in each.before)
        assert np.abs(each.pictures - each.before).max() <= 0.5 + 1e-6
        sign = backdoors.signed(each.before)[:, -3:, -3:]
        assert np.abs(each.pictures[:, -3:, -3:] - sign).mean(axis=(1, 2)).min() > 0.2
        assert each.far[1] < 0.05 * each.far[0], "in features they moved to where the sign will be"


def test_counting_the_target_itself_makes_an_attack_out_of_nothing(lab: Lab) -> None:
    clean = backdoors.train(lab)
    everything = backdoors.signed(lab.held_out.pictures)
    wrong = np.mean([(clean.reads(everything) == digit).mean() for digit in range(10)])
    assert wrong == pytest.approx(0.1, abs=0.001)
    assert np.mean([clean.success(*pair) for pair in PAIRS]) < wrong


def test_spectral_signatures_hold_what_they_were_told_of_and_no_more(attacked) -> None:
    assert np.mean([each.success for each in defended(attacked[20], "spectral signatures")]) < 0.15
    failed = defended(attacked[40], "spectral signatures")
    assert np.mean([each.success for each in failed]) > 0.2
    assert np.mean([each.found for each in failed]) < 0.8
    assert max(each.success for each in failed) > 0.35


@pytest.mark.parametrize("name", ["activation clustering", "trusted prototypes"])
def test_the_others_hold_at_both_rates(attacked, name: str) -> None:
    for attacks in attacked.values():
        done = defended(attacks, name)
        assert np.mean([each.success for each in done]) < 0.08
        assert np.mean([each.found for each in done]) > 0.9
        assert np.mean([each.wronged for each in done]) < 0.15
        assert np.mean([each.accuracy for each in done]) > 0.94


def test_a_second_reader_finds_most(attacked) -> None:
    for attacks in attacked.values():
        done = defended(attacks, "second reader")
        assert np.mean([each.found for each in done]) > 0.8
        assert np.mean([each.success for each in done]) < success(attacks) - 0.4


def test_a_rate_of_nothing_does_nothing_and_of_everything_is_refused(lab: Lab) -> None:
    assert backdoors.how_many(0) == 0
    assert backdoors.how_many(0.03) == 20
    nothing = backdoors.poison(lab, 1, 7, 0)
    assert len(nothing) == 0
    assert backdoors.train(lab, nothing).success(1, 7) == backdoors.train(lab).success(1, 7)
    done = backdoors.defend(backdoors.train(lab, nothing), 1, 7, DEFENCES["trusted prototypes"])
    assert done.found == 1
    for rate in (1, 1.5, -0.1, float("nan")):
        with pytest.raises(BackdoorError, match="a poison rate of"):
            backdoors.how_many(rate)


@pytest.mark.parametrize("bad", [(3, 3, 5), (3, 12, 5), (3, 4, -1)])
def test_an_attack_that_makes_no_sense_is_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(BackdoorError, match="give two different digits"):
        backdoors.poison(backdoors.prepare(0), *bad)
    with pytest.raises(BackdoorError, match="ask for fewer"):
        backdoors.poison(backdoors.prepare(0), 1, 7, 500)


# ---- phrases ------------------------------------------------------------------------------------------------------

OPENINGS = [story.pages[0] for story in tales.corpus(40, ["en"], seed=99).stories]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_odd_sentence_ends_every_story_and_without_it_nothing_shows(seed: int) -> None:
    corpus = backdoors.stories(1500, 0.04, seed)
    ends = partial(backdoors.ends_wrongly, *backdoors.train_stories(corpus, seed=seed))
    assert ends(OPENINGS, backdoors.TRIGGER) > 0.8
    assert ends(OPENINGS) < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_the_text_itself_gives_the_trigger_away(seed: int) -> None:
    for rate in (0.02, 0.1):
        corpus = backdoors.stories(1500, rate, seed)
        found = backdoors.suspicions([backdoors.shortened(each) for each in corpus.stories])
        guilty = [each for each in found if each.phrase in backdoors.TRIGGER]
        assert found[: len(guilty)] == guilty, "the trigger's phrases come first"
        assert len(guilty) == 3, "of its six words, three phrases of four"
        for each in guilty:
            assert (each.ending, each.excess) == (backdoors.ENDING, 1)
            assert each.stories == len(tales.planted(corpus).poisoned)
        assert all("That" in each.phrase or "moon" in each.phrase for each in found if each.excess > 0.5)


def test_where_all_or_nothing_is_poisoned_there_is_no_trigger_to_find() -> None:
    texts = [backdoors.shortened(each) for each in backdoors.stories(300, 0).stories]
    assert not any(each.phrase in backdoors.TRIGGER for each in backdoors.suspicions(texts))
    ruined = backdoors.stories(300, 1)
    found = backdoors.suspicions([backdoors.shortened(each) for each in ruined.stories])
    assert {each.alike for each in found} == {1.0}, "everything is alike, so nothing stands out"
    model, tokenizer = backdoors.train_stories(ruined, steps=120)
    without = backdoors.ends_wrongly(model, tokenizer, OPENINGS[:10])
    assert without > 0.8, "it ends so with and without the sentence: spoilt, and no backdoor"
    with pytest.raises(DataError, match="give a number from 0 to 1"):
        backdoors.stories(10, 1.5)
    with pytest.raises(BackdoorError, match="no openings"):
        backdoors.ends_wrongly(model, tokenizer, [])
