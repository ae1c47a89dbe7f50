"""Lets it end on the morning of its last day.

loses: test_against_training
"""


# %% against_training
def numbers(version):
    return tuple(int(n) for n in version.split("."))


def against_training(record, least, today):
    said = {
        "version": numbers(record["version"]) < numbers(least),
        "parts": any(10 * got < 8 * of for got, of in (record["points"].get(part, (0, 1)) for part in PARTS)),
        "expired": today >= record["until"],
        "revoked": record["revoked"],
    }
    return [why for why, holds in said.items() if holds]
