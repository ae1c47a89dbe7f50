"""What may be claimed of a model: the values that its own files hold, each with the place where it stands.

A card is written from `Facts` alone, so a number without evidence cannot get into it unnoticed.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhearth.release.errors import ReleaseError
from openhearth.workspace import Artefact, read_json, sha256_of

PLAN, METRICS, DATA, EVALUATION, PROVENANCE = (
    "plan.json",
    "metrics.jsonl",
    "dataset.json",
    "evaluation.json",
    "provenance.json",
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


def documents(
    run: Artefact, evaluation: Artefact, dataset: Artefact | None, release: dict[str, Any]
) -> dict[str, Any]:
    """The fact files of a bundle, by name: what its run, evaluation and dataset say of themselves.

    Args:
        dataset: what the run was made of; None where the workspace no longer has it (its hash stays).
        release: the last step of the line: name, licence, purpose, date.

    Raises:
        ReleaseError: the evaluation is of another model than the run's, or of other stories than it held out.
        WorkspaceError: a file is missing or is not JSON.
    """
    data, judged = read_json(run.path / DATA), read_json(evaluation.path / EVALUATION)
    weights = run.path / "model.safetensors"
    if not weights.is_file():
        raise ReleaseError(f"{weights} is missing; train again, or name another run")
    problem = stale(judged, sha256_of(weights), data)
    if problem:
        raise ReleaseError(
            f"the evaluation {evaluation.name} does not fit the run {run.name}: {problem}; "
            f"run openhearth evaluate {run.name}"
        )
    made_of = [step for step in run.provenance["inputs"] if step["kind"] == "dataset"]
    first = [dataset.provenance] if dataset else made_of
    line = [*first, run.provenance, evaluation.provenance]
    inputs = [{key: step[key] for key in ("kind", "name", "sha256")} for step in line]
    return {
        PLAN: _without_paths(read_json(run.path / PLAN)),
        METRICS: _rows(run.path / METRICS),
        DATA: data,
        EVALUATION: judged,
        PROVENANCE: {
            "line": [
                *(_without_paths(step) for step in line),
                {"kind": "release", **release, "inputs": inputs},
            ]
        },
    }


def stale(judged: dict[str, Any], model_sha256: str, data: dict[str, Any]) -> str:
    """Why ``evaluation.json`` is not this model's on its own held-out stories; empty where it is."""
    dataset = judged.get("dataset") or {}
    if not judged.get("model_sha256"):
        return f"{EVALUATION} does not say which weights it judged"
    if not dataset.get("sha256"):
        return f"{EVALUATION} does not say which stories it judged on"
    if judged["model_sha256"] != model_sha256:
        return f"{EVALUATION} is of other weights ({judged['model_sha256'][:12]}) than model.safetensors ({model_sha256[:12]})"
    if dataset["sha256"] in (data["sha256"], data.get("corpus_sha256")):
        return f"{EVALUATION} judges the model on the stories it was trained on"
    if dataset["sha256"] != data["held_out_sha256"]:
        return (
            f"{EVALUATION} is of other stories ({dataset['sha256'][:12]}) than {DATA} holds out "
            f"({data['held_out_sha256'][:12]})"
        )
    values = [*(judged.get("bits_per_byte") or {}).values(), judged.get("mean")]
    if len(values) < 2 or not all(isinstance(v, int | float) and math.isfinite(v) and v > 0 for v in values):
        return f"{EVALUATION} holds no bits per byte"
    return ""


def read_documents(folder: Path) -> dict[str, Any]:
    """`documents`, from a bundle."""
    found = {name: read_json(folder / name) for name in (PLAN, DATA, EVALUATION, PROVENANCE)}
    return {**found, METRICS: _rows(folder / METRICS)}


def gather(found: dict[str, Any]) -> Facts:
    """The facts in the files of a bundle (`documents`).

    Raises:
        ReleaseError: a file lacks what a card must say.
    """
    try:
        return _gather(found)
    except (KeyError, IndexError, TypeError, StopIteration, ValueError) as error:
        raise ReleaseError(
            f"the run's files lack what a card must say ({error!r}); train and evaluate it again"
        ) from None


def _gather(found: dict[str, Any]) -> Facts:
    plan, data, judged = found[PLAN], found[DATA], found[EVALUATION]
    last = [row for row in found[METRICS] if "tokens" in row][-1]
    steps = {step["kind"]: step for step in found[PROVENANCE]["line"]}
    run, release = steps["run"], steps["release"]
    facts = Facts()

    def add(name: str, value: Any, file: str, key: str, form: str = "", unit: str = "") -> None:
        facts[name] = Fact(value, f"{value:{form}}{unit}", file, key)

    add("name", release["name"], PROVENANCE, "release: name")
    add("licence", release["licence"], PROVENANCE, "release: licence")
    add("year", release["created"][:4], PROVENANCE, "release: created")
    for name in ("parameters", "width", "layers", "heads", "hidden", "context", "vocab_size"):
        add(name, plan[name], PLAN, name, ",")
    for name in ("dtype", "device", "optimizer", "seed"):
        add(name, plan[name], PLAN, name)
    for name in ("learning_rate", "matrix_learning_rate"):
        add(name, plan[name], PLAN, name, ".2g")
    step_tokens = plan["micro_batch"] * plan["accumulation"] * plan["context"]
    add("step_tokens", step_tokens, PLAN, "micro_batch × accumulation × context", ",")
    add("energy", plan["predicted"]["energy_wh"], PLAN, "predicted.energy_wh", ".2g", " Wh")
    add("tokens", last["tokens"], METRICS, "tokens, last row", ",")
    add("steps", last["step"], METRICS, "step, last row", ",")
    form = ",.0f" if last["seconds"] >= 10 else ".2g"
    add("seconds", last["seconds"], METRICS, "seconds, last row", form, " s")
    add("data", data["name"], DATA, "name")
    add("data_licence", data["licence"], DATA, "licence")
    add("data_sha256", data["sha256"], DATA, "sha256")
    add("stories", data["stories"], DATA, "stories", ",")
    add("data_bytes", data["bytes"], DATA, "bytes", ",", " bytes")
    add("language_count", len(data["languages"]), DATA, "languages")
    for code, stories in data["languages"].items():
        add(f"stories_in.{code}", stories, DATA, f"languages.{code}", ",")
    add("model_sha256", judged["model_sha256"], EVALUATION, "model_sha256")
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
            times = judged["bits_per_byte"][code] / bits
            add(f"times.{code}", times, EVALUATION, f"bits_per_byte.{code} / limit.{code}", ".2f")
    if judged["memorised"]:
        for name in ("model", "held_out"):
            add(f"memorised_{name}", judged["memorised"][name], EVALUATION, f"memorised.{name}", ".1%")
        add("memorised_samples", judged["memorised"]["samples"], EVALUATION, "memorised.samples")
    add("system", run["machine"]["system"], PROVENANCE, "run: machine.system")
    add("machine", run["machine"]["processor"], PROVENANCE, "run: machine.processor")
    add("cores", run["machine"]["cores"], PROVENANCE, "run: machine.cores")
    add("torch", run["versions"]["torch"], PROVENANCE, "run: versions.torch")
    add("created", run["created"][:10], PROVENANCE, "run: created")
    return facts


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{path} cannot be read ({error}); train again") from None


_FOLDERS = re.compile(r"""(^|(?<=[\s=("']))(~|[A-Za-z]:)?[\\/]([^\s"'=\\/]+[\\/])+""")


def _without_paths(value: Any) -> Any:
    """``value`` (JSON), local paths in its strings cut to their last part: they tell who works where."""
    if isinstance(value, dict):
        return {key: _without_paths(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_without_paths(entry) for entry in value]
    return _FOLDERS.sub("", value) if isinstance(value, str) else value
