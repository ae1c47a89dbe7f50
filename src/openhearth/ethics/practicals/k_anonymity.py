"""Break the k-anonymity: a table "without names", and a list of the people who are in it.

Drawn are the town's people and, with them, who stands alone, and which groups share one diagnosis so that their size protects
nobody. The table can be made safe in several ways; the test takes each.
"""

import random
from collections import defaultdict

from openhearth.ethics.practicals.drawn import Drawn, table

REGIONS = {
    "Harbour": "East", "Market": "East", "Mills": "West", "Orchard": "West", "Quarry": "North", "Spring": "North",
}  # fmt: skip
FIRST = (
    "Abebe",
    "Ana",
    "Chidi",
    "Dalia",
    "Emeka",
    "Farah",
    "Goran",
    "Hana",
    "Inga",
    "Jomo",
    "Kamala",
    "Lucía",
)
LAST = (
    "Aoki",
    "Banda",
    "Castro",
    "Diallo",
    "Eriksen",
    "Fofana",
    "Gupta",
    "Haddad",
    "Ito",
    "Juma",
    "Kaya",
    "Lopes",
)
DIAGNOSES = ("anaemia", "asthma", "diabetes", "hepatitis", "malaria")
PEOPLE, LOW, HIGH = 360, 20, 79


def draw(chance: random.Random) -> Drawn:
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    names = [f"{name} {initial}." for name in names for initial in "ABC"]
    chance.shuffle(names)
    register, released = [], []
    alike: dict[tuple[str, str, str], str] = {}
    for name in names[:PEOPLE]:
        age = min(HIGH, max(LOW, round(chance.gauss(48, 15))))
        district = chance.choices(list(REGIONS), (6, 5, 3, 4, 2, 4))[0]
        sex = chance.choice("FM")
        band = f"{age // 10 * 10}-{age // 10 * 10 + 9}"
        group = (band, district, sex)
        if group not in alike:  # some groups share one diagnosis
            alike[group] = chance.choice(DIAGNOSES) if chance.random() < 0.12 else ""
        register.append({"name": name, "age": age, "district": district, "sex": sex})
        released.append(
            {
                "age": band,
                "district": district,
                "sex": sex,
                "diagnosis": alike[group] or chance.choice(DIAGNOSES),
            }
        )
    groups = defaultdict(list)
    for row in released:
        groups[row["age"], row["district"], row["sex"]].append(row["diagnosis"])
    learned = {
        person["name"]: row["diagnosis"]
        for person, row in zip(register, released, strict=True)
        if len(set(groups[row["age"], row["district"], row["sex"]])) == 1
    }
    chance.shuffle(released)
    chance.shuffle(register)
    files = {
        "released.csv": table(released),
        "register.csv": table(register),
        "districts.csv": table({"district": name, "region": region} for name, region in REGIONS.items()),
    }
    return Drawn(files, {"smallest": min(map(len, groups.values())), "learned": learned})
