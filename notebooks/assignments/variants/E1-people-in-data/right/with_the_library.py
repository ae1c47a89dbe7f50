"""Uses what lesson E1 uses, arrays included."""

# %% share_alone
from collections import Counter

import numpy as np


def share_alone(rows, known):
    looks = [tuple(str(row[name]) for name in known) for row in rows]
    pairs = {(row["person"], look) for row, look in zip(rows, looks, strict=True)}
    size = Counter(look for _, look in pairs)
    return np.float64(len({who for who, look in pairs if size[look] == 1})) / len({who for who, _ in pairs})


# %% numbers_behind
from openhearth.labs.people import hashed


def numbers_behind(tokens, begin, digits, salt):
    every = {hashed(number, salt): number for number in (f"{begin}{n:0{digits}d}" for n in range(10**digits))}
    return {token: every[token] for token in tokens if token in every}


# %% worked_out
from openhearth.labs import people


def worked_out(counts):
    return people.worked_out(counts)


# %% letters
from openhearth.labs.people import alarms


def letters(rate, found, wrong):
    return alarms(1, rate, found, wrong).true, alarms(1, rate, 1 - found, 0).ill
