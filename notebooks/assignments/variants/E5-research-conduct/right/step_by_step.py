"""A product in a loop; formatting the neighbours of the mean, with a half rounded either way."""


# %% honest_p
def honest_p(analyses, printed, planned):
    if planned is not None and planned == printed:
        return analyses[printed]
    all_above = 1
    for _ in analyses:
        all_above *= 1 - analyses[printed]
    return 1 - all_above


# %% can_exist
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext


def can_exist(mean, people, low, high):
    unit = Decimal(1).scaleb(-len(mean.partition(".")[2]))
    with localcontext() as context:
        context.prec = 50
        for total in range(low * people, high * people + 1):
            exact = Decimal(total) / people
            for way in (ROUND_HALF_UP, ROUND_HALF_DOWN):
                if exact.quantize(unit, rounding=way) == Decimal(mean):
                    return True
    return False


# %% below_floor
from collections import defaultdict


def below_floor(work, floor):
    sums = defaultdict(lambda: [0.0, 0.0])
    for day in work:
        sums[day["worker"]][0] += day["accepted"] * day["cents"]
        sums[day["worker"]][1] += (day["minutes"] + day["unpaid"]) / 60
    return tuple(sorted(name for name, (cents, hours) in sums.items() if round(cents / hours, 6) < floor))


# %% what_to_ask
def what_to_ask(new, old, leaked, claim):
    cases = wins = losses = 0
    for n, o, bad in zip(new, old, leaked):
        if not bad:
            cases += 1
            wins += n and not o
            losses += o and not n
    if cases == len(new):
        return "nothing"
    if cases == 0:
        return "retract"
    return "correct" if (wins - losses) * 100 > claim * cases else "retract"
