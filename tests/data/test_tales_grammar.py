"""The arithmetic of the grammar against brute force, and the proof that no text has two derivations."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from math import isclose, log2

import pytest

from openhearth.data import tales
from openhearth.data.tales.grammar import (
    PAGE,
    Choice,
    Derivation,
    Grammar,
    Language,
    listed,
    sentence,
    table,
    word,
)
from openhearth.data.tales.plot import story

CODES = list(tales.LANGUAGES)

LETTERS = table("class | letter", "v | a\nc | bb\nc | ccc")
TOY = Language(
    code="x-toy",
    english="Toy",
    autonym="Toy",
    script="Latin",
    words={
        "first": LETTERS,
        "second": LETTERS,
        "end": listed("now\nsoon"),
        "tail": table("v | c", "ü | uu\nz"),
    },
    sentences={
        "one": ("{first}?", "An {first} and {second}!"),
        "two": ("{^end} {tail:first}{first?v:+|c:-}.", "Or: {end} {tail:first}."),
    },
    titles=(),
    canary="",
    trigger="",
    wrong_ending="",
)


def toy() -> Grammar:
    first = word("first", 3)
    one = Choice(
        "one", ((first,), (first, word("second", 3, unlike="first"))), ((0.25, 0.75),), sentence=True
    )
    tail = Choice("tail", ((), ()), ((0.9, 0.1), (0.5, 0.5), (0.2, 0.8)), given="first")
    two = sentence("two", 2, word("end", 2), tail)
    return Grammar((one, Choice("plot", ((PAGE, two), (two,)), ((0.4, 0.6),))))


def every(choices: tuple[Choice, ...], known: Derivation) -> Iterator[tuple[Derivation, float]]:
    """All derivations with their probability, the slow and obvious way."""
    if not choices:
        yield known, 1.0
        return
    choice, rest = choices[0], choices[1:]
    for taken, option in enumerate(choice.options):
        share = choice.rows[known[choice.given] if choice.given else 0][taken]
        if share:
            for found, further in every((*option, *rest), {**known, choice.name: taken}):
                yield found, share * further


def text_of(language: Language, grammar: Grammar, derivation: Derivation) -> str:
    return "\n".join(language.pages(grammar, derivation))


def test_count_entropy_and_expected_bytes_equal_those_of_all_stories_written_out() -> None:
    grammar = toy()
    stories = list(every(grammar.choices, {}))
    assert len(stories) == grammar.count == (3 + 3 * 2) * 2 * (2 * 2 * 2)
    assert isclose(sum(share for _, share in stories), 1)
    assert isclose(grammar.entropy, sum(-share * log2(share) for _, share in stories))
    lengths = [len(text_of(TOY, grammar, story).encode()) for story, _ in stories]
    assert isclose(
        TOY.expected_bytes(grammar),
        sum(length * share for length, (_, share) in zip(lengths, stories, strict=True)),
    )
    assert all(isclose(2 ** grammar.log2_probability(story), share) for story, share in stories)


def test_every_text_of_a_small_grammar_is_parsed_to_the_derivation_that_made_it() -> None:
    grammar = toy()
    stories = [story for story, _ in every(grammar.choices, {})]
    assert len({text_of(TOY, grammar, story) for story in stories}) == len(stories)
    for derivation in stories:
        assert list(TOY.parse(grammar, text_of(TOY, grammar, derivation))) == [derivation]


def test_the_parser_finds_both_derivations_of_an_ambiguous_text() -> None:
    doubled = replace(TOY, words={**TOY.words, "end": listed("now\nnow")})
    derivation = toy().sample(random.Random(0))
    assert len(list(doubled.parse(toy(), text_of(doubled, toy(), derivation)))) == 2


def test_sampling_follows_the_probabilities() -> None:
    grammar, draws = toy(), random.Random(3)
    drawn = [grammar.sample(draws) for _ in range(20_000)]
    for story_, share in every(grammar.choices, {}):
        assert drawn.count(story_) / len(drawn) == pytest.approx(share, abs=5 * (share / len(drawn)) ** 0.5)


@pytest.mark.parametrize("code", CODES)
def test_thousands_of_stories_are_parsed_back_and_no_text_has_a_second_derivation(code: str) -> None:
    language, grammar, draws = tales._TONGUES[code], story(), random.Random(f"round trip {code}")
    for _ in range(1_000):
        derivation = grammar.sample(draws)
        assert list(language.parse(grammar, text_of(language, grammar, derivation))) == [derivation]


@pytest.mark.parametrize("code", CODES)
def test_after_any_beginning_the_ways_to_go_on_are_all_different_and_none_begins_another(code: str) -> None:
    """This proves that texts can be read back, sentence by sentence: each sentence's texts are a prefix-free code.

    All texts of each sentence are written out, after one random beginning; the three that open a plot together.
    """
    language, grammar, draws = tales._TONGUES[code], story(), random.Random(f"beginning {code}")
    openers = ("loss", "dream", "present")
    done: set[tuple[str, ...]] = set()
    while len(done) < 16 - 2:  # sixteen sentences, three of them together
        known = grammar.sample(draws)
        for choice in grammar.path(known):
            group = openers if choice.name in openers else (choice.name,)
            if choice.sentence and group not in done:
                done.add(group)
                texts = sorted(text for name in group for text in language.every(name, known, grammar))
                for text, after in itertools.pairwise(texts):
                    assert not after.startswith(text), (text, after)
    assert {name for group in done for name in group} == set(language.sentences)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_has_as_many_templates_and_every_choice_as_many_words_as_the_plot_says(
    code: str,
) -> None:
    language = tales._TONGUES[code]
    for name, choice in story()._by_name.items():
        if choice.sentence:
            assert len(language.sentences[name]) == len(choice.options), name
        elif name not in ("page", "plot"):
            assert len(language.words[name]) == len(choice.options), name
    for name, words in language.words.items():
        firsts = [entry[""] for entry in words]
        assert len(set(firsts)) == len(firsts), f"{name}: one word twice"
