"""Bits per byte mean what they say, and what is spoken is what was drawn."""

import math
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from openhearth import lm
from openhearth.data import Corpus
from openhearth.lm import evaluation, generation
from openhearth.lm.errors import ModelError
from openhearth.lm.evaluation import memorised, nats
from openhearth.plan import Plan
from openhearth.workspace import Workspace

TEXTS = ["The hare ran.", "কচ্ছপ ধীরে হাঁটে।", "乌龟赢了，猫。" * 30 + "日本の物語" * 20, "x"]


@pytest.fixture(scope="module")
def tokenizer():
    return lm.train_tokenizer([*TEXTS, "a b c " * 50], 300)


@pytest.fixture
def model(tokenizer) -> lm.Llama:
    torch.manual_seed(0)
    size = tokenizer.get_vocab_size()
    return lm.Llama(lm.ModelConfig(size, 64, 2, 1, 1, 96, context=32)).eval()


@pytest.fixture
def uniform(model: lm.Llama) -> lm.Llama:
    with torch.no_grad():
        model.model.norm.weight.zero_()
    return model


@given(st.text())
def test_every_text_comes_back_from_its_tokens(text: str) -> None:
    tokenizer = lm.train_tokenizer(["any text at all"], 300)
    assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_the_same_texts_give_the_same_tokenizer_and_stories_end() -> None:
    one, two = (lm.train_tokenizer(TEXTS, 300) for _ in range(2))
    assert one.to_str() == two.to_str()
    row = lm.encode_corpus(one, ["ab", "c"])
    assert row.tolist() == [*one.encode("ab").ids, 0, *one.encode("c").ids, 0]
    assert one.token_to_id("<|endoftext|>") == 0


def test_a_vocabulary_without_room_for_the_bytes_is_refused() -> None:
    with pytest.raises(ModelError, match="at least 257"):
        lm.train_tokenizer(TEXTS, 100)


def test_a_blind_model_spends_the_logarithm_of_its_vocabulary(uniform: lm.Llama, tokenizer) -> None:
    """Each token and each end marker once, also in texts longer than the context."""
    tokens = sum(len(tokenizer.encode(text).ids) + 1 for text in TEXTS)
    assert max(len(tokenizer.encode(text).ids) for text in TEXTS) > 3 * uniform.config.context
    bits = tokens * math.log2(tokenizer.get_vocab_size())
    size = sum(len(text.encode()) for text in TEXTS)
    assert lm.bits_per_byte(uniform, tokenizer, TEXTS) == pytest.approx(bits / size, rel=1e-5)


def test_scores_do_not_depend_on_company_or_order(model: lm.Llama, tokenizer) -> None:
    together = nats(model, tokenizer, TEXTS)
    alone = [nats(model, tokenizer, [text])[0] for text in TEXTS]
    assert together == pytest.approx(alone, rel=1e-4)
    assert nats(model, tokenizer, TEXTS[::-1]) == pytest.approx(together[::-1], rel=1e-4)


def test_a_short_text_is_scored_as_by_hand(model: lm.Llama, tokenizer) -> None:
    ids = torch.tensor([[0, *tokenizer.encode(TEXTS[0]).ids, 0]])
    with torch.no_grad():
        logs = model(ids[:, :-1]).log_softmax(-1)
    by_hand = -float(logs[0, torch.arange(ids.shape[1] - 1), ids[0, 1:]].sum())
    assert nats(model, tokenizer, TEXTS[:1])[0] == pytest.approx(by_hand, rel=1e-5)


def test_nothing_to_score_is_refused(model: lm.Llama, tokenizer) -> None:
    with pytest.raises(ModelError, match="no text"):
        lm.bits_per_byte(model, tokenizer, [])


def test_an_evaluation_adds_up_and_names_model_and_data(
    plan: Plan, tales: Corpus, workspace: Workspace
) -> None:
    run = lm.train(plan, tales, workspace, max_steps=3, show=None)
    training, held_out = lm.split_of(run, workspace)
    result = lm.read_evaluation(lm.evaluate(run, held_out, workspace, training=training))
    size = dict.fromkeys(result["bits_per_byte"], 0)
    for story in held_out.stories:
        size[story.language] += len(story.text.encode())
    mean = sum(result["bits_per_byte"][code] * size[code] for code in size) / sum(size.values())
    assert result["mean"] == pytest.approx(mean)
    assert result["gap"] == pytest.approx(result["mean"] - result["mean_limit"])
    assert result["gap"] > 0
    assert result["dataset"]["sha256"] == held_out.sha256
    assert result["run"]["sha256"] == run.sha256


def test_a_parrot_is_found_out(
    tales: Corpus, tokenizer, model: lm.Llama, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, held_out = lm.split(tales, 0)
    told = iter(training.texts() * 2)
    monkeypatch.setattr(evaluation, "generate", lambda *_, **__: [next(told)])
    assert memorised(model, tokenizer, held_out, training)["excess"] > 0.5
    monkeypatch.setattr(evaluation, "generate", lambda *_, **__: ["something quite different " * 20])
    assert memorised(model, tokenizer, held_out, training)["model"] == 0


def test_the_seed_decides_what_is_said_also_past_the_context(model: lm.Llama, tokenizer) -> None:
    def said(seed: int) -> str:
        return "".join(lm.generate(model, tokenizer, "The", temperature=1.5, max_tokens=120, seed=seed))

    assert said(1) == said(1)
    assert said(1) != said(2)


def test_a_character_of_several_tokens_is_never_split(
    model: lm.Llama, monkeypatch: pytest.MonkeyPatch
) -> None:
    bytewise = lm.train_tokenizer(["plain"], 257)  # every byte a token
    text = "猫 and কচ্ছপ 🐢"
    ids = iter([*bytewise.encode(text).ids, 0])
    size = model.config.vocab_size

    def next_one(*_: object) -> torch.Tensor:
        return torch.nn.functional.one_hot(torch.tensor(next(ids)), size).float()

    monkeypatch.setattr(generation, "_probabilities", next_one)
    pieces = list(lm.generate(model, bytewise, "", max_tokens=100))
    assert "".join(pieces) == text
    assert all(len(piece) == 1 for piece in pieces)


def test_zero_temperature_takes_the_likeliest_and_top_p_keeps_the_nucleus(model: lm.Llama, tokenizer) -> None:
    text, p = lm.next_token_distribution(model, tokenizer, "The hare")[0]
    greedy = "".join(lm.generate(model, tokenizer, "The hare", temperature=0, max_tokens=1))
    assert greedy in (text, "")
    narrow = {
        "".join(lm.generate(model, tokenizer, "The hare", top_p=p * 0.9, max_tokens=1, seed=s))
        for s in range(20)
    }
    assert narrow == {greedy}


def test_probabilities_sum_to_one_and_heat_flattens_them(model: lm.Llama, tokenizer) -> None:
    cold, hot = (lm.next_token_distribution(model, tokenizer, "The", t) for t in (0.5, 2.0))
    assert sum(p for _, p in cold) == pytest.approx(1, abs=1e-4)
    assert cold[0][1] > hot[0][1]


@pytest.mark.parametrize(
    "setting",
    [{"temperature": -1.0}, {"temperature": math.nan}, {"top_p": 0.0}, {"top_p": 1.1}, {"max_tokens": 0}],
)
def test_a_setting_that_makes_no_sense_is_refused(model: lm.Llama, tokenizer, setting: dict) -> None:
    with pytest.raises(ModelError, match="give"):
        lm.generate(model, tokenizer, "x", **setting)


def test_the_reference_model_is_small_and_near_the_limit() -> None:
    from openhearth.workspace import reference_folder

    folder = reference_folder()
    assert sum(path.stat().st_size for path in Path(folder / "run").iterdir()) <= 4_000_000
    import json

    found = json.loads((folder / "evaluation/evaluation.json").read_text())
    assert 0 < found["gap"] < 0.35
