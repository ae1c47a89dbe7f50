"""Lets a report go to everybody at once.

loses: test_objections
"""


# %% objections
def objections(report):
    found = {
        name for name in ("what", "reproduce", "affected", "public_on") if not report.get(name, "").strip()
    }
    if report.get("to") not in ("maintainers", "everybody", "press"):
        found.add("to")
    return found | ({"attack_tool"} if report.get("attack_tool") else set())
