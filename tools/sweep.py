"""Train the grid of models that the dial's law of sizes is fitted to: ``make sweep`` (about an hour on two cores).

For each corpus: sizes × tokens, each with its own schedule, some with several seeds. Points that are done are kept in
``_build/sweep.json`` and not trained again. The law (`openhearth.plan.scaling`) is fitted to all of them and written
with them to ``src/openhearth/plan/scaling.json``. Steps are counted, not seconds, so other load changes nothing.
"""

import argparse
import datetime
import json
import math
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track
from scipy.optimize import least_squares

from openhearth import data, lm
from openhearth.data import Corpus
from openhearth.lm.run import some
from openhearth.machine import detect
from openhearth.plan import Law, Shape, Speed, make_plan
from openhearth.workspace import Workspace, read_json, write_json

ROOT = Path(__file__).resolve().parents[1]
DONE = ROOT / "_build" / "sweep.json"
LAW = ROOT / "src" / "openhearth" / "plan" / "scaling.json"
SCORED = 120_000
"""Bytes of held-out stories that score a model."""
GRID: tuple[tuple[tuple[int, int], tuple[float, ...]], ...] = (
    ((64, 2), (0.25e6, 0.5e6, 1e6, 2e6, 4e6)),
    ((128, 2), (0.25e6, 0.5e6, 1e6, 2e6)),
    ((128, 4), (0.25e6, 0.5e6, 1e6, 2e6)),
    ((192, 4), (0.25e6, 0.5e6, 1e6)),
    ((256, 4), (0.25e6, 0.5e6, 1e6)),
)
LIKELY = {0: (0.0, 0.3), 1: (0.34, 0.1), 4: (0.27, 0.1), 6: (-0.35, 0.3)}
"""For text of unknown entropy, where runs of minutes cannot tell what size is worth in the end: Hoffmann et al.'s A and a
(in bits per byte), the q of `tales`, about 0.7 bits per byte of entropy; each with a width."""
PULL = 0.05
AGAIN = (((64, 2), 1e6), ((128, 2), 0.5e6), ((128, 4), 0.25e6))
"""Points trained with two more seeds, for the spread."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", action="append", choices=("tales", "storybooks"), help="default: both")
    parser.add_argument("--fit", action="store_true", help="fit what is done, train nothing")
    arguments = parser.parse_args()
    corpora = arguments.corpus or ["tales", "storybooks"]
    if not arguments.fit:
        for name in corpora:
            trained(name)
    write_law(corpora)


def trained(name: str) -> None:
    """Train every point of ``name`` that is not done."""
    corpus = data.load(name)
    assert isinstance(corpus, Corpus)
    wanted = [(shape, tokens, 0) for shape, column in GRID for tokens in column]
    wanted += [(shape, tokens, seed) for shape, tokens in AGAIN for seed in (1, 2)]
    wanted.sort(key=lambda point: point[0][0] ** 2 * point[0][1] * point[1])
    file = DONE.with_name(f"sweep-{name}.json")
    points: list[dict[str, Any]] = read_json(file) if file.is_file() else []
    known = {(p["width"], p["layers"], p["asked"], p["seed"]) for p in points}
    left = [(shape, tokens, seed) for shape, tokens, seed in wanted if (*shape, tokens, seed) not in known]
    for shape, tokens, seed in track(left, description=f"sweep on {name}"):
        points.append(point(corpus, Shape(*shape), tokens, seed))
        write_json(file, points)


def point(corpus: Corpus, shape: Shape, tokens: float, seed: int) -> dict[str, Any]:
    """One model of the grid: its size, the tokens it read, and its bits per byte on held-out stories."""
    machine = detect()
    # Speed does not matter to a training that counts steps; any will do to make the plan.
    speed = Speed(1e11, ((1.0, 1e11),), False, "not used")
    plan = make_plan(
        machine, 1, speed=speed, shape=shape, corpus_bytes=corpus.bytes, step_tokens=2048, processes=1
    )
    plan = replace(plan, seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        run = lm.train(plan, corpus, workspace, max_steps=round(tokens / plan.tokens_a_step), show=None)
        model, tokenizer = lm.load(run.path)
        _, held_out = lm.split(corpus, seed)
        bits = lm.bits_per_byte(model, tokenizer, some(held_out.texts(), SCORED))
        read = lm.read_metrics(run)[-1]["tokens"]
    return {
        "width": shape.width,
        "layers": shape.layers,
        "asked": tokens,
        "seed": seed,
        "matrices": shape.matrices,
        "tokens": read,
        "bits": round(bits, 4),
    }


def write_law(corpora: list[str]) -> None:
    """Fit each corpus's law and write them all."""
    found: dict[str, Any] = json.loads(LAW.read_text()) if LAW.is_file() else {"corpora": {}}
    for name in corpora:
        points = read_json(DONE.with_name(f"sweep-{name}.json"))
        found["corpora"][name] = {"law": fitted(points, limit_of(name)), "points": points}
        print(name, found["corpora"][name]["law"])
    machine = detect()
    found["machine"] = f"{machine.accelerator_name.value}, {machine.cores.value} cores"
    found["date"] = datetime.date.today().isoformat()
    write_json(LAW, found)


def limit_of(name: str) -> float | None:
    """The corpus's known entropy in bits per byte, where it is known."""
    corpus = data.load(name)
    assert isinstance(corpus, Corpus)
    if corpus.limit is None:
        return None
    size = {
        code: sum(len(s.text.encode()) for s in corpus.stories if s.language == code) for code in corpus.limit
    }
    return sum(corpus.limit[code] * size[code] for code in size) / sum(size.values())


def fitted(points: list[dict[str, Any]], entropy: float | None) -> dict[str, Any]:
    """The law through ``points``: least squares in the logarithm of bits, robust to a point that went astray.

    Other seeds hold out other stories. Where these differ as much as the storybooks of 148 languages do, that says
    nothing of size or tokens, so each seed's points may lie higher or lower as a whole.
    """
    n, d, bits = (np.array([p[key] for p in points], float) for key in ("matrices", "tokens", "bits"))

    def law(x: np.ndarray) -> dict[str, float]:
        factor, power, start, needed, tokens_power, steepness = x[:6]
        return {
            "entropy": float(entropy if entropy is not None else np.exp(x[6])),
            "size_factor": float(np.exp(factor)),
            "size_power": float(power),
            "start": float(np.exp(start)),
            "tokens_needed": float(np.exp(needed)),
            "tokens_power": float(tokens_power),
            "steepness": float(steepness),
        }

    def expected(x: np.ndarray) -> np.ndarray:
        found = Law("", **law(x), spread=0.0, sizes=(0, 0), tokens=(0, 0))
        return np.array([found.expected(size, read) for size, read in zip(n, d, strict=True)])

    seeds = np.array([p["seed"] for p in points])

    def missed(x: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.log(expected(x)) - np.log(bits)
        for seed in set(seeds[seeds > 0]):
            found[seeds == seed] -= found[seeds == seed].mean()
        return found

    def drawn(x: np.ndarray) -> np.ndarray:
        """What the points miss, and how far the law has gone from what is likely, where the points cannot say."""
        if entropy is not None:
            return missed(x)
        return np.append(
            missed(x), [PULL * (x[at] - likely) / width for at, (likely, width) in LIKELY.items()]
        )

    # log A, a, log S, log K, q, p, and log E where it is not known
    start = [math.log(0.05), 0.4, math.log(3.0), math.log(3e5), 0.4, 1.5]
    low = [-9.0, 0.05, math.log(0.5), math.log(1e4), 0.0, 0.3]
    high = [2.0, 2.0, math.log(8.0), math.log(1e8), 2.0, 4.0]
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
