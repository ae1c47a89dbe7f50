"""Takes the last part for the whole training.

loses: test_against_training
"""


# %% against_training
def numbers(version):
    return tuple(int(n) for n in version.split("."))


def against_training(record, least, today):
    said = {
        "version": numbers(record["version"]) < numbers(least),
        "parts": record["points"].get("exam", (0, 1))[0] * 10 < record["points"].get("exam", (0, 1))[1] * 8,
        "expired": today > record["until"],
        "revoked": record["revoked"],
    }
    return [why for why, holds in said.items() if holds]
