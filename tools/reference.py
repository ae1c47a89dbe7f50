"""Train the small reference artefacts that a lesson opened alone uses: ``make reference``.

They are written into the package (``src/openhearth/reference/KIND``) with their provenance: a run on
`tales` and its evaluation. Weights are kept in float16, the run under 4 MB.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import torch

from openhearth import data, lm
from openhearth.machine import detect
from openhearth.plan import Shape, make_plan, parse_minutes
from openhearth.workspace import Workspace, reference_folder, replace_folder

MOST_BYTES = 4_000_000
SHAPE = Shape(128, 4)
"""The largest of the ladder that fits."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=parse_minutes, default=4.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        machine = detect()
        speed = lm.calibrate(machine, minutes)
        plan = make_plan(machine, minutes, speed=speed, shape=SHAPE)
        trained = lm.train(plan, data.load("tales"), workspace, name="trained")
        training, held_out = lm.split_of(trained, workspace)
        made_of = [workspace.find(entry["kind"], entry["name"]) for entry in trained.provenance["inputs"]]
        settings = {"weights": "float16", **trained.provenance["settings"]}
        with workspace.create("run", "reference", inputs=made_of, seed=plan.seed, settings=settings) as run:
            for file in ("plan.json", "metrics.jsonl", "dataset.json"):
                shutil.copyfile(trained.path / file, run / file)
            lm.save(*lm.load(trained.path), run, dtype=torch.float16)
        reference = workspace.newest("run")
        assert reference is not None
        size = sum(path.stat().st_size for path in reference.path.iterdir())
        if size > MOST_BYTES:
            parser.error(
                f"the reference run takes {size:,} bytes, more than {MOST_BYTES:,}; train a smaller one"
            )
        lm.evaluate(reference, held_out, workspace, training=training, name="reference")
        evaluation = workspace.newest("evaluation")  # by its name the one in the package would be found
        assert evaluation is not None
        for artefact in (reference, evaluation):
            replace_folder_across(artefact.path, reference_folder() / artefact.kind)
        found = lm.read_evaluation(evaluation)
        print(f"{size:,} bytes, {found['mean']:.3f} bits per byte, limit {found['mean_limit']:.3f}")


def replace_folder_across(made: Path, final: Path) -> None:
    """Copy ``made`` beside ``final`` and give it that name: the two may be on different disks."""
    partial = final.with_name(f".{final.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(made, partial)
    replace_folder(partial, final)


if __name__ == "__main__":
    main()
