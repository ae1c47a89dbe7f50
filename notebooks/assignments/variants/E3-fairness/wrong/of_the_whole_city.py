"""Divides each group's counts by the whole city's.

loses: test_rates_by_group
"""


# %% rates_by_group
def rates_by_group(rows):
    def share(part, whole):
        return part / whole if whole else None

    wrong = [row for row in rows if row[1]]
    right = [row for row in rows if not row[1]]
    reviewed = [row for row in rows if row[2]]
    return {
        name: {
            "selected": share(sum(r[0] == name for r in reviewed), len(rows)),
            "false_alarms": share(sum(r[0] == name and bool(r[2]) for r in right), len(right)),
            "missed": share(sum(r[0] == name and not r[2] for r in wrong), len(wrong)),
            "precision": share(sum(r[0] == name and bool(r[1]) for r in reviewed), len(reviewed)),
        }
        for name in {row[0] for row in rows}
    }
