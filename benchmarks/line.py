"""The through-line: how near a model gets to the known limit of `tales`, and how it compares with xz.

    python benchmarks/line.py [--quick] [--json FILE]

Trains for two minutes on the default plan (``--quick``: six seconds) and scores held-out stories. The rival is the
xz archiver, which reads the same training stories before it packs each held-out one.
"""

import lzma
import tempfile
from pathlib import Path

from report import Report, main

from openhearth import data, lm
from openhearth.data.tales import in_english
from openhearth.machine import detect
from openhearth.plan import make_plan
from openhearth.workspace import Workspace


def measure(report: Report, quick: bool) -> None:
    """How near a model gets to the known limit of tales in two minutes."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        machine = detect()
        minutes = 0.1 if quick else 2.0
        plan = make_plan(machine, minutes, speed=lm.calibrate(machine, minutes))
        run = lm.train(plan, data.load("tales"), workspace)
        training, held_out = lm.split_of(run, workspace)
        found = lm.read_evaluation(lm.evaluate(run, held_out, workspace, training=training))
        last = lm.read_metrics(run)[-1]
        report.figure("seconds of training", last["seconds"])
        report.figure("tokens a second", last["tokens"] / last["seconds"])
        report.figure("tokens read over predicted", last["tokens"] / plan.predicted.tokens)
        report.figure("bits per byte", found["mean"])
        report.figure("limit, bits per byte", found["mean_limit"])
        report.figure("gap to the limit, bits per byte", found["gap"], ("<=", 0.35))
        report.figure("worst language's gap, bits per byte", _worst(found))
        report.figure("xz, bits per byte", _xz(training.texts(), held_out.texts()[:300]))
        report.figure("share of stories that are grammatical", _grammatical(run, held_out))


def _worst(found: dict) -> float:  # type: ignore[type-arg]
    return max(float(found["bits_per_byte"][code] - found["limit"][code]) for code in found["limit"])


def _xz(read: list[str], texts: list[str]) -> float:
    before = "\n".join(read[:2000]).encode()
    text = "\n".join(texts).encode()
    return 8 * (len(lzma.compress(before + text)) - len(lzma.compress(before))) / len(text)


def _grammatical(run: object, held_out: data.Corpus, samples: int = 27) -> float:
    """Part of the model's stories, three a language, that the grammar could have told."""
    from openhearth.workspace import Artefact

    assert isinstance(run, Artefact)
    model, tokenizer = lm.load(run.path)
    good = 0
    for i in range(samples):
        story = [s for s in held_out.stories if s.language == list(held_out.languages)[i % 9]][i // 9]
        opening = story.text[: len(story.text) // 12]
        told = opening + "".join(
            lm.generate(model, tokenizer, opening, temperature=0.5, max_tokens=400, seed=i)
        )
        good += in_english(told, story.language) is not None
    return good / samples


if __name__ == "__main__":
    main("line", measure)
