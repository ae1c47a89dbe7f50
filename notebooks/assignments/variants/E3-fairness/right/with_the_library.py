"""The course's own functions."""


# %% rates_by_group
import numpy as np
from openhearth.labs.fairness import rates


def rates_by_group(rows):
    found = {}
    for name in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == name]
        one = rates(np.array([row[1] for row in mine]), np.array([row[2] for row in mine]))
        found[name] = {
            "selected": one.selected,
            "false_alarms": one.false_alarms,
            "missed": one.missed,
            "precision": one.precision,
        }
    return found


# %% forced_false_alarms
from openhearth.labs import fairness


def forced_false_alarms(wrong, precision, missed):
    try:
        return fairness.forced_false_alarms(wrong, precision, missed)
    except fairness.FairnessError:
        return None


# %% line_for
def line_for(scores, wrong, most):
    bad = sum(wrong)
    for line in sorted(set(scores), reverse=True):
        lost = sum(w and s < line for s, w in zip(scores, wrong))
        if lost / bad <= most:
            return line


# %% bears_most
from openhearth.labs.fairness import Appeals, left_wronged


def bears_most(groups):
    left = []
    for name, n in groups.items():
        if n["stopped"] == 0 or n["appealed"] == 0:
            heard = Appeals(0, 0)
        else:
            heard = Appeals(n["appealed"] / n["stopped"], n["upheld"] / n["appealed"])
        left.append((left_wronged(n["stopped"] / n["blameless"], heard), name))
    number, name = max(left)
    return name, number
