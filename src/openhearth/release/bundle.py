"""The folder that a release is: files that others already understand, written whole or not at all."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from openhearth import data
from openhearth.release import cards
from openhearth.release.errors import ReleaseError
from openhearth.release.facts import DATA, METRICS, documents, gather
from openhearth.release.licences import notice, require_compatible
from openhearth.release.signing import key_pair, sign
from openhearth.workspace import (
    Artefact,
    Workspace,
    WorkspaceError,
    read_json,
    replace_folder,
    write_atomic,
    write_json,
)

MODEL_FILES = ("model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json")
BUNDLE = "bundle"
"""The folder inside a release artefact: the release itself, without the workspace's provenance."""
PUBLIC_KEY = "release.pub"


def build(
    run: Artefact,
    evaluation: Artefact,
    workspace: Workspace,
    *,
    name: str | None = None,
    licence: str = "Apache-2.0",
    purpose: str = cards.DEFAULT_PURPOSE,
    out: Path | None = None,
) -> Path:
    """Document, license and sign the model of ``run``; the bundle's folder.

    The bundle is kept as an artefact of kind "release", and copied to ``out`` if that is given.

    Args:
        evaluation: of this very model.
        name: of the model; default ``tales-225k`` or the like.
        licence: SPDX id, one of `licences.LICENCES`.
        purpose: what the model is for, in a sentence.

    Raises:
        ReleaseError: the data's terms forbid the licence, the evaluation is of another model, the name makes
            no file name, or ``out`` holds something that is no release.
        WorkspaceError: the workspace cannot be written.
    """
    dataset = _dataset(run, workspace)
    found = documents(run, evaluation, dataset)
    facts = gather(found)
    name = name or f"{facts['data']}-{facts['parameters'].value // 1000}k"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
        raise ReleaseError(f"the name {name!r} makes no folder name; use letters, digits, dots and dashes")
    require_compatible(licence, found[DATA]["licence"])
    if out is not None:
        _require_replaceable(out)
    private, public = key_pair(workspace)
    inputs = [artefact for artefact in (dataset, run, evaluation) if artefact is not None]
    with workspace.create("release", name, inputs=inputs, settings={"licence": licence}) as folder:
        bundle = folder / BUNDLE
        bundle.mkdir()
        for file in MODEL_FILES:
            shutil.copyfile(run.path / file, bundle / file)
        for file, content in found.items():
            _write(bundle / file, content)
        due = bool(found[DATA]["attribution_required"])
        write_json(bundle / "croissant.json", _croissant(dataset, found[DATA]["name"]))
        write_atomic(bundle / "ATTRIBUTION.md", _attribution(dataset, found[DATA], due))
        write_atomic(bundle / "README.md", cards.model_card(name, licence, facts, purpose))
        write_atomic(bundle / "DATA_CARD.md", cards.data_card(name, facts, due))
        write_atomic(bundle / "LICENSE", notice(licence, name, str(facts["created"])[:4]))
        shutil.copyfile(public, bundle / PUBLIC_KEY)
        sign(bundle, private)
    made = workspace.find("release", name).path / BUNDLE
    return made if out is None else copy(made, out)


def copy(bundle: Path, out: Path) -> Path:
    """``bundle`` under the path ``out``, whole or not at all.

    Raises:
        ReleaseError: ``out`` holds something that is no release, or cannot be written.
    """
    _require_replaceable(out)
    partial = out.with_name(f".{out.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundle, partial)
        replace_folder(partial, out)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise ReleaseError(
            f"cannot write the release to {out} ({error.strerror or error}); free some space or name another folder"
        ) from None
    return out


def _require_replaceable(out: Path) -> None:
    if (
        out.exists()
        and not (out / "model.safetensors").is_file()
        and (not out.is_dir() or any(out.iterdir()))
    ):
        raise ReleaseError(f"{out} exists and is no release; name a new folder")


def _dataset(run: Artefact, workspace: Workspace) -> Artefact | None:
    """The dataset that ``run`` was made of, if the workspace still has it."""
    for made_of in run.provenance["inputs"]:
        if made_of["kind"] == "dataset":
            try:
                dataset = workspace.find("dataset", made_of["name"])
            except WorkspaceError:
                return None
            return dataset if dataset.sha256 == made_of["sha256"] else None
    return None


def _croissant(dataset: Artefact | None, name: str) -> Any:
    if dataset is not None and (dataset.path / "croissant.json").is_file():
        return read_json(dataset.path / "croissant.json")
    from openhearth.data.croissant import describe

    return describe(data.info(name))


def _attribution(dataset: Artefact | None, described: dict[str, Any], due: bool) -> str:
    if not due:
        return (
            f"# Attribution\n\nThe training data, *{described['name']}*, are under {described['licence']}: nobody has "
            "to be named for them.\n"
        )
    if dataset is None or not (dataset.path / "ATTRIBUTION.md").is_file():
        raise ReleaseError(
            f"people must be named for {described['name']}, and the dataset with their names is not in the "
            "workspace; run openhearth data get first"
        )
    return (dataset.path / "ATTRIBUTION.md").read_text(encoding="utf-8")


def _write(path: Path, content: Any) -> None:
    if path.name == METRICS:
        write_atomic(path, "".join(json.dumps(row) + "\n" for row in content))
    else:
        write_json(path, content)
