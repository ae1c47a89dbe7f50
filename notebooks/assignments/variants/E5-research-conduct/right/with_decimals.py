"""Decimal and Fraction for the mean, NumPy for the rest."""


# %% honest_p
import numpy as np


def honest_p(analyses, printed, planned):
    p = np.float64(analyses[printed])
    if printed == planned:
        return p
    return -np.expm1(len(analyses) * np.log1p(-p))


# %% can_exist
import math
from decimal import Decimal
from fractions import Fraction


def can_exist(mean, people, low, high):
    value = Decimal(mean)
    half = Fraction(1, 2) * Fraction(Decimal(1).scaleb(value.as_tuple().exponent))
    lowest = max(low * people, math.ceil((Fraction(value) - half) * people))
    highest = min(high * people, math.floor((Fraction(value) + half) * people))
    return lowest <= highest


# %% who_signs
def who_signs(team):
    def due(one):
        if one["tool"]:
            return "disclose"
        if not one["roles"]:
            return "none"
        if not set(SUBSTANTIAL) & set(one["roles"]):
            return "thank"
        met = [bool(set(WRITING) & set(one["roles"])), one["approved"], one["answers"]]
        if all(met):
            return "author"
        return "thank" if one["asked"] else "ask"

    return {one["name"]: due(one) for one in team}


# %% below_floor
def below_floor(work, floor):
    names = sorted({day["worker"] for day in work})
    below = []
    for name in names:
        mine = [day for day in work if day["worker"] == name]
        money = sum(day["accepted"] * day["cents"] for day in mine)
        hours = sum(day["minutes"] + day["unpaid"] for day in mine) / 60
        if money / hours < floor - 1e-9:
            below.append(name)
    return below


# %% what_to_ask
import numpy as np


def what_to_ask(new, old, leaked, claim):
    new, old, leaked = np.array(new), np.array(old), np.array(leaked, dtype=bool)
    if not leaked.any():
        return "nothing"
    if leaked.all():
        return "retract"
    gap = 100 * (int(new[~leaked].sum()) - int(old[~leaked].sum())) / int((~leaked).sum())
    return "correct" if gap > claim + 1e-9 else "retract"
