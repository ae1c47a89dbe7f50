"""Find the subgroup gap: whom a programme passes over, where no single attribute shows it.

Drawn is which crossing of two attributes is missed far more often; the rest of both is missed a little less often, so that each
attribute alone looks fair. A small group looks still worse, by so few people that nothing follows.
"""

import itertools
import math
import random
from typing import Any

from openhearth.ethics.practicals.drawn import Drawn, table

ATTRIBUTES = {
    "region": ("coast", "hills", "plain"),
    "age": ("under 30", "30 to 64", "65 and older"),
    "language": ("first", "second", "third"),
}
PEOPLE, ENOUGH = 9000, 30
WORST, USUAL = 0.50, 0.25  # shares of those in need who are passed over
LANGUAGES = (0.602, 0.392, 0.006)  # shares of the people


def draw(chance: random.Random) -> Drawn:
    while True:
        worst = {name: chance.choice(ATTRIBUTES[name]) for name in sorted(chance.sample(list(ATTRIBUTES), 2))}
        if worst.get("language", "second") == "second":  # neither too few nor too many to be hidden
            drawn = _drawn(chance, worst)
            if drawn.truth["worst"] == worst:
                return drawn


def _drawn(chance: random.Random, worst: dict[str, str]) -> Drawn:
    people = [_person(chance, worst) for _ in range(PEOPLE)]
    needy = [person for person in people if person["needs_care"] == "yes"]
    by_group = {group: _missed(group, needy) for group in groups()}
    few = [dict(group) for group, (_, of) in by_group.items() if of < ENOUGH]
    found = max((g for g, (_, of) in by_group.items() if of >= ENOUGH), key=lambda g: low(*by_group[g]))
    missed, of = by_group[found]
    rest_missed, rest = len([p for p in needy if p["offered"] == "no"]) - missed, len(needy) - of
    gap = missed / of - rest_missed / rest
    to_offer = max(0, missed - math.floor(rest_missed / rest * of))
    truth = {"worst": dict(found), "gap": gap, "to_offer": to_offer, "too_few": few}
    return Drawn({"decisions.csv": table(people)}, truth)


def groups() -> list[tuple[tuple[str, str], ...]]:
    """Every group by one attribute, and by two."""
    ones = [((name, value),) for name, values in ATTRIBUTES.items() for value in values]
    twos = [(*a, *b) for a, b in itertools.combinations(ones, 2) if a[0][0] != b[0][0]]
    return [*ones, *twos]


def low(missed: int, of: int, z: float = 1.96) -> float:
    """The lower end of Wilson's 95 % interval of ``missed`` of ``of``."""
    rate = missed / of
    middle = rate + z * z / (2 * of)
    return (middle - z * math.sqrt(rate * (1 - rate) / of + z * z / (4 * of * of))) / (1 + z * z / of)


def _person(chance: random.Random, worst: dict[str, str]) -> dict[str, Any]:
    person: dict[str, Any] = {name: chance.choice(values) for name, values in ATTRIBUTES.items()}
    person["language"] = chance.choices(ATTRIBUTES["language"], LANGUAGES)[0]
    needs = chance.random() < 0.3
    met = [name for name, value in worst.items() if person[name] == value]
    missed = USUAL
    if len(met) == 2:
        missed = WORST
    elif met:  # as much less as makes the attribute alone look fair
        (other,) = set(worst) - set(met)
        share = LANGUAGES[1] if other == "language" else 1 / 3
        missed = (USUAL - WORST * share) / (1 - share)
    if person["language"] == "third":
        missed = 0.6
    offered = chance.random() >= missed if needs else chance.random() < 0.1
    return {**person, "needs_care": "yes" if needs else "no", "offered": "yes" if offered else "no"}


def _missed(group: tuple[tuple[str, str], ...], needy: list[dict[str, Any]]) -> tuple[int, int]:
    members = [person for person in needy if all(person[name] == value for name, value in group)]
    return sum(person["offered"] == "no" for person in members), len(members)
