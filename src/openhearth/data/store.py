"""Corpora as artefacts in the workspace, kind "dataset", and back."""

import hashlib
import json
from pathlib import Path
from typing import Any

from openhearth.data.attribution import attribution
from openhearth.data.catalogue import Entry, entries
from openhearth.data.croissant import describe_saved
from openhearth.data.download import fetch
from openhearth.data.loading import load
from openhearth.data.records import Corpus, DataError, Story
from openhearth.workspace import Artefact, Workspace, folder_hash, read_json, write_atomic, write_json

STORIES, CROISSANT, SUMMARY, ATTRIBUTION = "stories.jsonl", "croissant.json", "dataset.json", "ATTRIBUTION.md"


def save(
    corpus: Corpus,
    workspace: Workspace,
    *,
    name: str | None = None,
    seed: int | None = None,
    settings: dict[str, Any] | None = None,
) -> Artefact:
    """Write ``corpus`` as an artefact; its name tells dataset and content, so the same twice is one.

    Args:
        corpus: what to write: stories.jsonl, croissant.json, dataset.json, and ATTRIBUTION.md where a
            licence asks for it.
        workspace: where.
        name: default ``DATASET-HASH``.
        seed: the seed it was drawn with.
        settings: what was asked for, kept in the provenance.

    Raises:
        WorkspaceError: the workspace cannot be written.
    """
    name = name or f"{corpus.name}-{corpus.sha256[:8]}"
    with workspace.create("dataset", name, seed=seed, settings=settings) as folder:
        lines = "".join(json.dumps(story.to_json(), ensure_ascii=False) + "\n" for story in corpus.stories)
        write_atomic(folder / STORIES, lines)
        digest = hashlib.sha256(lines.encode()).hexdigest()
        if entry := entries().get(corpus.name):
            write_json(folder / CROISSANT, describe_saved(entry, corpus, digest))
        write_json(folder / SUMMARY, {**corpus.summary(), "limit": corpus.limit})
        if corpus.attribution_required:
            write_atomic(folder / ATTRIBUTION, attribution(corpus))
    return workspace.find("dataset", name)


def read(artefact: Artefact | Path, *, for_training: bool = True) -> Corpus:
    """The corpus that `save` wrote.

    Raises:
        DataError: a file was changed since, or the set is for evaluation only and ``for_training`` holds.
    """
    folder = artefact.path if isinstance(artefact, Artefact) else artefact
    summary = read_json(folder / SUMMARY)
    lines = (folder / STORIES).read_text(encoding="utf-8").split("\n")
    corpus = Corpus(
        summary["name"],
        tuple(Story.from_json(json.loads(line)) for line in lines if line),
        purpose=summary["purpose"],
        limit=summary["limit"],
    )
    if corpus.sha256 != summary["sha256"]:
        raise DataError(
            f"the stories in {folder} have SHA-256 {corpus.sha256}, {SUMMARY} says {summary['sha256']}; "
            "somebody changed them: make the dataset again"
        )
    return corpus.for_use(for_training)


def check(artefact: Artefact) -> str:
    """Content hash of the artefact's files, seen to be the one in its provenance.

    Raises:
        DataError: they differ.
    """
    found = folder_hash(artefact.path)
    if found != artefact.sha256:
        raise DataError(
            f"the dataset {artefact.name} in {artefact.path} has SHA-256 {found}, its provenance says "
            f"{artefact.sha256}; somebody changed it: delete it and make it again"
        )
    return found


def verify(entry: Entry) -> dict[str, str]:
    """What was seen to be right of ``entry``: its archives, what `load` makes of them, kept artefacts; hashes.

    Raises:
        DataError: something is not what it should be, or cannot be had.
    """
    found = {archive.name: archive.sha256 for archive in entry.archives if fetch(archive)}
    if entry.sha256:
        records = load(entry.name, for_training=False).sha256
        if records != entry.sha256:
            raise DataError(
                f"the records of {entry.name} have SHA-256 {records}, the catalogue says {entry.sha256}; this "
                "version of the package reads the archives differently: report it"
            )
        found["records"] = records
    for artefact in Workspace().all("dataset"):
        if read_json(artefact.path / SUMMARY)["name"] == entry.name:
            found[f"dataset/{artefact.name}"] = check(artefact)
    return found
