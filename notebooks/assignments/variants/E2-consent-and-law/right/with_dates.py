"""Reads the days with datetime and answers with a table of reasons, sets and all."""

# %% objection
from datetime import date


def objection(consent, use):
    on, born = date.fromisoformat(use["on"]), date.fromisoformat(consent["born"])
    left = consent["withdrawn"] and date.fromisoformat(consent["withdrawn"]) <= on
    over = consent["until"] and date.fromisoformat(consent["until"]) < on
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    order = {name: place for place, name in enumerate(RECIPIENTS)}
    reasons = {
        "withdrawn": left,
        "run out": over,
        "not informed": not all(one in consent["told"] for one in TOLD),
        "not free": not consent["free"],
        "other purpose": use["purpose"] not in consent["purposes"],
        "other people": order[use["recipients"]] > order[consent["recipients"]],
        "grown up": consent["by"] == "parent" and age >= 18,
    }
    return next((name for name, holds in reasons.items() if holds), "")


# %% safe_harbor


def safe_harbor(record, kinds, people, on):
    of = {kind: [column for column in record if kinds[column] == kind] for kind in set(kinds.values())}
    (birth,) = of["birth date"]
    day, born = date.fromisoformat(on), date.fromisoformat(record[birth])
    old = day.year - born.year - ((day.month, day.day) < (born.month, born.day)) >= 90
    kept = dict(record)
    for kind in ("name", "contact", "number", "face or voice", "small place"):
        for column in of.get(kind, []):
            del kept[column]
    for column in of.get("zip", []):
        begins = record[column][0:3]
        kept[column] = begins if begins in people and people[begins] >= 20_001 else "000"
    for column in of.get("date", []) + [birth]:
        kept[column] = record[column].split("-")[0]
    if old:
        kept.update(dict.fromkeys([birth, *of.get("age", [])], "90 or older"))
    return kept


# %% may_use
def may_use(facts, bases, exceptions):
    facts = set(facts)
    if "explicit consent" in facts:
        facts.add("consent")
    special = "special kind" in facts
    opened = {6: set(), 9: set()}
    for number, doors in ((6, bases), (9, exceptions if special else [])):
        for door in doors:
            if facts.issuperset(door["needs"]) and facts.isdisjoint(door["shut by"]):
                opened[number].add(door["article"])
    return len(opened[6]) > 0 and (not special or len(opened[9]) > 0), opened[6] | opened[9]


# %% laws_that_reach
def laws_that_reach(case, laws, unions):
    ends = {(country, thread) for country, what in case.items() for thread in what}
    for union, members in unions.items():
        ends |= {(union, thread) for country, thread in ends if country in members}
    return {law["name"] for law in laws if any((law["where"], thread) in ends for thread in law["threads"])}


# %% missing
def missing(plan):
    gaps = []
    for land in dict.fromkeys(plan["people in"] + [plan["sponsor"]]):
        day = plan["approvals"].get(land)
        if day is None:
            gaps.append("review in " + land)
        elif not day <= plan["first"]:
            gaps.append("late in " + land)
    for language in dict.fromkeys(plan["languages"]):
        if language not in plan["forms"]:
            gaps.append("form in " + language)
    if plan["leaving"].strip() == "":
        gaps.append("way to leave")
    for made, approved in plan["changes"]:
        if approved == "" or made < approved:
            gaps.append("change")
            break
    for name in plan["board"]:
        if name in plan["team"] and name not in plan["left the room"]:
            gaps.append("conflict")
            break
    return tuple(gaps)
