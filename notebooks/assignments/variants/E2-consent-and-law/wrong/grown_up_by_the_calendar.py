"""Reckons age by the year alone, so that everybody turns 18 on New Year's Day.

loses: test_objection
"""


# %% objection
def objection(consent, use):
    if consent["withdrawn"] and consent["withdrawn"] <= use["on"]:
        return "withdrawn"
    if consent["until"] and use["on"] > consent["until"]:
        return "run out"
    if set(TOLD) - set(consent["told"]):
        return "not informed"
    if not consent["free"]:
        return "not free"
    if use["purpose"] not in consent["purposes"]:
        return "other purpose"
    if RECIPIENTS.index(use["recipients"]) > RECIPIENTS.index(consent["recipients"]):
        return "other people"
    if consent["by"] == "parent" and int(use["on"][:4]) - int(consent["born"][:4]) >= 18:
        return "grown up"
    return ""
