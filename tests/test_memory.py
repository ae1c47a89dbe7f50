"""The memory that a plan predicts is enough, in a real control group, and not far too much."""

import json
import sys
from pathlib import Path

import pytest

from openhearth.lm import evaluation, nodes
from openhearth.plan import memory, predicted_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from dial import TRIAL  # type: ignore[import-not-found]
from limits import limited, run_in  # type: ignore[import-not-found]


def tried(limit_mb: int, *configuration: int, seconds: int = 0) -> dict:
    """What a training in a control group of so many MB came to (without one, where none can be made).

    With ``seconds`` of dial it is calibrated first, and else takes four steps.
    """
    with limited(limit_mb << 20) as group:
        done = run_in(group, TRIAL, *map(str, configuration), str(seconds))
        assert done.returncode == 0, f"{done.returncode}: {done.stderr[-2000:]}"
        return json.loads(done.stdout) | {"limited": group is not None}


@pytest.mark.parametrize(
    ("limit", "configuration"),
    [
        (640, (64, 2, 2048, 2048, 2000)),
        (1024, (128, 4, 4096, 4096, 2000)),
        (1024, (256, 4, 2048, 1024, 2000)),
    ],
)
def test_training_peaks_below_the_prediction_and_near_it(limit: int, configuration: tuple[int, ...]) -> None:
    found = tried(limit, *configuration)
    assert 0.75 <= found["bytes"] <= 1


def test_a_small_corpus_is_calibrated_and_trained_on_within_512_mb() -> None:
    found = tried(512, 64, 2, 2048, 2048, 2000, seconds=6)
    assert found["tokens"] > 0


def test_what_does_not_fit_is_refused_before_the_kernel_kills_it() -> None:
    found = tried(512, 512, 8, 2048, 512, 2000)
    if found["limited"]:  # otherwise this machine is large enough
        assert "training needs at least" in found["refused"]
        assert "cgroup memory" in found["refused"]


def test_the_formula_counts_in_the_pieces_that_training_works_in() -> None:
    assert (memory.HEAD_ROWS, memory.QUERIES) == (nodes.HEAD_ROWS, nodes.QUERIES)
    assert evaluation.scored_at_once is memory.scored_at_once


def test_more_of_anything_never_takes_less_memory() -> None:
    base = {"width": 128, "layers": 4, "hidden": 352, "vocab_size": 2048, "heads": 2, "context": 256}
    least = predicted_bytes(**base, micro_batch=4)
    for name in base:
        assert predicted_bytes(**base | {name: 2 * base[name]}, micro_batch=4) >= least
    assert predicted_bytes(**base, micro_batch=8) > least
    assert predicted_bytes(**base, micro_batch=4, device="cuda", shards=8) < predicted_bytes(
        **base, micro_batch=4, device="cuda"
    )
