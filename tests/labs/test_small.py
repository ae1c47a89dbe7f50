import pytest
import torch

from openhearth.errors import OpenhearthError
from openhearth.labs.small import train_small
from openhearth.lm import bits_per_byte

TEXTS = ["The cat sat on the mat.", "The dog sat on the log."] * 20
SIZE = {"width": 32, "layers": 1, "steps": 60, "context": 16, "vocabulary": 280}


def test_the_same_seed_gives_the_same_model_and_it_has_learnt_what_it_read() -> None:
    (one, tokenizer), (other, _) = (train_small(TEXTS, seed=3, **SIZE) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    different, _ = train_small(TEXTS, seed=4, tokenizer=tokenizer, **SIZE)
    assert not torch.equal(one.lm_head.weight, different.lm_head.weight)
    assert bits_per_byte(one, tokenizer, TEXTS[:2]) < 0.5 < bits_per_byte(one, tokenizer, ["Zebras yawn."])
    assert not one.training


def test_nothing_to_read_or_no_step_is_refused() -> None:
    for given in ({"texts": []}, {"texts": ["", ""]}, {"texts": TEXTS, "steps": 0}):
        with pytest.raises(OpenhearthError, match="give at least one step and one text"):
            train_small(**given)  # type: ignore[arg-type]
