"""A dataset described in Croissant 1.0 (JSON-LD), as other tools read it.

`describe` an entry as it is published; `describe_saved` what this package wrote of it. The specification:
https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

import re
from dataclasses import fields
from typing import Any

from openhearth.data.catalogue import Entry
from openhearth.data.download import Archive
from openhearth.data.records import Corpus, Story

# The specification's own context, word for word.
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "citeAs": "cr:citeAs",
    "conformsTo": "dct:conformsTo",
    "column": "cr:column",
    "equivalentProperty": "cr:equivalentProperty",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

# What a file says of itself, one regular expression a field; each matches from the start of the file. They
# follow the specification; mlcroissant 1.1 validates them, but gives file contents as bytes and so cannot
# apply them. The description of what is saved (stories.jsonl) it can read record by record.
_CREDITS = {
    "title": r"(?s).*?# ([^\n]*)",
    "licence": r"(?s).*\n\* ?License: ?\[?([^\]\n]*)",
    "author": r"(?s).*\n\* ?Text: ?([^\n]*)",
    "illustrator": r"(?s).*\n\* ?Illustration: ?([^\n]*)",
    "language": r"(?s).*\n\* ?Language: ?([^\n]*)",
}
_HTML = {
    "language": r'(?s).*?<html[^>]* lang="([^"]*)"',
    "title": r"(?s).*?<title>([^<]*)</title>",
}

_MEANING = {
    "id": "Unique name of the record.",
    "language": "Language, BCP 47, as the text says.",
    "folder_language": "Language as the folder it lay in says.",
    "title": "Title.",
    "pages": "The text, page by page.",
    "author": "Who wrote it.",
    "translator": "Who translated or adapted it.",
    "illustrator": "Who drew the pictures (which are not in the dataset).",
    "licence": "Licence of this record, SPDX expression.",
    "source": "Repository and commit, or generator, that the record is from.",
    "sha256": "SHA-256 of the pages, joined by newlines, in UTF-8.",
    "family": "The same for a story and all its translations.",
}


def describe(entry: Entry) -> dict[str, Any]:
    """``entry`` as it is published: its archives, and how records are read from the files in them.

    An archive's ``sha256`` is of its bytes, as Croissant wants it; its ``identifier`` is the content hash
    that this package checks (see `openhearth.data.download`).
    """
    distribution: list[dict[str, Any]] = []
    for archive in entry.archives:
        distribution += _archive(archive)
    files = [part["@id"] for part in distribution if part["@type"] == "cr:FileSet"]
    patterns = _HTML if entry.name == "udhr" else _CREDITS
    return {
        **_head(entry, entry.licence, version=_version(entry)),
        "distribution": distribution,
        "recordSet": [_texts(name, patterns) for name in files],
    }


def describe_saved(entry: Entry, corpus: Corpus, sha256: str) -> dict[str, Any]:
    """``corpus`` as saved in ``stories.jsonl``, whose bytes have ``sha256``."""
    where = {"@id": "stories.jsonl"}
    columns = [field.name for field in fields(Story)]
    return {
        **_head(entry, corpus.licence, version=_version(entry)),
        "distribution": [
            {
                "@type": "cr:FileObject",
                **where,
                "name": "stories.jsonl",
                "description": f"{len(corpus)} stories, one JSON object a line.",
                "contentUrl": "stories.jsonl",
                "encodingFormat": "application/jsonlines",
                "sha256": sha256,
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "stories",
                "name": "stories",
                "description": "One story in one language.",
                "key": {"@id": "stories/id"},
                "field": [
                    {
                        **_field("stories", name, _MEANING[name]),
                        "source": {"fileObject": where, "extract": {"column": name}},
                        **({"repeated": True} if name == "pages" else {}),
                    }
                    for name in columns
                ],
            }
        ],
    }


def _head(entry: Entry, licence: str, *, version: str) -> dict[str, Any]:
    """What is said of the whole dataset. Its parts' licences are listed; each record names its own."""
    person = "sc:Person" if entry.kind == "table" else "sc:Organization"
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": entry.name,
        "alternateName": entry.title,
        "description": f"{entry.summary} Origin: {entry.origin}. Access tier: {entry.tier}. For {entry.purpose}.",
        "license": [f"https://spdx.org/licenses/{name}" for name in licence.split(" AND ")],
        "url": entry.address,
        "creator": [{"@type": person, "name": name, "url": entry.address} for name in entry.creators],
        "citeAs": entry.citation,
        "datePublished": entry.published,
        "version": version,
        "keywords": [entry.kind, entry.tier, entry.purpose],
        "isBasedOn": [archive.url for archive in entry.archives],
    }


def _version(entry: Entry) -> str:
    """Year.month.day of publication: the shape of a semantic version, and true."""
    return ".".join(str(int(part)) for part in entry.published.split("-"))


def _archive(archive: Archive) -> list[dict[str, Any]]:
    name = re.sub(r"\.zip$", "", archive.name)
    folder = name.split("-" + archive.commit, maxsplit=1)[0]
    pattern = "declaration/*.html" if folder == "udhr" else "*/*_*.md"
    return [
        {
            "@type": "cr:FileObject",
            "@id": archive.name,
            "name": archive.name,
            "description": f"{archive.repository} at commit {archive.commit}. Hosts pack the same files into other "
            "bytes from time to time; the identifier is over the files themselves.",
            "identifier": f"sha256 of the sorted list of file SHA-256 and path: {archive.sha256}",
            "contentUrl": archive.url,
            "encodingFormat": "application/zip",
            "sha256": archive.packed_sha256,
        },
        {
            "@type": "cr:FileSet",
            "@id": folder,
            "name": folder,
            "containedIn": {"@id": archive.name},
            "encodingFormat": "text/plain",  # so that readers give text, not bytes
            "includes": f"{name}/{pattern}",
        },
    ]


def _texts(files: str, patterns: dict[str, str]) -> dict[str, Any]:
    """A record set with one record a file: its path, its content, and what ``patterns`` find in it."""
    records = f"{files}-texts"

    def source(part: str, pattern: str | None = None) -> dict[str, Any]:
        found = {"fileSet": {"@id": files}, "extract": {"fileProperty": part}}
        return {"source": {**found, **({"transform": {"regex": pattern}} if pattern else {})}}

    return {
        "@type": "cr:RecordSet",
        "@id": records,
        "name": records,
        "description": "One text a file.",
        "field": [
            {**_field(records, "path", "Path in the archive."), **source("fullpath")},
            {**_field(records, "content", "The file as it is."), **source("content")},
            *(
                {**_field(records, name, _MEANING[name]), **source("content", pattern)}
                for name, pattern in patterns.items()
            ),
        ],
    }


def _field(records: str, name: str, description: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{name}",
        "name": name,
        "description": description,
        "dataType": "sc:Text",
    }
