"""Does not ask for a date.

loses: test_objections
"""


# %% objections
def objections(report):
    found = {name for name in ("what", "reproduce", "affected") if not report.get(name, "").strip()}
    if report.get("to") != "maintainers":
        found.add("to")
    return found | ({"attack_tool"} if report.get("attack_tool") else set())
