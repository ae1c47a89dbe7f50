"""The folder that a release is: files that others already understand, written whole or not at all."""

import datetime
import json
import re
import shutil
from pathlib import Path
from typing import Any

from openhearth import __version__, data
from openhearth.release import cards
from openhearth.release.errors import ReleaseError
from openhearth.release.facts import DATA, EVALUATION, METRICS, PLAN, PROVENANCE, Facts, documents, gather
from openhearth.release.licences import attribution_due, notice, require_compatible
from openhearth.release.signing import PUBLIC_KEY, SIGNATURE, key_pair, sign
from openhearth.workspace import (
    Artefact,
    Workspace,
    WorkspaceError,
    read_json,
    replace_folder,
    sha256_of,
    write_atomic,
    write_json,
)

MODEL_FILES = ("model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json")
CARD, DATA_CARD, ATTRIBUTION, LICENSE, CROISSANT = (
    "README.md",
    "DATA_CARD.md",
    "ATTRIBUTION.md",
    "LICENSE",
    "croissant.json",
)
FILES = (
    *MODEL_FILES,
    *(CARD, DATA_CARD, ATTRIBUTION, LICENSE, CROISSANT),
    *(PLAN, METRICS, DATA, EVALUATION, PROVENANCE),
    *(PUBLIC_KEY, SIGNATURE),
)
"""Every file of a release; there is no other."""
BUNDLE = "bundle"
"""The folder inside a release artefact: the release itself, without the workspace's provenance."""


def build(
    run: Artefact,
    evaluation: Artefact,
    workspace: Workspace,
    *,
    name: str | None = None,
    licence: str = "Apache-2.0",
    purpose: str = cards.DEFAULT_PURPOSE,
    croissant: dict[str, Any] | Path | None = None,
    out: Path | None = None,
) -> Path:
    """Document, license and sign the model of ``run``; the bundle's folder.

    The bundle is kept as an artefact of kind "release", and copied to ``out`` if that is given. A release of
    the same name is replaced whole.

    Args:
        evaluation: of this very model (`evaluation_of` finds it).
        name: of the model; default ``tales-225k`` or the like.
        licence: SPDX id, one of `licences.LICENCES`.
        purpose: what the model is for, in a sentence.
        croissant: the data's description; default the dataset's own, else the catalogue's.

    Raises:
        ReleaseError: the data's terms forbid the licence, the evaluation is of another model or of other
            stories, the purpose claims a number, the name makes no folder name, ``out`` holds something that
            is no release, or the disk is full.
        WorkspaceError: the workspace cannot be written.
    """
    dataset, described = _dataset(run, workspace), read_json(run.path / DATA)
    require_compatible(licence, described["licence"])
    if out is not None:
        require_replaceable(out)
    purpose = " ".join(purpose.split()) or cards.DEFAULT_PURPOSE
    found = _documents(run, evaluation, dataset, name, licence, purpose)
    facts = gather(found)
    name = str(facts["name"])
    texts = {
        CARD: cards.model_card(facts, purpose),
        DATA_CARD: cards.data_card(facts),
        ATTRIBUTION: _attribution(dataset, described),
        LICENSE: notice(licence, name, str(facts["year"])),
    }
    if unsupported := cards.claims_without_evidence(texts[CARD], facts):
        raise ReleaseError(
            f"the purpose claims {unsupported[0]}, which no file supports; measure it, or say it without"
        )
    terms = _croissant(croissant, dataset, described["name"])
    private, public = key_pair(workspace)
    inputs = [artefact for artefact in (dataset, run, evaluation) if artefact is not None]
    settings = {"licence": licence, "purpose": purpose}
    try:
        with workspace.create("release", name, inputs=inputs, settings=settings) as folder:
            bundle = folder / BUNDLE
            bundle.mkdir()
            for file in MODEL_FILES:
                _copy_file(run.path / file, bundle / file)
            for file, content in found.items():
                _write(bundle / file, content)
            for file, text in texts.items():
                write_atomic(bundle / file, text)
            write_json(bundle / CROISSANT, terms)
            shutil.copyfile(public, bundle / PUBLIC_KEY)
            if sha256_of(bundle / MODEL_FILES[0]) != facts["model_sha256"].value:
                raise ReleaseError(f"{run.path / MODEL_FILES[0]} changed while it was read; build again")
            sign(bundle, private)
    except OSError as error:
        raise ReleaseError(
            f"cannot write the release to {workspace.root} ({error.strerror or error}); free some space or set "
            "OPENHEARTH_HOME to another folder"
        ) from None
    made = workspace.find("release", name).path / BUNDLE
    return made if out is None else copy(made, out)


def facts_of(
    run: Artefact,
    evaluation: Artefact,
    workspace: Workspace,
    *,
    name: str | None = None,
    licence: str = "Apache-2.0",
) -> Facts:
    """What may be claimed of the model of ``run``, before a release of it is built.

    Raises:
        ReleaseError: as `build`.
    """
    return gather(_documents(run, evaluation, _dataset(run, workspace), name, licence, cards.DEFAULT_PURPOSE))


def evaluation_of(run: Artefact, workspace: Workspace) -> Artefact:
    """The newest evaluation of ``run``.

    Raises:
        ReleaseError: it was never evaluated.
    """
    candidates = workspace.all("evaluation")[::-1]
    if run.is_reference:
        candidates.append(workspace.find("evaluation", "reference"))
    for evaluation in candidates:
        if any(made_of["sha256"] == run.sha256 for made_of in evaluation.provenance["inputs"]):
            return evaluation
    raise ReleaseError(f"the run {run.name} has not been evaluated; run openhearth evaluate {run.name} first")


def copy(bundle: Path, out: Path) -> Path:
    """``bundle`` under the path ``out``, whole or not at all.

    Raises:
        ReleaseError: ``out`` holds something that is no release, or cannot be written.
    """
    require_replaceable(out)
    final = out.absolute()
    partial = final.with_name(f".{final.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        final.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundle, partial)
        replace_folder(partial, final)
    except OSError as error:
        raise ReleaseError(
            f"cannot write the release to {out} ({error.strerror or error}); free some space or name another folder"
        ) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return out


def require_replaceable(out: Path) -> None:
    """Raises `ReleaseError` where ``out`` holds anything that is not an older release."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise ReleaseError(f"{out} exists and is no release; name a new folder")
    if not out.is_dir() or not (names := {path.name for path in out.iterdir()}):
        return
    if not {SIGNATURE, PROVENANCE} <= names:
        raise ReleaseError(f"{out} exists and is no release; name a new folder")
    if others := sorted(names - set(FILES)):
        raise ReleaseError(
            f"{out} also holds {others[0]}, which is not part of a release and would be lost; name a new folder"
        )


def _documents(
    run: Artefact,
    evaluation: Artefact,
    dataset: Artefact | None,
    name: str | None,
    licence: str,
    purpose: str,
) -> dict[str, Any]:
    if name is None:
        name = f"{read_json(run.path / DATA)['name']}-{read_json(run.path / PLAN)['parameters'] // 1000}k"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
        raise ReleaseError(
            f"the name {name!r} makes no folder name; use letters, digits, dots and dashes, 64 at most"
        )
    release = {
        "name": name,
        "licence": licence,
        "purpose": purpose,
        "created": datetime.datetime.now(datetime.UTC).isoformat(),
        "versions": {"openhearth": __version__},
    }
    return documents(run, evaluation, dataset, release)


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


def _croissant(given: dict[str, Any] | Path | None, dataset: Artefact | None, name: str) -> Any:
    if isinstance(given, dict):
        return given
    if given is not None:
        return read_json(Path(given))
    if dataset is not None and (dataset.path / CROISSANT).is_file():
        return read_json(dataset.path / CROISSANT)
    from openhearth.data.croissant import describe

    return describe(data.info(name))


def _attribution(dataset: Artefact | None, described: dict[str, Any]) -> str:
    if not attribution_due(described["licence"]):
        return (
            f"# Attribution\n\nThe training data, *{described['name']}*, are under {described['licence']}: nobody has "
            "to be named for them.\n"
        )
    if dataset is None or not (dataset.path / ATTRIBUTION).is_file():
        raise ReleaseError(
            f"people must be named for {described['name']}, and the dataset with their names is not in the "
            "workspace; run openhearth data get first"
        )
    return (dataset.path / ATTRIBUTION).read_text(encoding="utf-8")


def _copy_file(source: Path, target: Path) -> None:
    if not source.is_file():
        raise ReleaseError(f"{source} is missing; train again, or name another run")
    shutil.copyfile(source, target)


def _write(path: Path, content: Any) -> None:
    if path.name == METRICS:
        write_atomic(path, "".join(json.dumps(row) + "\n" for row in content))
    else:
        write_json(path, content)
