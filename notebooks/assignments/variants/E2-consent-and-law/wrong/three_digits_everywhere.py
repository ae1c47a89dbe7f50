"""Keeps three digits of a postal code however few live there.

loses: test_safe_harbor
"""


# %% safe_harbor
def safe_harbor(record, kinds, people, on):
    born = next(value for column, value in record.items() if kinds[column] == "birth date")
    age = int(on[:4]) - int(born[:4]) - (on[4:] < born[4:])
    found = {}
    for column, value in record.items():
        kind = kinds[column]
        if kind in ("name", "contact", "number", "face or voice", "small place"):
            continue
        if kind == "zip":
            value = value[:3]
        elif kind in ("age", "birth date") and age > 89:
            value = "90 or older"
        elif kind in ("date", "birth date"):
            value = value[:4]
        found[column] = value
    return found
