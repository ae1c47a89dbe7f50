"""Uses what lesson E4 uses."""

# %% judge_attacks
from openhearth.labs.dual_use import wilson


def judge_attacks(log, ceiling):
    outcomes = {}
    for prompt, outcome in log:
        outcomes.setdefault(prompt, set()).add(outcome)
    counted = [kinds for kinds in outcomes.values() if kinds != {"error"}]
    if not counted:
        return "unknown"
    low, high = wilson(sum("broken" in kinds for kinds in counted), len(counted))
    return "below" if high < ceiling else "above" if low > ceiling else "unknown"


# %% publish_after
from datetime import date, timedelta

from openhearth.labs.dual_use import Embargo, Report, publish_on


def publish_after(answered, repaired, exploited):
    sent = date(2026, 1, 1)
    days = [None if n is None else sent + timedelta(n) for n in (answered, repaired, exploited)]
    return (publish_on(Report(sent, *days), Embargo())[0] - sent).days


# %% hold_back
from openhearth.labs.dual_use import Risk, ranked


def hold_back(register, limit):
    risks = []
    for one in register:
        left = 1.0
        for part, tested in one["guards"]:
            left = left * (1 - part) if tested else left
        risks.append(Risk(one["name"], one["likelihood"], one["people"], one["undone"], 1 - left, tested=True))
    return [risk.name for risk in ranked(risks) if risk.score() > limit]
