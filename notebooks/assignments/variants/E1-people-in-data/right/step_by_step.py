"""Goes through everything with plain loops and returns tuples."""


# %% describe
def describe(source):
    heard = ()
    if source["community"] != "":
        heard += ("the community",)
    if not source["from_people"]:
        return "no people", heard
    if not source["living"]:
        return "the dead", ("families", *heard)
    for reason in (source["names"], source["key"] != "", source["smallest"] < 2):
        if reason:
            return "findable", ("the people", *heard)
    return "grouped", heard


# %% share_alone
def share_alone(rows, known):
    everybody, alone = {row["person"] for row in rows}, set()
    for mine in rows:
        for other in rows:
            if other["person"] != mine["person"] and all(other[name] == mine[name] for name in known):
                break
        else:
            alone.add(mine["person"])
    return len(alone) / len(everybody)


# %% numbers_behind
import itertools


def numbers_behind(tokens, begin, digits, salt):
    found = {}
    for ending in itertools.product("0123456789", repeat=digits):
        number = begin + "".join(ending)
        digest = hashlib.sha256(salt.encode() + number.encode()).hexdigest()
        if digest in tokens:
            found[digest] = number
    return found


# %% worked_out
def worked_out(counts):
    found = {}
    while True:
        for y, row in enumerate(counts[:-1]):
            for x, count in enumerate(row[:-1]):
                if count is not None or (y, x) in found:
                    continue
                across = [found.get((y, a), counts[y][a]) for a in range(len(row) - 1) if a != x]
                down = [found.get((b, x), counts[b][x]) for b in range(len(counts) - 1) if b != y]
                if None not in across:
                    found[y, x] = row[-1] - sum(across)
                    break
                if None not in down:
                    found[y, x] = counts[-1][x] - sum(down)
                    break
            else:
                continue
            break
        else:
            return found


# %% letters
def letters(rate, found, wrong):
    people = 1_000_000
    ill = people * rate
    alarmed, false = ill * found, (people - ill) * wrong
    if alarmed + false == 0:
        return 0, (ill - alarmed) / people
    return alarmed / (alarmed + false), (ill - alarmed) / people
