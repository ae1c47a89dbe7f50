"""Adds up all points, so that a strong part makes up for a failed one.

loses: test_against_training
"""


# %% against_training
def numbers(version):
    return tuple(int(n) for n in version.split("."))


def against_training(record, least, today):
    said = {
        "version": numbers(record["version"]) < numbers(least),
        "parts": 10 * sum(got for got, _ in record["points"].values())
        < 8 * max(1, sum(of for _, of in record["points"].values())),
        "expired": today > record["until"],
        "revoked": record["revoked"],
    }
    return [why for why, holds in said.items() if holds]
