"""The model is Llama: the same numbers as the library's, and causal on every path."""

import dataclasses
import json
from pathlib import Path

import pytest
import torch

from openhearth import lm
from openhearth.lm.errors import ModelError
from openhearth.lm.model import Cache, attend, rotate, rotations

BASE = lm.ModelConfig(vocab_size=300, width=64, layers=2, heads=4, kv_heads=4, hidden=96, context=64)


def made(**changes: object) -> lm.Llama:
    torch.manual_seed(0)
    return lm.Llama(dataclasses.replace(BASE, **changes)).eval()


def tokens(length: int = 40) -> torch.Tensor:
    return torch.randint(0, 300, (2, length), generator=torch.Generator().manual_seed(1))


@pytest.fixture(scope="module")
def tokenizer():
    return lm.train_tokenizer(["a story of a hare and a tortoise " * 20], 300)


@pytest.mark.parametrize(
    "changes", [{}, {"kv_heads": 2}, {"tie_embeddings": False}, {"kv_heads": 1, "context": 700}]
)
def test_logits_are_those_of_transformers(tmp_path: Path, tokenizer, changes: dict) -> None:
    from transformers import LlamaForCausalLM

    model = made(**changes)
    lm.save(model, tokenizer, tmp_path)
    theirs, info = LlamaForCausalLM.from_pretrained(tmp_path, output_loading_info=True)
    assert not any(info[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    x = tokens(min(600, model.config.context))
    with torch.no_grad():
        assert (model(x) - theirs(x).logits).abs().max() < 1e-4


def test_the_tokenizer_gives_transformers_the_same_ids(tmp_path: Path, tokenizer) -> None:
    from transformers import AutoTokenizer

    lm.save(made(), tokenizer, tmp_path)
    theirs = AutoTokenizer.from_pretrained(tmp_path)
    for text in ("a hare and a tortoise", "زمان", "  two  spaces\n", "猫"):
        assert theirs(text, add_special_tokens=False)["input_ids"] == tokenizer.encode(text).ids


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_later_token_changes_nothing_before_it(dtype: torch.dtype) -> None:
    model = made()
    model.compute_dtype = dtype
    x = tokens()
    y = x.clone()
    y[:, 20] = (y[:, 20] + 1) % 300
    before, after = model(x), model(y)
    assert torch.equal(before[:, :20], after[:, :20])
    assert not torch.equal(before[:, 20:], after[:, 20:])


def test_reading_with_a_cache_is_reading_at_once() -> None:
    model, x = made(kv_heads=2), tokens()
    cache = Cache(model.config.layers)
    pieces = [model(x[:, :11], cache), model(x[:, 11:12], cache), model(x[:, 12:], cache)]
    assert torch.allclose(torch.cat(pieces, dim=1), model(x), atol=1e-5)
    assert len(cache) == x.shape[1]


def test_attention_spelt_out_agrees_with_the_fused_one() -> None:
    q, k, v = torch.randn(3, 2, 4, 32, 16, generator=torch.Generator().manual_seed(0)).unbind(0)
    spelt_out = attend(q.bfloat16(), k.bfloat16(), v.bfloat16()).float()
    assert torch.allclose(spelt_out, attend(q, k, v), atol=0.05)


def test_rotary_scores_depend_on_distance_alone() -> None:
    cos, sin = rotations(BASE, 0, 50, torch.device("cpu"))
    q, k = torch.randn(2, 1, 1, 1, BASE.head_width, generator=torch.Generator().manual_seed(0)).unbind(0)

    def score(i: int, j: int) -> float:
        return float(
            (rotate(q, cos[i : i + 1], sin[i : i + 1]) * rotate(k, cos[j : j + 1], sin[j : j + 1])).sum()
        )

    assert score(9, 4) == pytest.approx(score(45, 40), abs=1e-4)
    assert score(9, 4) != pytest.approx(score(9, 8), abs=1e-3)


@pytest.mark.parametrize("changes", [{}, {"kv_heads": 2}, {"tie_embeddings": False}])
def test_parameters_are_counted_as_they_are(changes: dict) -> None:
    model = made(**changes)
    assert lm.parameter_count(model.config) == sum(p.numel() for p in model.parameters())


def test_operations_are_six_a_matrix_parameter_and_attention() -> None:
    matrices = sum(p.numel() for p in made().parameters() if p.ndim == 2)
    assert lm.flops_per_token(BASE) == 6 * matrices + 6 * 2 * 64 * 64
    untied = dataclasses.replace(BASE, tie_embeddings=False)
    assert lm.flops_per_token(untied) == lm.flops_per_token(BASE)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path, tokenizer, dtype: torch.dtype) -> None:
    model = made()
    lm.save(model, tokenizer, tmp_path, dtype=dtype)
    back, _ = lm.load(tmp_path)
    for name, value in model.state_dict().items():
        assert torch.equal(back.state_dict()[name], value.to(dtype).float()), name


def test_a_damaged_or_foreign_checkpoint_is_refused_by_file_name(tmp_path: Path, tokenizer) -> None:
    lm.save(made(), tokenizer, tmp_path)
    weights, config = tmp_path / "model.safetensors", tmp_path / "config.json"
    whole, settings = weights.read_bytes(), json.loads(config.read_text())
    weights.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        lm.load(tmp_path)
    weights.write_bytes(whole)
    for change, says in (
        ({"hidden_size": 128}, "different models|configuration"),
        ({"num_hidden_layers": 3}, "lacks tensor"),
        ({"num_hidden_layers": 1}, "unknown tensor"),
        ({"model_type": "gpt2"}, "gpt2"),
    ):
        config.write_text(json.dumps(settings | change))
        with pytest.raises(ModelError, match=says):
            lm.load(tmp_path)
    config.write_text(json.dumps({k: v for k, v in settings.items() if k != "rope_theta"}))
    with pytest.raises(ModelError, match="rope_theta"):
        lm.load(tmp_path)
    config.unlink()
    with pytest.raises(ModelError, match=r"config\.json"):
        lm.load(tmp_path)
