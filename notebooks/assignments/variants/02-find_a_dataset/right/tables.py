"""Keeps everything in dictionaries and compares hashes of the texts, not the texts."""


# %% content_hash
def content_hash(files):
    lines = [f"{sha256(content)}  {path}\n" for path, content in files.items()]
    lines.sort(key=lambda line: line[66:-1])
    return sha256("".join(lines).encode())


# %% judge
def judge(archive, manifest):
    zipped = zipfile.ZipFile(io.BytesIO(archive))
    held = {path: sha256(zipped.read(path)).upper() for path in zipped.namelist()}
    reasons = {path: "not published" for path in held if path not in manifest}
    reasons |= {path: "not there" for path in manifest if path not in held}
    for path, digits in manifest.items():
        if path in held and digits.upper() != held[path]:
            reasons[path] = "not proven"
    return ["accept", "refuse"][bool(reasons)], reasons.keys()


# %% releasable
def releasable(records):
    kept = {}
    for record in records:
        words = str(record["licence"]).upper().translate(str.maketrans("-_", "  ")).split()
        version = next((i for i, word in enumerate(words) if word[0].isdigit()), len(words))
        kept[record["id"]] = " ".join(words[:version]) in {"CC0", "CC BY", "CC BY SA"}
    return [name for name, may in kept.items() if may]


# %% audit
from collections import defaultdict


def audit(records):
    where = defaultdict(lambda: defaultdict(list))
    found = {"mislabelled": [], "copied": [], "empty": []}
    for record in records:
        where[sha256(record["text"].encode())][record["folder"]].append(record["id"])
        if not record["text"].strip():
            found["empty"].append(record["id"])
        if record["language"].lower() != record["folder"].lower():
            found["mislabelled"].append(record["id"])
    for folders in where.values():
        if len(folders) > 1:
            found["copied"] += [name for ids in folders.values() for name in ids]
    found["copied"] = list(set(found["copied"]) - set(found["empty"]))
    return found
