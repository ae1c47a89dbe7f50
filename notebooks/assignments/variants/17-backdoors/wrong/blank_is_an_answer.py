"""Takes white space for an answer.

loses: test_objections
"""


# %% objections
def objections(report):
    found = {name for name in ("what", "reproduce", "affected", "public_on") if not report.get(name)}
    if report.get("to") != "maintainers":
        found.add("to")
    return found | ({"attack_tool"} if report.get("attack_tool") else set())
