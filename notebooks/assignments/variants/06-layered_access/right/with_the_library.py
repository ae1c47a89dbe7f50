"""The gate's own check of a log, asked for ever longer beginnings of it; the number of a version from the course's library."""

# %% against_training
from openhearth.ethics.credential.achievement import number


def against_training(record, least, today):
    weak = [
        p
        for p in PARTS
        if p not in record["points"] or 10 * record["points"][p][0] < 8 * record["points"][p][1]
    ]
    against = ["parts"] if weak else []
    against += ["version"] if number(record["version"]) < number(least) else []
    against += ["expired"] if today > record["until"] else []
    return against + (["revoked"] if record["revoked"] else [])


# %% first_wrong
def first_wrong(log, anchors):
    def sound(lines, noted):
        made = START
        for n, line in enumerate(lines, start=1):
            if (line["n"], line["before"]) != (n, made):
                return False
            made = entry_hash(n, made, line["text"])
            if line["hash"] != made or any(number == n and hash_ != made for number, hash_ in noted):
                return False
        return True

    for end in range(1, len(log) + 1):
        if not sound(log[:end], anchors):
            return end
    return len(log) + 1 if any(number > len(log) for number, _ in anchors) else 0
