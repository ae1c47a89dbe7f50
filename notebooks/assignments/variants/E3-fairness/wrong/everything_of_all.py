"""Divides everything by all applications of the group.

loses: test_rates_by_group
"""


# %% rates_by_group
def rates_by_group(rows):
    def share(part, whole):
        return part / whole if whole else None

    found = {}
    for name in {group for group, _, _ in rows}:
        pairs = [(bool(wrong), bool(reviewed)) for group, wrong, reviewed in rows if group == name]
        hit, alarm = pairs.count((True, True)), pairs.count((False, True))
        miss, rest, n = pairs.count((True, False)), pairs.count((False, False)), len(pairs)
        found[name] = {
            "selected": share(hit + alarm, n),
            "false_alarms": share(alarm, n),
            "missed": share(miss, n),
            "precision": share(hit, hit + alarm),
        }
    return found
