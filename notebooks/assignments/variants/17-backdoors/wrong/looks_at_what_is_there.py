"""Checks the entries that are there, and misses those that are not.

loses: test_objections
"""


# %% objections
def objections(report):
    found = {name for name, value in report.items() if isinstance(value, str) and not value.strip()}
    if report.get("to", "maintainers") != "maintainers":
        found.add("to")
    return found | ({"attack_tool"} if report.get("attack_tool") else set())
