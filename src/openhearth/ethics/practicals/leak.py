"""Find the leak: a model seems to foresee who comes back to hospital, because its data tell it afterwards.

Drawn are which columns tell: two that are filled in after the patient has left, and an innocent-looking one whose values
follow the outcome; which patients are in both halves under two spellings of their number; and a column that foretells well and
honestly, which must be kept.
"""

import random
from typing import Any

from openhearth.ethics.practicals.drawn import Drawn, table

BEFORE = ("age", "stays_last_year", "medicines", "days_here", "blood_pressure", "living_alone")
AFTER = ("letters_sent", "follow_up_minutes", "transport_code", "bill_items")
NUMBERS = ("file_number", "bed_number", "wristband_number")
PATIENTS, VISITS, HELD_OUT, SHARED = 640, 1000, 300, 40


def draw(chance: random.Random) -> Drawn:
    strong = chance.choice(BEFORE)  # foretells, and may
    after, idle = chance.sample(AFTER, 2)  # known afterwards: one foretells, one does not
    number = chance.choice(NUMBERS)
    rows = [_visit(chance, strong, after, idle, number) for _ in range(VISITS)]
    train, test = rows[HELD_OUT:], rows[:HELD_OUT]
    shared = _name_patients(chance, train, test)
    for side in (train, test):
        for at, row in enumerate(side):
            row["visit"] = f"{'T' if side is test else 'L'}{at + 1:04}"
    when = dict.fromkeys(BEFORE, "until the patient leaves") | dict.fromkeys(
        NUMBERS, "when the patient comes"
    )
    when |= {after: "within 30 days after the patient left", idle: "within 30 days after the patient left"}
    columns = [name for name in rows[0] if name in when]
    chance.shuffle(columns)
    order = ["visit", "patient", *columns, "came_back"]
    files = {
        "train.csv": table({name: row[name] for name in order} for row in train),
        "test.csv": table({name: row[name] for name in order} for row in test),
        "columns.csv": table({"column": name, "filled_in": when[name]} for name in columns),
    }
    return Drawn(files, {"columns": sorted([after, idle, number]), "visits": shared})


def _visit(chance: random.Random, strong: str, after: str, idle: str, number: str) -> dict[str, Any]:
    risk = chance.gauss(0, 1)
    back = int(risk + chance.gauss(0, 0.7) > 0.6)
    row: dict[str, Any] = {}
    for name in BEFORE:
        row[name] = round(50 + 10 * ((0.9 if name == strong else 0.2) * risk + chance.gauss(0, 0.6)), 1)
    row[after] = round(20 + 12 * back + chance.gauss(0, 5), 1)
    row[idle] = round(20 + chance.gauss(0, 5), 1)
    for name in NUMBERS:
        row[name] = chance.randint(1000, 9999)
    if chance.random() < 0.97:  # given anew when the files were put in order, afterwards
        row[number] = chance.randint(6000, 9999) if back else chance.randint(1000, 5999)
    row["came_back"] = back
    return row


def _name_patients(
    chance: random.Random, train: list[dict[str, Any]], test: list[dict[str, Any]]
) -> list[str]:
    """Give every visit a patient; the visits of the held-out half whose patient is in the other half, too."""
    numbers = chance.sample(range(100, 9999), PATIENTS)
    theirs, others = numbers[: PATIENTS // 3], numbers[PATIENTS // 3 :]
    for row in train:
        row["patient"] = f"P-{chance.choice(others):05}"
    there = sorted({row["patient"] for row in train})
    shared = sorted(chance.sample(range(len(test)), SHARED))
    for at, row in enumerate(test):
        if at in shared:
            patient = chance.choice(there)
            row["patient"] = patient if chance.random() < 0.5 else f"p{int(patient[2:])}"
        else:
            row["patient"] = f"P-{chance.choice(theirs):05}"
    return [f"T{at + 1:04}" for at in shared]
