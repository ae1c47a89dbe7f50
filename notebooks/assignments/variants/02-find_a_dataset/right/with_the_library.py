"""Uses the library for the hash, a regular expression for licences, and sets for evidence."""

# %% content_hash
import hashlib

from openhearth import workspace


def content_hash(files):
    return workspace.content_hash(
        (path, hashlib.sha256(content).hexdigest()) for path, content in files.items()
    )


# %% judge
def judge(archive, manifest):
    found = set()
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        for path in zipped.namelist():
            found.add((path, hashlib.sha256(zipped.read(path)).hexdigest()))
    given = {(path, digits.lower()) for path, digits in manifest.items()}
    against = {path for path, _ in found ^ given}
    return "refuse" if against else "accept", against


# %% releasable
import re

OPEN = re.compile(r"cc(0|[ _-]by([ _-]sa)?)([ _-]\d.*)?", re.IGNORECASE)


def releasable(records):
    return {record["id"] for record in records if OPEN.fullmatch(record["licence"] or "")}


# %% audit
from itertools import combinations


def audit(records):
    copied = set()
    for one, other in combinations(records, 2):
        if one["text"] == other["text"] and one["folder"] != other["folder"] and one["text"].strip():
            copied |= {one["id"], other["id"]}
    return {
        "mislabelled": {r["id"] for r in records if r["language"].casefold() != r["folder"].casefold()},
        "copied": copied,
        "empty": {r["id"] for r in records if r["text"].isspace() or not r["text"]},
    }
