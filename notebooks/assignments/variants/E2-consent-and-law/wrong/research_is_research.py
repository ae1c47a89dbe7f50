"""Takes the word research for a purpose that holds every study.

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
    if use["purpose"] not in consent["purposes"] and "research" not in consent["purposes"]:
        return "other purpose"
    if RECIPIENTS.index(use["recipients"]) > RECIPIENTS.index(consent["recipients"]):
        return "other people"
    if consent["by"] == "parent" and use["on"] >= f"{int(consent['born'][:4]) + 18}{consent['born'][4:]}":
        return "grown up"
    return ""
