"""Lets the library of lesson E2 do what it can."""

# %% may_use
from openhearth.labs import lawful


def may_use(facts, bases, exceptions):
    def door(one):
        return lawful.Door(one["article"], "", frozenset(one["needs"]), frozenset(one["shut by"]))

    known = {*facts, "consent"} if "explicit consent" in facts else {*facts}
    first, second = (
        [d.article for d in map(door, doors) if d.needs <= known and not d.not_if & known]
        for doors in (bases, exceptions)
    )
    if "special kind" in known:
        return bool(first) and bool(second), [*first, *second]
    return bool(first), first


# %% laws_that_reach
from openhearth.labs.lawful import Law


def laws_that_reach(case, laws, unions):
    def has(place, thread):
        return any(thread in case.get(country, ()) for country in unions.get(place, [place]))

    kept = [Law(law["name"], law["where"], 0, frozenset(law["threads"])) for law in laws]
    return [law.name for law in kept if any(has(law.country, thread) for thread in law.reaches)]


# %% safe_harbor
from openhearth.labs import lawful


def safe_harbor(record, kinds, people, on):
    born = next(record[column] for column in record if kinds[column] == "birth date")
    age = int(on[:4]) - int(born[:4]) - int(on[5:] < born[5:])
    known = {"birth date": "birth year", "state": "fact"}
    renamed = {column: known.get(kinds[column], kinds[column]) for column in record}
    years = {c: v[:4] if kinds[c] == "birth date" else v for c, v in record.items()}
    found = lawful.safe_harbor(years | {"": str(age)}, renamed | {"": "age"}, people)
    return {column: value for column, value in found.items() if column}
