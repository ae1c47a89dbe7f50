"""Feeds the hash line by line, and goes through files and records one after the other."""


# %% content_hash
def content_hash(files):
    whole = hashlib.sha256()
    for path, content in sorted(files.items()):
        whole.update(sha256(content).encode("ascii"))
        whole.update(b"  ")
        whole.update(path.encode("utf-8"))
        whole.update(b"\n")
    return whole.digest().hex()


# %% judge
def judge(archive, manifest):
    missing = dict(manifest)
    against = []
    zipped = zipfile.ZipFile(io.BytesIO(archive))
    for path in zipped.namelist():
        published = bytes.fromhex(given) if len(given := missing.pop(path, "")) == 64 else None
        if published != hashlib.sha256(zipped.read(path)).digest():
            against.append(path)
    against.extend(missing)
    if against:
        return "refuse", tuple(against)
    return "accept", ()


# %% releasable
def releasable(records):
    kept = []
    for record in records:
        if not record["licence"]:
            continue
        name = record["licence"].lower().replace("_", "-").replace(" ", "-").strip("-")
        for short in ("cc0", "cc-by-sa", "cc-by"):
            rest = name.removeprefix(short)
            if name == short or (rest != name and rest[0] == "-" and rest[1].isdecimal()):
                kept.append(record["id"])
                break
    return kept


# %% audit
def audit(records):
    mislabelled, copied, empty = [], [], []
    for record in records:
        if record["language"].upper() != record["folder"].upper():
            mislabelled.append(record["id"])
        if record["text"].split() == []:
            empty.append(record["id"])
        elif any(o["text"] == record["text"] and o["folder"] != record["folder"] for o in records):
            copied.append(record["id"])
    return {"mislabelled": mislabelled, "copied": copied, "empty": empty}
