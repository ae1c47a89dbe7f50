"""Accepts changes that were approved afterwards.

loses: test_missing
"""


# %% missing
def missing(plan):
    found = set()
    for land in {*plan["people in"], plan["sponsor"]}:
        if land not in plan["approvals"]:
            found.add(f"review in {land}")
        elif plan["approvals"][land] > plan["first"]:
            found.add(f"late in {land}")
    found |= {f"form in {language}" for language in set(plan["languages"]) - set(plan["forms"])}
    if not plan["leaving"].strip():
        found.add("way to leave")
    if any(not approved for made, approved in plan["changes"]):
        found.add("change")
    if set(plan["board"]) & set(plan["team"]) - set(plan["left the room"]):
        found.add("conflict")
    return sorted(found)
