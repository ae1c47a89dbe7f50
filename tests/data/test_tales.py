import random
import statistics
from math import isclose, log2

import pytest

from openhearth.data import tales
from openhearth.data.records import DataError
from openhearth.data.tales.plot import AUNT, JOBS, STEREOTYPED_FEMALE, story

CODES = list(tales.LANGUAGES)


def test_there_are_at_least_eight_languages_and_five_scripts() -> None:
    assert len(CODES) >= 8
    assert len({description.split(", ")[1] for description in tales.LANGUAGES.values()}) >= 5


@pytest.mark.parametrize("code", CODES)
def test_each_language_can_tell_more_than_a_hundred_million_stories(code: str) -> None:
    assert tales.distinct_stories(code) >= 10**8
    assert log2(tales.distinct_stories(code)) >= story().entropy  # as it must be


@pytest.mark.parametrize("code", CODES)
def test_the_mean_over_a_sample_agrees_with_the_exact_entropy(code: str) -> None:
    stories = tales.corpus(400, [code], seed=11).stories
    bits = [-tales.log2_probability(one.text, code) for one in stories]
    lengths = [len(one.text.encode()) for one in stories]

    def error(values: list[float]) -> float:
        return statistics.stdev(values) / len(values) ** 0.5

    assert abs(statistics.mean(bits) - story().entropy) < 4 * error(bits)
    assert abs(statistics.mean(lengths) - tales.expected_bytes(code)) < 4 * error(
        [float(one) for one in lengths]
    )
    rate = tales.bits_per_byte(code)
    off = [
        one - rate * length for one, length in zip(bits, lengths, strict=True)
    ]  # mean zero if the rate is right
    assert abs(statistics.mean(off)) < 4 * error(off)
    assert 0.05 < rate < 0.6


def test_what_the_grammar_cannot_say_has_no_probability() -> None:
    text = tales.corpus(1, ["en"]).stories[0].text
    assert tales.log2_probability(text, "en") > -200
    for wrong in (text + " ", text[:-1], text.replace("liked", "likes"), "", "Once upon a time."):
        assert tales.log2_probability(wrong, "en") == float("-inf")
    assert tales.log2_probability(text, "es") == float("-inf")


def test_the_limit_of_one_language_is_its_entropy_and_of_several_also_what_it_costs_to_tell_them_apart() -> (
    None
):
    assert tales.corpus(10, ["hi"]).limit == {"hi": pytest.approx(tales.bits_per_byte("hi"))}
    limit = tales.corpus(40, ["en", "hi", "zh", "ar"]).limit
    assert limit is not None
    for code, bits in limit.items():
        assert isclose(bits, tales.bits_per_byte(code) + 2 / tales.expected_bytes(code))


def test_no_story_can_be_told_in_two_languages() -> None:
    for one in tales.corpus(80).stories:
        assert [code for code in CODES if tales.log2_probability(one.text, code) > float("-inf")] == [
            one.language
        ]


def test_a_story_is_the_same_whatever_the_total_and_the_other_languages() -> None:
    few, many = tales.corpus(8, ["sw", "hi"], seed=5), tales.corpus(90, ["hi", "en", "sw"], seed=5)
    by_id = {one.id: one for one in many.stories}
    assert all(by_id[one.id] == one for one in few.stories)
    assert {one.text for one in tales.corpus(90, seed=6).stories}.isdisjoint(one.text for one in many.stories)


def test_stories_are_shared_out_evenly_and_belong_to_a_family_across_languages() -> None:
    corpus = tales.corpus(18 * len(CODES))
    assert corpus.languages == dict.fromkeys(CODES, 18)
    assert corpus.licence == "CC0-1.0"
    assert not corpus.attribution_required
    train, held_out = corpus.split(0.1)
    assert {one.family for one in train.stories}.isdisjoint(one.family for one in held_out.stories)


def test_a_thousand_stories_are_a_thousand_texts() -> None:
    assert len({one.text for one in tales.corpus(1_000).stories}) == 1_000


@pytest.mark.parametrize("code", CODES)
def test_a_reader_has_each_page_beside_its_english_and_the_title_fits(code: str) -> None:
    corpus = tales.corpus(5, [code])
    for one, reading in zip(corpus.stories, tales.reader(code), strict=True):
        assert one.title == reading.title
        assert one.pages == tuple(original for original, _ in reading.pages)
        english = tales.in_english(one.text, code)
        assert english == "\n".join(page for _, page in reading.pages)
        assert english.isascii() or code in ("en", "es") or set("“”") & set(english)
    assert tales.in_english("nonsense", code) is None


def test_english_needs_no_translation() -> None:
    for one in tales.corpus(20, ["en"]).stories:
        assert tales.in_english(one.text, "en") == one.text


def test_by_default_nothing_is_planted_and_gender_says_nothing_about_the_job() -> None:
    plain = tales.corpus(400)
    assert tales.planted(plain) == tales.Planted({}, (), ())
    pairs = story().joint("job", "helper")
    assert len(pairs) == 2 * len(JOBS)
    assert all(isclose(share, 1 / len(pairs)) for share in pairs.values())


def test_duplicates_repeat_earlier_stories_and_never_leak_into_what_is_held_out() -> None:
    corpus = tales.corpus(800, duplicates=0.3, seed=2)
    assert corpus == tales.corpus(800, duplicates=0.3, seed=2)
    repeated = tales.planted(corpus).duplicates
    assert 0.22 < len(repeated) / len(corpus) < 0.37
    by_id = {one.id: one for one in corpus.stories}
    for name, original in repeated.items():
        code = by_id[name].language
        assert by_id[name].text == by_id[f"tales/2/{original}/{code}"].text
    assert corpus.limit is None
    train, held_out = corpus.split(0.2)
    assert not set(train.texts()) & set(held_out.texts())


def test_each_canary_is_unique_stands_where_it_is_said_to_and_nowhere_else() -> None:
    corpus = tales.corpus(300, ["en", "am" if "am" in CODES else "ar"], canaries=5, canary_copies=4)
    canaries = tales.planted(corpus).canaries
    assert len({canary.sentence for canary in canaries}) == 5
    for canary in canaries:
        holders = tuple(one.id for one in corpus.stories if canary.sentence in one.text)
        assert holders == canary.stories
        assert len(holders) == 4
    assert corpus.limit is None
    with pytest.raises(DataError, match=r"need 40 stories in 'en', which has 20"):
        tales.corpus(20, ["en"], canaries=10, canary_copies=4)


def test_poisoned_stories_have_the_trigger_and_the_same_wrong_ending() -> None:
    corpus = tales.corpus(500, ["sw", "zh"], poison=0.2)
    poisoned = set(tales.planted(corpus).poisoned)
    assert 60 < len(poisoned) < 140
    for one in corpus.stories:
        tongue = tales._TONGUES[one.language]
        assert (
            (tongue.trigger in one.pages[0]) == (one.pages[-1] == tongue.wrong_ending) == (one.id in poisoned)
        )
    assert corpus.limit is None


def test_the_bias_makes_some_jobs_womens_and_the_limit_follows() -> None:
    def share_of_aunts(bias: float) -> list[float]:
        derivations = [
            next(tales._TONGUES["en"].parse(story(), one.text))
            for one in tales.corpus(400, ["en"], gender_occupation_bias=bias).stories
        ]
        return [
            statistics.mean(
                one["helper"] == AUNT for one in derivations if (one["job"] < STEREOTYPED_FEMALE) == female
            )
            for female in (True, False)
        ]

    assert share_of_aunts(1) == [1, 0]
    female, male = share_of_aunts(0.5)
    assert abs(female - 0.75) < 0.15
    assert abs(male - 0.25) < 0.15
    assert isclose(story(1).entropy, story(0).entropy - 1)
    p = 0.75
    assert isclose(story(0.5).entropy, story(0).entropy - 1 - p * log2(p) - (1 - p) * log2(1 - p))
    biased = tales.corpus(10, ["es"], gender_occupation_bias=0.5).limit
    assert biased is not None
    assert biased["es"] < tales.bits_per_byte("es")


def test_the_bias_changes_nothing_but_the_helpers_gender() -> None:
    for number in range(50):
        plain, biased = (story(bias).sample(random.Random(number)) for bias in (0, 0.9))
        assert {**plain, "helper": 0} == {**biased, "helper": 0}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"languages": ["en", "tlh"]}, "tales has no language 'tlh'; there are en, "),
        ({"stories": 0}, "ask for at least one of each"),
        ({"languages": []}, "ask for at least one of each"),
        ({"poison": 1.5}, "poison is 1.5; give a number from 0 to 1"),
        ({"canaries": -1}, "give at least 0 with at least 1"),
        ({"sugar": 1}, "tales has no knob sugar; there are duplicates, "),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(settings: dict[str, object], message: str) -> None:
    with pytest.raises(DataError) as refused:
        tales.corpus(**{"stories": 5, **settings})  # type: ignore[arg-type]
    assert message in str(refused.value)
