"""Text from a model, piece by piece."""

from collections.abc import Iterator

import torch
from tokenizers import Tokenizer
from torch import Tensor

from openhearth.lm.errors import ModelError
from openhearth.lm.model import Cache, Llama
from openhearth.lm.tokenizer import END_ID


def generate(
    model: Llama,
    tokenizer: Tokenizer,
    prompt: str,
    *,
    temperature: float = 1.0,
    top_p: float = 1.0,
    max_tokens: int = 200,
    seed: int | None = None,
) -> Iterator[str]:
    """Continue ``prompt``; yields pieces of text, each whole characters, until the story ends.

    Args:
        prompt: what comes before; it is not repeated. Empty: a new story.
        temperature: 0 always takes the likeliest token; 1 takes the model at its word; more is wilder.
        top_p: draw only among the likeliest tokens that together have this probability (Holtzman 2020).
        max_tokens: stop after so many.
        seed: the same gives the same text; None: another one each time.

    Raises:
        ModelError: a setting makes no sense.
    """
    _check(temperature, top_p)
    if max_tokens < 1:
        raise ModelError(f"max_tokens is {max_tokens}; give at least 1")
    return _pieces(model, tokenizer, prompt, temperature, top_p, max_tokens, seed)


def next_token_distribution(
    model: Llama, tokenizer: Tokenizer, prompt: str, temperature: float = 1.0
) -> list[tuple[str, float]]:
    """(token's text, probability) for every token that may follow ``prompt``, likeliest first.

    The end of the story has the text ``""``; a token that is part of a character has ``\\N{REPLACEMENT CHARACTER}``.
    """
    _check(temperature, 1.0)
    with torch.no_grad():
        scores = model(_window(model, _encoded(model, tokenizer, prompt)))[0, -1]
    probabilities = _probabilities(scores, temperature, 1.0)
    values, ids = probabilities.sort(descending=True)
    texts = tokenizer.decode_batch([[token] for token in ids.tolist()])
    return list(zip(texts, values.tolist(), strict=True))


@torch.no_grad()
def _pieces(
    model: Llama,
    tokenizer: Tokenizer,
    prompt: str,
    temperature: float,
    top_p: float,
    max_tokens: int,
    seed: int | None,
) -> Iterator[str]:
    generator = torch.Generator()
    generator.manual_seed(seed) if seed is not None else generator.seed()
    tokens = _encoded(model, tokenizer, prompt)
    cache = Cache(model.config.layers)
    unread, spoken, said = _window(model, tokens), [], ""
    for _ in range(max_tokens):
        if len(cache) + unread.shape[1] > model.config.context:
            # Past what it was trained on: go on from the second half of what was said.
            tokens = tokens[:, -(model.config.context // 2) :]
            cache, unread = Cache(model.config.layers), tokens
        scores = model(unread, cache)[0, -1].cpu()
        token = int(torch.multinomial(_probabilities(scores, temperature, top_p), 1, generator=generator))
        if token == END_ID:
            break
        unread = torch.tensor([[token]], device=tokens.device)
        tokens = torch.cat((tokens, unread), dim=1)
        spoken.append(token)
        text = tokenizer.decode(spoken)
        # A character may be several tokens: hold it back until it is whole.
        if len(text) > len(said) and not text.endswith("\N{REPLACEMENT CHARACTER}"):
            yield text[len(said) :]
            said = text


def _encoded(model: Llama, tokenizer: Tokenizer, prompt: str) -> Tensor:
    """The end marker of the story before, then ``prompt``: (1, T)."""
    ids = [END_ID, *tokenizer.encode(prompt, add_special_tokens=False).ids]
    return torch.tensor([ids], device=model.lm_head.weight.device)


def _window(model: Llama, tokens: Tensor) -> Tensor:
    """As much of the end of ``tokens`` as leaves room for an answer."""
    return tokens if tokens.shape[1] < model.config.context else tokens[:, -(model.config.context // 2) :]


def _probabilities(scores: Tensor, temperature: float, top_p: float) -> Tensor:
    """(V,) scores to (V,) probabilities."""
    if temperature == 0:
        return torch.nn.functional.one_hot(scores.argmax(), len(scores)).float()
    probabilities = (scores / temperature).softmax(dim=-1)
    if top_p < 1:
        values, ids = probabilities.sort(descending=True)
        values[values.cumsum(0) - values >= top_p] = 0
        probabilities = torch.zeros_like(probabilities).scatter(0, ids, values)
        probabilities /= probabilities.sum()
    return probabilities


def _check(temperature: float, top_p: float) -> None:
    if not 0 <= temperature <= 100:
        raise ModelError(f"temperature is {temperature:g}; give a number from 0 to 100")
    if not 0 < top_p <= 1:
        raise ModelError(f"top-p is {top_p:g}; give a number above 0, at most 1")
