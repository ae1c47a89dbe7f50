"""The gate: what must hold before a model is passed on. Each check is a small function that returns a finding.

To add one, write a function ``(Bundle) -> Finding`` and put it into `CHECKS`.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openhearth.errors import OpenhearthError
from openhearth.release.bundle import MODEL_FILES, PUBLIC_KEY
from openhearth.release.cards import claims_without_evidence
from openhearth.release.errors import ReleaseError
from openhearth.release.facts import DATA, EVALUATION, LINEAGE, METRICS, PLAN, Facts, gather, read_documents
from openhearth.release.licences import LICENCES, require_compatible
from openhearth.release.signing import SIGNATURE, verify
from openhearth.workspace import read_json, sha256_of

FILES = (
    *MODEL_FILES,
    *(PLAN, METRICS, DATA, EVALUATION, LINEAGE),
    *("README.md", "DATA_CARD.md", "ATTRIBUTION.md", "LICENSE", "croissant.json", PUBLIC_KEY, SIGNATURE),
)
PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".bin", ".ckpt", ".joblib", ".npy", ".npz")


@dataclass(frozen=True)
class Finding:
    """What one check found: with evidence when it passed, with a remedy when it did not."""

    check: str
    passed: bool
    evidence: str
    remedy: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Bundle:
    """A release under inspection."""

    folder: Path
    public_key: Path | None

    @cached_property
    def documents(self) -> dict[str, Any]:
        return read_documents(self.folder)

    @cached_property
    def facts(self) -> Facts:
        return gather(self.documents)

    @cached_property
    def config(self) -> dict[str, Any]:
        value: dict[str, Any] = read_json(self.folder / "config.json")
        return value

    @cached_property
    def tensors(self) -> dict[str, list[int]]:
        """Shapes by name, from the head of the safetensors file: 8 bytes of length, then JSON."""
        with (self.folder / "model.safetensors").open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            head = json.loads(file.read(length))
        return {name: entry["shape"] for name, entry in head.items() if name != "__metadata__"}

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def check(folder: Path, public_key: Path | None = None) -> list[Finding]:
    """Every check of `CHECKS` on the release in ``folder``, in order; none stops the others.

    Args:
        public_key: the key to trust; default this workspace's own.

    Raises:
        ReleaseError: there is no folder.
    """
    if not folder.is_dir():
        raise ReleaseError(f"there is no release in {folder}; name the folder of one")
    bundle = Bundle(folder, public_key)
    return [_run(name, function, bundle) for name, function in CHECKS.items()]


def _run(name: str, function: Callable[[Bundle], str], bundle: Bundle) -> Finding:
    try:
        return Finding(name, True, function(bundle))
    except _Failed as failed:
        return Finding(name, False, failed.found, failed.remedy)
    except OpenhearthError as error:
        return Finding(name, False, str(error), "see what it says")
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        return Finding(name, False, f"cannot be checked: {error!r}", "build the release again")


class _Failed(Exception):
    def __init__(self, found: str, remedy: str) -> None:
        self.found, self.remedy = found, remedy


def _files(bundle: Bundle) -> str:
    present = {
        path.relative_to(bundle.folder).as_posix() for path in bundle.folder.rglob("*") if path.is_file()
    }
    if missing := sorted(set(FILES) - present):
        raise _Failed(f"missing: {', '.join(missing)}", "build the release again")
    if added := sorted(present - set(FILES)):
        raise _Failed(f"not part of a release: {', '.join(added)}", "take it out, or build the release again")
    return f"all {len(FILES)} files"


def _no_pickle(bundle: Bundle) -> str:
    for path in sorted(bundle.folder.rglob("*")):
        if path.suffix in PICKLES or (
            path.is_file() and path.open("rb").read(2) in (b"\x80\x04", b"\x80\x05")
        ):
            raise _Failed(f"{path.name} can run code when it is loaded", "store weights as safetensors")
    return "no file that runs code when loaded"


def _weights(bundle: Bundle) -> str:
    config, shapes = bundle.config, bundle.tensors
    embedding = [config["vocab_size"], config["hidden_size"]]
    if shapes.get("model.embed_tokens.weight") != embedding:
        raise _Failed(
            f"model.safetensors: embedding of {shapes.get('model.embed_tokens.weight')}, config.json says {embedding}",
            "take both files from one run",
        )
    layers = {name.split(".")[2] for name in shapes if name.startswith("model.layers.")}
    if len(layers) != config["num_hidden_layers"]:
        raise _Failed(
            f"model.safetensors has {len(layers)} layers, config.json says {config['num_hidden_layers']}",
            "take both files from one run",
        )
    return f"{len(shapes)} tensors in {len(layers)} layers, as config.json says"


def _tokenizer(bundle: Bundle) -> str:
    from tokenizers import Tokenizer

    try:
        size = Tokenizer.from_str(bundle.text("tokenizer.json")).get_vocab_size()
    except Exception as error:  # tokenizers raises bare Exception
        raise _Failed(f"tokenizer.json cannot be read: {error}", "build the release again") from None
    if size > bundle.config["vocab_size"]:
        raise _Failed(
            f"tokenizer.json has {size} tokens, config.json {bundle.config['vocab_size']}",
            "take both from one run",
        )
    return f"{size:,} tokens"


def _evaluation(bundle: Bundle) -> str:
    judged = bundle.documents[EVALUATION]
    if judged["model_sha256"] != sha256_of(bundle.folder / "model.safetensors"):
        raise _Failed("evaluation.json is of other weights than model.safetensors", "evaluate this model")
    if not judged["bits_per_byte"]:
        raise _Failed("evaluation.json is empty", "evaluate this model")
    held_out = bundle.documents[DATA]["held_out_sha256"]
    if judged["dataset"]["sha256"] == bundle.documents[DATA]["sha256"]:
        raise _Failed(
            "evaluation.json: the model was judged on its training data", "evaluate on held-out stories"
        )
    own = (
        "the run's held-out stories" if judged["dataset"]["sha256"] == held_out else judged["dataset"]["name"]
    )
    return f"of these weights, on {own}, content {judged['dataset']['sha256'][:12]}"


def _lineage(bundle: Bundle) -> str:
    line = {step["kind"]: step for step in bundle.documents[LINEAGE]["line"]}
    if "run" not in line or "evaluation" not in line:
        raise _Failed("lineage.json lacks the run or its evaluation", "build the release again")
    before = {entry["kind"]: entry["sha256"] for entry in line["evaluation"]["inputs"]}
    if before.get("run") != line["run"]["sha256"]:
        raise _Failed("lineage.json: the evaluation was of another run", "evaluate this run")
    for entry in line["run"]["inputs"]:
        if entry["kind"] in line and line[entry["kind"]]["sha256"] != entry["sha256"]:
            raise _Failed(
                f"lineage.json: the run was made of another {entry['kind']}", "build the release again"
            )
    return " → ".join([*line, "release"])


def _card(bundle: Bundle) -> str:
    for name in ("README.md", "DATA_CARD.md"):
        text = bundle.text(name)
        if unsupported := claims_without_evidence(text, bundle.facts):
            raise _Failed(
                f"{name} claims {unsupported[0]}, which no file supports", "measure it, or take it out"
            )
        if "TODO" in text or "[More Information Needed]" in text:
            raise _Failed(f"{name} has a part that is not filled in", "fill it in")
    if str(bundle.facts["mean"]) not in bundle.text("README.md"):
        raise _Failed("README.md does not say how good the model is", "build the release again")
    return f"every number stands on one of {len(bundle.facts)} facts"


def _licence(bundle: Bundle) -> str:
    first = bundle.text("LICENSE").splitlines()[0]
    chosen = first.removeprefix("SPDX-License-Identifier: ")
    if chosen not in LICENCES:
        raise _Failed(f"LICENSE names no licence on offer: {first!r}", f"choose one of {', '.join(LICENCES)}")
    terms = bundle.documents[DATA]["licence"]
    require_compatible(chosen, terms)
    return f"{chosen}, from data under {terms}"


def _attribution(bundle: Bundle) -> str:
    if not bundle.documents[DATA]["attribution_required"]:
        return "nobody has to be named"
    names = sum(line.startswith("- ") for line in bundle.text("ATTRIBUTION.md").splitlines())
    if not names:
        raise _Failed(
            "ATTRIBUTION.md names nobody, and the data's licence asks for it", "build the release again"
        )
    return f"{names:,} stories with their makers"


def _croissant(bundle: Bundle) -> str:
    value = read_json(bundle.folder / "croissant.json")
    import logging

    import mlcroissant

    logging.getLogger("absl").setLevel(logging.ERROR)
    try:
        described = mlcroissant.Dataset(jsonld=value)
    except mlcroissant.ValidationError as error:
        raise _Failed(f"croissant.json is not valid: {error}", "build the release again") from None
    return f"{described.metadata.name} is described in valid Croissant"


def _signature(bundle: Bundle) -> str:
    return f"signed with the key {verify(bundle.folder, bundle.public_key)}"


CHECKS: dict[str, Callable[[Bundle], str]] = {
    "files": _files,
    "no pickle": _no_pickle,
    "weights fit the configuration": _weights,
    "tokenizer fits the configuration": _tokenizer,
    "evaluation is of this model": _evaluation,
    "lineage is complete": _lineage,
    "cards claim only what was measured": _card,
    "licence follows from the data's": _licence,
    "people are named": _attribution,
    "data are described": _croissant,
    "signature": _signature,
}
