"""What may be claimed of a model: the values that its own files hold, each with the place where it stands.

A card is written from `Facts` alone, so a number without evidence cannot get into it unnoticed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhearth.release.errors import ReleaseError
from openhearth.workspace import Artefact, read_json

PLAN, METRICS, DATA, EVALUATION, LINEAGE = (
    "plan.json",
    "metrics.jsonl",
    "training_data.json",
    "evaluation.json",
    "lineage.json",
)
"""The files of a bundle that hold its facts."""


@dataclass(frozen=True)
class Fact:
    """One value, the way it is written, and where it stands: a file of the bundle and a key in it."""

    value: Any
    text: str
    file: str
    key: str

    def __str__(self) -> str:
        return self.text

    @property
    def source(self) -> str:
        return f"{self.file}: {self.key}"


class Facts(dict[str, Fact]):
    """Facts by name."""

    def __missing__(self, name: str) -> Fact:
        raise ReleaseError(f"nothing is known of {name!r}, so it cannot be claimed; measure it first")

    def below(self, prefix: str) -> Iterator[tuple[str, Fact]]:
        """(rest of the name, fact) of every fact whose name begins with ``prefix.``."""
        for name, fact in self.items():
            if name.startswith(f"{prefix}."):
                yield name.removeprefix(f"{prefix}."), fact


def documents(run: Artefact, evaluation: Artefact, dataset: Artefact | None) -> dict[str, Any]:
    """The fact files of a bundle, by name: what its run, evaluation and dataset say of themselves.

    Raises:
        ReleaseError: the evaluation is of another model than the run's.
    """
    judged = read_json(evaluation.path / "evaluation.json")
    if judged["run"]["sha256"] != run.sha256:
        raise ReleaseError(
            f"the evaluation {evaluation.name} is of the run {judged['run']['name']}, not of {run.name}; "
            f"evaluate {run.name} first"
        )
    line = [artefact.provenance for artefact in (dataset, run, evaluation) if artefact is not None]
    return {
        PLAN: read_json(run.path / PLAN),
        METRICS: [json.loads(row) for row in (run.path / METRICS).read_text().splitlines()],
        DATA: read_json(run.path / "dataset.json"),
        EVALUATION: judged,
        LINEAGE: {"line": [{**step, "command": step["command"][:1]} for step in line]},  # no local paths
    }


def read_documents(folder: Path) -> dict[str, Any]:
    """`documents`, from a bundle."""
    found = {name: read_json(folder / name) for name in (PLAN, DATA, EVALUATION, LINEAGE)}
    found[METRICS] = [json.loads(row) for row in (folder / METRICS).read_text().splitlines()]
    return found


def gather(found: dict[str, Any]) -> Facts:
    """The facts in the files of a bundle (`documents`).

    Raises:
        ReleaseError: a file lacks what a card must say.
    """
    try:
        return _gather(found)
    except (KeyError, IndexError, TypeError) as error:
        raise ReleaseError(f"the run's files lack {error}; train and evaluate it again") from None


def _gather(found: dict[str, Any]) -> Facts:
    plan, data, judged = found[PLAN], found[DATA], found[EVALUATION]
    last = [row for row in found[METRICS] if "tokens" in row][-1]
    run = next(step for step in found[LINEAGE]["line"] if step["kind"] == "run")
    facts = Facts()

    def add(name: str, value: Any, file: str, key: str, form: str = "", unit: str = "") -> None:
        facts[name] = Fact(value, f"{value:{form}}{unit}", file, key)

    for name in ("parameters", "width", "layers", "heads", "hidden", "context", "vocab_size"):
        add(name, plan[name], PLAN, name, ",")
    for name in ("dtype", "device", "optimizer", "seed"):
        add(name, plan[name], PLAN, name)
    add("step_tokens", plan["micro_batch"] * plan["accumulation"] * plan["context"], PLAN, "micro_batch", ",")
    add("energy", plan["predicted"]["energy_wh"], PLAN, "predicted.energy_wh", ".2g", " Wh")
    add("tokens", last["tokens"], METRICS, "tokens, last row", ",")
    add("steps", last["step"], METRICS, "step, last row", ",")
    add("seconds", last["seconds"], METRICS, "seconds, last row", ",.0f", " s")
    add("data", data["name"], DATA, "name")
    add("data_licence", data["licence"], DATA, "licence")
    add("data_sha256", data["sha256"], DATA, "sha256")
    add("stories", data["stories"], DATA, "stories", ",")
    add("data_megabytes", data["bytes"] / 1e6, DATA, "bytes", ".1f", " MB")
    add("language_count", len(data["languages"]), DATA, "languages")
    for code, stories in data["languages"].items():
        add(f"stories_in.{code}", stories, DATA, f"languages.{code}", ",")
    add("held_out_stories", judged["dataset"]["stories"], EVALUATION, "dataset.stories", ",")
    add("held_out_sha256", judged["dataset"]["sha256"], EVALUATION, "dataset.sha256")
    add("mean", judged["mean"], EVALUATION, "mean", ".3f")
    for code, bits in judged["bits_per_byte"].items():
        add(f"bits.{code}", bits, EVALUATION, f"bits_per_byte.{code}", ".3f")
    if judged["limit"]:
        add("mean_limit", judged["mean_limit"], EVALUATION, "mean_limit", ".3f")
        add("gap", judged["gap"], EVALUATION, "gap", ".3f")
        for code, bits in judged["limit"].items():
            add(f"limit.{code}", bits, EVALUATION, f"limit.{code}", ".3f")
    if judged["memorised"]:
        for name in ("model", "held_out"):
            add(f"memorised_{name}", judged["memorised"][name], EVALUATION, f"memorised.{name}", ".1%")
        add("memorised_samples", judged["memorised"]["samples"], EVALUATION, "memorised.samples")
    add("machine", run["machine"]["processor"], LINEAGE, "run: machine.processor")
    add("cores", run["machine"]["cores"], LINEAGE, "run: machine.cores")
    add("torch", run["versions"]["torch"], LINEAGE, "run: versions.torch")
    add("created", run["created"][:10], LINEAGE, "run: created")
    return facts
