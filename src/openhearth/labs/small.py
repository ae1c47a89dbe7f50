"""A language model small enough to be trained several times within one lesson (lessons 15 and 16).

The course's own tokenizer, model, loss and schedule, without the dial: what counts here is the comparison of two
corpora, so each run takes the same number of steps, and the same seed gives the same model.
"""

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer

from openhearth.errors import OpenhearthError
from openhearth.lm import Llama, ModelConfig, encode_corpus, fast, train_tokenizer
from openhearth.lm.batches import batch
from openhearth.lm.engine import CLIP, computing
from openhearth.lm.schedule import rate

PEAK = 6e-3
"""The highest learning rate: ten times what a model of a hundred million parameters takes."""


def train_small(
    texts: Sequence[str],
    *,
    tokenizer: Tokenizer | None = None,
    steps: int = 300,
    seed: int = 0,
    width: int = 96,
    layers: int = 2,
    context: int = 96,
    sequences: int = 16,
    vocabulary: int = 512,
) -> tuple[Llama, Tokenizer]:
    """A model that has read ``texts`` for ``steps`` steps of ``sequences`` x ``context`` tokens; and its tokenizer.

    Args:
        tokenizer: of another run, so that two models can be compared token by token; default: trained on ``texts``.

    Raises:
        OpenhearthError: there is nothing to read, or no step to take.
    """
    if steps < 1 or not any(texts):
        raise OpenhearthError(f"{steps} steps over {len(texts)} texts; give at least one step and one text")
    tokenizer = tokenizer or train_tokenizer(texts, vocabulary)
    tokens = encode_corpus(tokenizer, texts)
    torch.manual_seed(seed)
    config = ModelConfig(
        vocab_size=tokenizer.get_vocab_size(),
        width=width,
        layers=layers,
        heads=max(1, width // 32),
        kv_heads=max(1, width // 32),
        hidden=width * 8 // 3 // 32 * 32,
        context=context,
    )
    model = Llama(config)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=PEAK, betas=(0.9, 0.95), weight_decay=0.1, fused=True
    )
    with computing(torch.get_num_threads()):
        for step in range(steps):
            for group in optimizer.param_groups:
                group["lr"] = PEAK * rate(step / steps)
            inputs, targets = batch(tokens, step=step, seed=seed, sequences=sequences, context=context)
            optimizer.zero_grad(set_to_none=True)
            fast.loss(model, inputs, targets).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
    return model.eval(), tokenizer
