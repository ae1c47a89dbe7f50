"""Reads a version as a decimal number, so that 1.10 is 1.1.

loses: test_against_training
"""


# %% against_training
def against_training(record, least, today):
    said = {
        "version": float(record["version"]) < float(least),
        "parts": any(10 * got < 8 * of for got, of in (record["points"].get(part, (0, 1)) for part in PARTS)),
        "expired": today > record["until"],
        "revoked": record["revoked"],
    }
    return [why for why, holds in said.items() if holds]
