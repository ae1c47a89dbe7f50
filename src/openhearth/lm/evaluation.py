"""How good a model is, so that any two can be compared: bits per byte, by language, against the known limit."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from openhearth.data.records import Corpus
from openhearth.lm.checkpoint import WEIGHTS, load
from openhearth.lm.errors import ModelError
from openhearth.lm.generation import generate
from openhearth.lm.model import Llama
from openhearth.lm.tokenizer import END_ID
from openhearth.plan.memory import scored_at_once
from openhearth.workspace import Artefact, Workspace, read_json, sha256_of, write_json

WINDOW = 50
"""Characters that must agree to call a passage the same."""
READ = 4000
"""Training stories searched, at most."""


@torch.no_grad()
def nats(model: Llama, tokenizer: Tokenizer, texts: Sequence[str]) -> list[float]:
    """What the model spends on each text, in nats: all of its tokens and the end marker after it.

    Each text is read from its start, after an end marker. One that is longer than the context is read in windows
    that overlap by half, each token scored once with at least half a context before it.
    """
    context, device = model.config.context, model.lm_head.weight.device
    spent = [0.0] * len(texts)
    windows: list[tuple[int, list[int], int]] = []  # (text, tokens, how many of the last to score)
    for i, encoding in enumerate(tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)):
        ids = [END_ID, *encoding.ids, END_ID]
        windows.append((i, ids[: context + 1], len(ids[: context + 1]) - 1))
        for end in range(context + 1 + context // 2, len(ids) + context // 2, context // 2):
            piece = ids[max(0, min(end, len(ids)) - context - 1) : end]
            windows.append((i, piece, min(end, len(ids)) - (end - context // 2)))
    windows.sort(key=lambda window: len(window[1]))  # alike lengths together: little padding
    together = scored_at_once(device.type, context)
    for at in range(0, len(windows), together):
        part = windows[at : at + together]
        longest = max(len(ids) for _, ids, _ in part)
        rows = torch.full((len(part), longest), END_ID)
        for row, (_, ids, _) in zip(rows, part, strict=True):
            row[: len(ids)] = torch.tensor(ids)
        losses = _losses(model, rows.to(device))
        for (i, ids, scored), loss in zip(part, losses, strict=True):
            spent[i] += float(loss[len(ids) - 1 - scored : len(ids) - 1].sum())
    return spent


def bits_per_byte(model: Llama, tokenizer: Tokenizer, texts: Sequence[str]) -> float:
    """Bits that the model spends on the texts (`nats`), for each of their UTF-8 bytes.

    Raises:
        ModelError: there is no text.
    """
    size = sum(len(text.encode()) for text in texts)
    if not size:
        raise ModelError("there is no text to score; give at least one story")
    return sum(nats(model, tokenizer, texts)) / math.log(2) / size


def evaluate(
    run: Artefact,
    corpus: Corpus,
    workspace: Workspace,
    *,
    training: Corpus | None = None,
    name: str | None = None,
) -> Artefact:
    """Score the model of ``run`` on ``corpus``; an artefact of kind "evaluation".

    Args:
        corpus: stories that the model was not trained on.
        training: the stories it was trained on, to look for passages learned by heart.

    ``evaluation.json`` holds ``bits_per_byte`` and ``limit`` by language, ``mean`` (all bits over all bytes),
    ``mean_limit``, ``gap``, ``memorised``, and the hashes of model and data.
    """
    model, tokenizer = load(run.path)
    bits: dict[str, float] = defaultdict(float)
    size: dict[str, int] = defaultdict(int)
    for story, spent in zip(corpus.stories, nats(model, tokenizer, corpus.texts()), strict=True):
        bits[story.language] += spent / math.log(2)
        size[story.language] += len(story.text.encode())
    total = sum(size.values())
    if not total:
        raise ModelError(f"{corpus.name} has no text to score; give at least one story")
    result: dict[str, Any] = {
        "run": run.as_input(),
        "model_sha256": sha256_of(run.path / WEIGHTS),
        "dataset": {"name": corpus.name, "sha256": corpus.sha256, "stories": len(corpus), "bytes": total},
        "measure": "bits per byte: all bits, end markers included, over UTF-8 bytes",
        "bits_per_byte": {code: bits[code] / size[code] for code in sorted(size) if size[code]},
        "mean": sum(bits.values()) / total,
        "limit": None,
        "mean_limit": None,
        "gap": None,
        "memorised": None if training is None else memorised(model, tokenizer, corpus, training),
    }
    if corpus.limit is not None:
        limit = {code: corpus.limit[code] for code in sorted(size)}
        mean = sum(limit[code] * size[code] for code in size) / total
        result |= {"limit": limit, "mean_limit": mean, "gap": result["mean"] - mean}
    with workspace.create("evaluation", name, inputs=[run], settings={"corpus": corpus.summary()}) as folder:
        write_json(folder / "evaluation.json", result)
        final = folder.name.removeprefix(".").removesuffix(".partial")
    return workspace.find("evaluation", final)


def read_evaluation(evaluation: Artefact) -> dict[str, Any]:
    """What `evaluate` wrote."""
    value: dict[str, Any] = read_json(evaluation.path / "evaluation.json")
    return value


def memorised(
    model: Llama,
    tokenizer: Tokenizer,
    held_out: Corpus,
    training: Corpus,
    *,
    samples: int = 24,
    seed: int = 0,
) -> dict[str, Any]:
    """How much of what the model says stands word for word in what it read.

    Stories that a grammar wrote share passages anyway. So the share of 50-character windows of the model's own
    stories that are found in the training text is held against the same share for held-out stories, which nobody
    can have learned by heart; the excess is what is left.
    """
    told = ["".join(generate(model, tokenizer, "", max_tokens=200, seed=seed + i)) for i in range(samples)]
    fresh = random.Random(seed).sample(held_out.texts(), min(samples, len(held_out)))
    by_model, by_grammar = _shares(
        [told, fresh], random.Random(seed).sample(training.texts(), min(READ, len(training)))
    )
    return {
        "method": f"share of {WINDOW}-character windows found verbatim in {min(READ, len(training)):,} training stories",
        "samples": samples,
        "model": by_model,
        "held_out": by_grammar,
        "excess": by_model - by_grammar,
    }


def _shares(told: Sequence[Sequence[str]], read: Sequence[str]) -> list[float]:
    """For each group of texts in ``told``, the share of its windows that stand somewhere in ``read``."""
    groups = [
        [text[i : i + WINDOW] for text in texts for i in range(0, len(text) - WINDOW + 1, WINDOW // 2)]
        for texts in told
    ]
    wanted = {window for windows in groups for window in windows}
    seen = {
        window
        for text in read
        for i in range(len(text) - WINDOW + 1)
        if (window := text[i : i + WINDOW]) in wanted
    }
    return [sum(w in seen for w in windows) / len(windows) if windows else 0.0 for windows in groups]


def _losses(model: Llama, rows: Tensor) -> Tensor:
    """(B, T) tokens -> (B, T - 1) nats for each next token."""
    scores, following = model(rows[:, :-1]), rows[:, 1:]
    losses = cross_entropy(scores.flatten(0, 1), following.flatten(), reduction="none")
    return losses.view(following.shape).cpu()
