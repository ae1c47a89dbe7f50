"""The gate: what must hold before a model is passed on. Each check is a small function.

A check takes a `Bundle` and returns its evidence, or raises `Failed` with what it found and the remedy. Its id is
its name, what it asks is its docstring. To add one, write it and put it into `CHECKS`.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from openhearth.errors import OpenhearthError
from openhearth.release.bundle import ATTRIBUTION, CARD, CROISSANT, DATA_CARD, FILES, LICENSE
from openhearth.release.cards import claims_without_evidence
from openhearth.release.facts import DATA, EVALUATION, PROVENANCE, Facts, gather, read_documents, stale
from openhearth.release.licences import LICENCES, attribution_due, require_compatible
from openhearth.release.signing import require_release, verify
from openhearth.workspace import read_json, sha256_of

PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".bin", ".ckpt", ".joblib")
AGAIN = "build the release again"


@dataclass(frozen=True)
class Finding:
    """What one check found: with evidence when it passed, with a remedy when it did not."""

    check: str  # the check's id
    passed: bool
    evidence: str
    remedy: str = ""
    asks: str = ""  # what the check asks

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Failed(Exception):
    """What a check found, and what to do about it."""

    def __init__(self, found: str, remedy: str = AGAIN) -> None:
        self.found, self.remedy = found, remedy


@dataclass(frozen=True)
class Bundle:
    """A release under inspection."""

    folder: Path
    public_key: Path | None = None

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
    def model_sha256(self) -> str:
        return sha256_of(self.folder / "model.safetensors")

    def text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Failed(f"{name} cannot be read ({error})") from None


def check(folder: Path, public_key: Path | None = None) -> list[Finding]:
    """Every check of `CHECKS` on the release in ``folder``, in order; none stops the others.

    Args:
        public_key: the key to trust; default your own.

    Raises:
        ReleaseError: there is no folder, or it is empty.
    """
    require_release(folder)
    bundle = Bundle(folder, public_key)
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):  # a pipe is never read to its end
            name = path.relative_to(folder).as_posix()
            found = f"not looked at: {name} is a link or no plain file"
            return [Finding(f.__name__, False, found, f"take {name} out", _asks(f)) for f in CHECKS]
    return [_run(function, bundle) for function in CHECKS]


def _asks(function: Callable[[Bundle], str]) -> str:
    return (function.__doc__ or "").splitlines()[0]


def _run(function: Callable[[Bundle], str], bundle: Bundle) -> Finding:
    name, asks = function.__name__, _asks(function)
    try:
        return Finding(name, True, function(bundle), asks=asks)
    except Failed as failed:
        return Finding(name, False, failed.found, failed.remedy, asks)
    except OpenhearthError as error:
        what, _, remedy = str(error).rpartition("; ")
        return Finding(name, False, what or remedy, remedy if what else AGAIN, asks)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return Finding(name, False, f"cannot be checked: {error!r}", AGAIN, asks)


def files(bundle: Bundle) -> str:
    """Is every file of a release there, and no other?"""
    present = {path.relative_to(bundle.folder).as_posix() for path in bundle.folder.rglob("*")}
    if missing := sorted(set(FILES) - present):
        raise Failed(f"missing: {', '.join(missing)}")
    if added := sorted(present - set(FILES)):
        raise Failed(f"not part of a release: {', '.join(added)}", f"take it out, or {AGAIN}")
    if folders := [name for name in FILES if not (bundle.folder / name).is_file()]:
        raise Failed(f"no plain file: {', '.join(folders)}")
    return f"all {len(FILES)} files"


def no_pickle(bundle: Bundle) -> str:
    """Does nothing run code when it is loaded?"""
    for path in sorted(bundle.folder.rglob("*")):
        if path.suffix.lower() in PICKLES or (path.is_file() and _looks_pickled(path)):
            raise Failed(f"{path.name} can run code when it is loaded", "store weights as safetensors")
    return "no file that runs code when loaded"


def weights(bundle: Bundle) -> str:
    """Do the weights load, with the shapes that config.json says?"""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(bundle.folder / "model.safetensors", framework="numpy") as tensors:
            shapes = {name: list(tensors.get_slice(name).get_shape()) for name in tensors.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise Failed(f"model.safetensors cannot be read: {error}") from None
    wanted = _llama_shapes(bundle.config)
    for name in sorted(shapes.keys() | wanted.keys()):
        if shapes.get(name) != wanted.get(name):
            raise Failed(
                f"model.safetensors has {name} as {shapes.get(name)}, config.json says {wanted.get(name)}",
                "take both files from one run",
            )
    return f"{len(shapes)} tensors, as config.json says"


def tokenizer(bundle: Bundle) -> str:
    """Does the tokenizer load, with the vocabulary that config.json says?"""
    from tokenizers import Tokenizer

    try:
        size = Tokenizer.from_str(bundle.text("tokenizer.json")).get_vocab_size()
    except Exception as error:  # tokenizers raises bare Exception
        raise Failed(f"tokenizer.json cannot be read: {error}") from None
    if size != bundle.config["vocab_size"]:
        raise Failed(
            f"tokenizer.json has {size} tokens, config.json says {bundle.config['vocab_size']}",
            "take both files from one run",
        )
    if "tokenizer_class" not in read_json(bundle.folder / "tokenizer_config.json"):
        raise Failed("tokenizer_config.json does not say which class reads the tokenizer")
    return f"{size:,} tokens"


def evaluation(bundle: Bundle) -> str:
    """Is the evaluation of these very weights, on the stories that their run held out?"""
    judged = bundle.documents[EVALUATION]
    if problem := stale(judged, bundle.model_sha256, bundle.documents[DATA]):
        raise Failed(problem, "evaluate this model (openhearth evaluate), then build the release again")
    return f"weights {bundle.model_sha256[:12]} on held-out stories {judged['dataset']['sha256'][:12]}"


def provenance(bundle: Bundle) -> str:
    """Does every step of the line say what it was made of, with what, and does each fit the next?"""
    line = {step["kind"]: step for step in bundle.documents[PROVENANCE]["line"]}
    for kind in ("dataset", "run", "evaluation", "release"):
        if kind not in line:
            raise Failed(f"{PROVENANCE} lacks the {kind}")
    for kind in ("run", "evaluation"):
        for key in ("sha256", "created", "command", "versions", "machine"):
            if not line[kind].get(key):
                raise Failed(f"{PROVENANCE} does not say the {kind}'s {key}")
    if line["run"].get("seed") is None:
        raise Failed(f"{PROVENANCE} does not say the run's seed")
    for kind, before in (("run", "dataset"), ("evaluation", "run")):
        inputs = {entry["kind"]: entry["sha256"] for entry in line[kind]["inputs"]}
        if inputs.get(before) != line[before]["sha256"]:
            raise Failed(f"{PROVENANCE}: the {kind} was made of another {before}")
    made_of = {entry["kind"]: entry["sha256"] for entry in line["release"]["inputs"]}
    if made_of != {kind: line[kind]["sha256"] for kind in ("dataset", "run", "evaluation")}:
        raise Failed(f"{PROVENANCE}: the release was made of other artefacts than the line holds")
    return " → ".join(line)


def cards(bundle: Bundle) -> str:
    """Is every number in the cards supported by a file, and no part left open?"""
    for name in (CARD, DATA_CARD):
        text = bundle.text(name)
        if unsupported := claims_without_evidence(text, bundle.facts):
            raise Failed(f"{name} claims {unsupported[0]}, which no file supports", "measure it, or say less")
        if left := re.search(
            r"\bTODO\b|\bTBD\b|\[More Information Needed\]|\{\{|(?m:^##+ [^\n]*\n+(?=##|\Z))", text
        ):
            where = " ".join(left[0].split())
            raise Failed(f"{name} has a part that is not filled in ({where})", "fill it in")
    if str(bundle.facts["mean"]) not in bundle.text(CARD):
        raise Failed(f"{CARD} does not say how good the model is")
    return f"every number stands on one of {len(bundle.facts)} facts"


def licence(bundle: Bundle) -> str:
    """Do the data's terms allow the model's licence, and do card and LICENSE name the same?"""
    first = (bundle.text(LICENSE).splitlines() or [""])[0]
    chosen = first.removeprefix("SPDX-License-Identifier: ")
    if chosen not in LICENCES:
        raise Failed(
            f"{LICENSE} names no licence on offer: {first!r}", f"choose one of {', '.join(LICENCES)}"
        )
    if f'license: "{chosen.lower()}"' not in bundle.text(CARD) or str(bundle.facts["licence"]) != chosen:
        raise Failed(f"{LICENSE} says {chosen}, {CARD} or {PROVENANCE} another licence")
    terms = bundle.documents[DATA]["licence"]
    require_compatible(chosen, terms)
    return f"{chosen}, from data under {terms}"


def attribution(bundle: Bundle) -> str:
    """Is everyone named whom the data's licence asks to name?"""
    text, described = bundle.text(ATTRIBUTION), bundle.documents[DATA]
    if not attribution_due(described["licence"]):
        return "nobody has to be named"
    named = sum(line.startswith("- ") for line in text.splitlines())
    if named < described["stories"]:
        raise Failed(
            f"{ATTRIBUTION} names the makers of {named} stories, {DATA} counts {described['stories']}, and their "
            "licence asks for all"
        )
    return f"{named:,} stories with their makers"


def croissant(bundle: Bundle) -> str:
    """Is croissant.json a valid description of the data that the run was trained on?"""
    value = read_json(bundle.folder / CROISSANT)
    import logging

    try:
        import mlcroissant
    except ImportError:
        raise Failed(
            "mlcroissant is not installed, so croissant.json cannot be read", "pip install mlcroissant"
        ) from None
    logging.getLogger("absl").setLevel(logging.ERROR)
    try:
        name = mlcroissant.Dataset(jsonld=value).metadata.name
    except Exception as error:  # its own ValidationError, and whatever its parsers meet
        raise Failed(f"{CROISSANT} is not valid: {error}") from None
    if name != bundle.documents[DATA]["name"]:
        raise Failed(f"{CROISSANT} describes {name!r}, {DATA} says {bundle.documents[DATA]['name']!r}")
    return f"{name}, in valid Croissant"


def signature(bundle: Bundle) -> str:
    """Are all files as they were signed, by a key that you trust?"""
    return f"signed with the key {verify(bundle.folder, bundle.public_key)}"


CHECKS: tuple[Callable[[Bundle], str], ...] = (
    files,
    no_pickle,
    weights,
    tokenizer,
    evaluation,
    provenance,
    cards,
    licence,
    attribution,
    croissant,
    signature,
)


def _llama_shapes(config: dict[str, Any]) -> dict[str, list[int]]:
    """Shape of every tensor of a Llama with this ``config.json``."""
    width, hidden, head = config["hidden_size"], config["intermediate_size"], config["head_dim"]
    queries, keys = config["num_attention_heads"] * head, config["num_key_value_heads"] * head
    shapes = {
        "model.embed_tokens.weight": [config["vocab_size"], width],
        "model.norm.weight": [width],
    }
    if not config["tie_word_embeddings"]:
        shapes["lm_head.weight"] = [config["vocab_size"], width]
    for i in range(config["num_hidden_layers"]):
        layer = {
            "self_attn.q_proj": [queries, width],
            "self_attn.k_proj": [keys, width],
            "self_attn.v_proj": [keys, width],
            "self_attn.o_proj": [width, queries],
            "mlp.gate_proj": [hidden, width],
            "mlp.up_proj": [hidden, width],
            "mlp.down_proj": [width, hidden],
            "input_layernorm": [width],
            "post_attention_layernorm": [width],
        }
        shapes |= {f"model.layers.{i}.{name}.weight": shape for name, shape in layer.items()}
    return shapes


def _looks_pickled(path: Path) -> bool:
    """By its first bytes: a pickle of protocol 2 to 5, or a zip, which is what torch.save writes."""
    with path.open("rb") as file:
        start = file.read(4)
    return start == b"PK\x03\x04" or (start[:1] == b"\x80" and start[1:2] in (b"\2", b"\3", b"\4", b"\5"))
