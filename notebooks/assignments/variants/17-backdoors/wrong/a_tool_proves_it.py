"""Finds that a tool that poisons makes the report more convincing.

loses: test_objections
"""


# %% objections
def objections(report):
    found = {
        name for name in ("what", "reproduce", "affected", "public_on") if not report.get(name, "").strip()
    }
    return found if report.get("to") == "maintainers" else found | {"to"}
