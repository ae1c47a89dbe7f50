"""Looks only at the parts that were taken, and misses those that were not.

loses: test_against_training
"""


# %% against_training
def numbers(version):
    return tuple(int(n) for n in version.split("."))


def against_training(record, least, today):
    said = {
        "version": numbers(record["version"]) < numbers(least),
        "parts": any(10 * got < 8 * of for got, of in record["points"].values()),
        "expired": today > record["until"],
        "revoked": record["revoked"],
    }
    return [why for why, holds in said.items() if holds]
