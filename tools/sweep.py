"""Train the grid of models that the dial's law of sizes is fitted to: ``make sweep`` (over an hour on two cores).

For each corpus: sizes × tokens, each with its own schedule, some with several seeds; on a GPU larger ones. Points that are
done are kept in ``_build`` and not trained again. The law (`openhearth.plan.scaling`) is fitted to them, and to the points
of the other kind of machine that it was fitted to before, and written with all of them to
``src/openhearth/plan/scaling.json``. Steps are counted, not seconds, so other load changes nothing.
"""

import argparse
import datetime
import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.progress import track
from scipy.optimize import least_squares
from tokenizers import Tokenizer
from torch import Tensor

from openhearth import data, lm
from openhearth.data import Corpus
from openhearth.lm.engine import Engine, computing
from openhearth.lm.run import TOKENIZER_BYTES, Run, some
from openhearth.machine import detect
from openhearth.plan import Law, Shape, Speed, best_step, make_plan
from openhearth.workspace import read_json, write_json

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
KINDS = ("cpu", "cuda")
LAW = ROOT / "src" / "openhearth" / "plan" / "scaling.json"
SCORED = 120_000
"""Bytes of held-out stories that score a model."""
GRID: tuple[tuple[tuple[int, int], tuple[float, ...]], ...] = (
    ((64, 2), (0.25e6, 0.5e6, 1e6, 2e6, 4e6, 16e6)),
    ((128, 2), (0.25e6, 0.5e6, 1e6, 2e6, 8e6)),
    ((128, 4), (0.25e6, 0.5e6, 1e6, 2e6, 4e6)),
    ((192, 4), (0.25e6, 0.5e6, 1e6)),
    ((256, 4), (0.25e6, 0.5e6, 1e6)),
)
LIKELY = {0: (0.0, 0.3), 1: (0.34, 0.1), 3: (0.28, 0.1), 6: (0.37, 0.1), 9: (-0.35, 0.3)}
"""For text of unknown entropy, where runs of minutes cannot tell what size is worth in the end: Hoffmann et al.'s A, a and
b (in bits per byte), the q of `tales`, about 0.7 bits per byte of entropy; each with a width."""
PULL = 0.05
AGAIN = (((64, 2), 1e6), ((128, 2), 0.5e6), ((128, 4), 0.25e6))
"""Points trained with two more seeds, for the spread."""


class Asked(NamedTuple):
    """A point of the sweep; no ``stories`` are all of them, ``step`` 0 is the dial's own."""

    width: int
    layers: int
    asked: float  # tokens
    seed: int = 0
    stories: int | None = None
    step: int = 0


MANY, MORE = 100_000, 250_000
"""Stories of `tales` that even a GPU reads at most four times here."""
WIDE = ((128, 4), (256, 4), (384, 6), (512, 8), (768, 12))
GPU_POINTS = {
    "tales": [
        Asked(128, 4, 4e6, stories=MANY),
        Asked(256, 4, 16e6, stories=MANY),
        Asked(384, 6, 16e6, stories=MANY),
        *(Asked(*shape, 64e6, stories=MANY) for shape in ((256, 4), (384, 6))),
        # steps of other sizes
        Asked(128, 4, 4e6, stories=MANY, step=2048),
        *(Asked(*shape, 4e6, stories=MORE, step=2048) for shape in WIDE[1:]),
        *(Asked(*shape, 4e6, stories=MANY, step=8192) for shape in WIDE),
        *(Asked(*shape, 16e6, stories=MORE, step=8192) for shape in WIDE[1:4]),
        *(Asked(*shape, 16e6, stories=MANY, step=32_768) for shape in WIDE),
        *(Asked(*shape, 16e6, stories=MORE, step=32_768) for shape in ((384, 6), (512, 8))),
        *(Asked(*shape, 16e6, stories=MANY, step=65_536) for shape in ((256, 4), (512, 8))),
        Asked(256, 4, 64e6, stories=MORE, step=32_768),
        *(Asked(*shape, 64e6, stories=MANY, step=131_072) for shape in ((256, 4), (384, 6))),
        # the same stories again and again
        *(Asked(*shape, 16e6, step=8192) for shape in ((256, 4), (512, 8))),
        Asked(256, 4, 4e6, stories=2000, step=2048),
        Asked(256, 4, 16e6, stories=2000),
    ],
    "storybooks": [
        *(Asked(*shape, 4e6, step=8192) for shape in ((128, 4), (256, 4), (384, 6))),
        Asked(256, 4, 4e6, step=2048),
        Asked(384, 6, 16e6, step=8192),
        # again and again
        *(Asked(*shape, tokens) for tokens in (16e6, 64e6) for shape in ((256, 4), (384, 6))),
    ],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", action="append", choices=("tales", "storybooks"), help="default: both")
    parser.add_argument("--fit", action="store_true", help="fit what is done, train nothing")
    parser.add_argument(
        "--train-only", action="store_true", help="fit nothing: where others' points are missing"
    )
    arguments = parser.parse_args()
    corpora = arguments.corpus or ["tales", "storybooks"]
    if not arguments.fit:
        for name in corpora:
            trained(name)
    if not arguments.train_only:
        write_law(corpora)


def trained(name: str) -> None:
    """Train every point of ``name`` for this kind of machine that is not done."""
    wanted = GPU_POINTS[name] if detect().accelerator.value == "cuda" else cpu_points()
    file = file_of(name, detect().accelerator.value)
    points: list[dict[str, Any]] = read_json(file) if file.is_file() else []
    known = {tuple(p.get(key) for key in Asked._fields) for p in points}
    for asked in track([one for one in wanted if tuple(one) not in known], description=f"sweep on {name}"):
        points.append(point(name, asked))
        write_json(file, points)


def cpu_points() -> list[Asked]:
    points = [Asked(*shape, tokens) for shape, column in GRID for tokens in column]
    points += [Asked(*shape, tokens, seed) for shape, tokens in AGAIN for seed in (1, 2)]
    return sorted(points, key=lambda one: one.width**2 * one.layers * one.asked)


def point(name: str, asked: Asked) -> dict[str, Any]:
    """One model of the sweep: its size, the tokens it read, and its bits per byte on held-out stories."""
    machine, shape = detect(), Shape(asked.width, asked.layers)
    # Speed does not matter to a training that counts steps; any will do to make the plan.
    speed = Speed(1e11, ((1.0, 1e11),), False, "not used", 65_536)
    plan = make_plan(
        machine,
        1,
        speed=speed,
        shape=shape,
        corpus_bytes=loaded(name, asked.stories).bytes,
        step_tokens=asked.step or best_step(asked.asked),
        processes=1,
    )
    plan = replace(plan, seed=asked.seed)
    tokenizer, tokens, scored, limit = prepared(name, asked.stories, asked.seed, plan.vocab_size)
    engine = Engine(plan, tokenizer.get_vocab_size())
    tokens = tokens.to(plan.device)
    run = Run(engine, Path(), round(asked.asked / plan.tokens_a_step), tokenizer, tokens, [])
    with computing(plan.threads):
        while run.share < 1:
            run.advance()
    found = {
        **asked._asdict(),
        "matrices": shape.matrices,
        "tokens_a_step": plan.tokens_a_step,
        "tokens": run.tokens_read,
        "unique": len(tokens),
        "limit": limit,
        "accelerator": machine.accelerator.value,
        "machine": machine.accelerator_name.value,
        "bits": round(lm.bits_per_byte(engine.model, tokenizer, scored), 4),
    }
    print(json.dumps(found), flush=True)
    return found


@cache
def loaded(name: str, stories: int | None) -> Corpus:
    corpus = data.load(name, stories=stories)
    assert isinstance(corpus, Corpus)
    return corpus


@cache
def prepared(
    name: str, stories: int | None, seed: int, vocabulary: int
) -> tuple[Tokenizer, Tensor, list[str], float | None]:
    """(tokenizer, tokens to learn from, texts that score, their entropy)."""
    read, held_out = lm.split(loaded(name, stories), seed)
    tokenizer = lm.train_tokenizer(some(read.texts(), TOKENIZER_BYTES), vocabulary)
    tokens = lm.encode_corpus(tokenizer, read.texts())
    scored = some(held_out.texts(), SCORED)
    return tokenizer, tokens, scored, limit_of(held_out, scored)


def file_of(name: str, accelerator: str) -> Path:
    return BUILD / f"sweep-{name}-{accelerator}.json"


def write_law(corpora: list[str]) -> None:
    """Fit each corpus's law to the points of both kinds of machine, those made here or the law's own, and write them all."""
    before = json.loads(LAW.read_text())["corpora"] if LAW.is_file() else {}
    found: dict[str, Any] = {"date": datetime.date.today().isoformat(), "corpora": before}
    for name in corpora:
        new = {kind: read_json(file) for kind in KINDS if (file := file_of(name, kind)).is_file()}
        points = [p for p in before.get(name, {"points": []})["points"] if p["accelerator"] not in new]
        points += [point for kind in new for point in new[kind]]
        corpus = loaded(name, None)
        entropy = None if corpus.limit is None else limit_of(corpus, corpus.texts())
        found["corpora"][name] = {"law": fitted(points, entropy), "points": points}
        print(name, found["corpora"][name]["law"])
    write_json(LAW, found)


def limit_of(corpus: Corpus, texts: list[str]) -> float | None:
    """The entropy of these stories of ``corpus`` in bits per byte, where it is known: languages differ in it."""
    if corpus.limit is None:
        return None
    languages = {story.text: story.language for story in corpus.stories}
    sizes = [(len(text.encode()), corpus.limit[languages[text]]) for text in texts]
    return sum(size * limit for size, limit in sizes) / sum(size for size, _ in sizes)


def fitted(points: list[dict[str, Any]], entropy: float | None) -> dict[str, Any]:
    """The law through ``points``: least squares in the logarithm of bits, robust to a point that went astray.

    Points whose step is far from the dial's are left out. Other seeds hold out other stories. Where these differ as
    much as the storybooks of 153 languages do, that says nothing of size or tokens, so each seed's points may lie
    higher or lower as a whole; where the entropy of the stories held out is known, it stands in the law instead.
    """
    points = [p for p in points if 0.5 <= p["tokens_a_step"] / best_step(p["tokens"]) <= 2]
    n, d, unique, bits = (
        np.array([p[k] for p in points], float) for k in ("matrices", "tokens", "unique", "bits")
    )
    limits = np.array([p["limit"] if entropy is not None else 0.0 for p in points], float)
    seeds = np.array([p["seed"] if entropy is None else 0 for p in points])

    def law(x: np.ndarray) -> dict[str, float]:
        return {
            "entropy": float(entropy if entropy is not None else np.exp(x[9])),
            "size_factor": float(np.exp(x[0])),
            "size_power": float(x[1]),
            "tokens_factor": float(np.exp(x[2])),
            "tokens_tail": float(x[3]),
            "start": float(np.exp(x[4])),
            "tokens_needed": float(np.exp(x[5])),
            "tokens_power": float(x[6]),
            "steepness": float(x[7]),
            "by_heart": float(np.exp(x[8])),
        }

    def missed(x: np.ndarray) -> np.ndarray:
        found = Law("", **law(x), spread=0.0, sizes=(0, 0), tokens=(0, 0))
        expected = np.array([found.expected(*point) for point in zip(n, d, unique, strict=True)])
        if entropy is not None:
            expected += limits - entropy
        off: np.ndarray = np.log(expected) - np.log(bits)
        for seed in set(seeds[seeds > 0]):
            off[seeds == seed] -= off[seeds == seed].mean()
        return off

    def drawn(x: np.ndarray) -> np.ndarray:
        """What the points miss, and how far the law has gone from what is likely, where the points cannot say."""
        if entropy is not None:
            return missed(x)
        return np.append(
            missed(x), [PULL * (x[at] - likely) / width for at, (likely, width) in LIKELY.items()]
        )

    # log A, a, log B, b, log S, log K, q, p, log H, and log E where it is not known
    start = [math.log(0.05), 0.4, math.log(0.05), 0.4, math.log(3.0), math.log(3e5), 0.4, 1.5, -7.0]
    low = [-9.0, 0.05, -9.0, 0.05, math.log(0.5), math.log(1e4), 0.0, 0.3, -14.0]
    high = [2.0, 2.0, 2.0, 2.0, math.log(8.0), math.log(1e8), 2.0, 4.0, -2.0]
    if entropy is None:
        start, low, high = [*start, math.log(1.0)], [*low, math.log(0.5)], [*high, math.log(bits.min())]
    x = least_squares(drawn, start, bounds=(low, high), loss="soft_l1", f_scale=0.05).x
    free = max(1, len(bits) - len(x))
    return {
        **law(x),
        "spread": float(np.sqrt(np.sum(missed(x) ** 2) / free)),
        "sizes": [float(n.min()), float(n.max())],
        "tokens": [float(d.min()), float(d.max())],
    }


if __name__ == "__main__":
    main()
