"""A made-up class, to see what the exam's rules and figures would say of a real one."""

import random

from openhearth.ethics.exam.items import Choice, Item
from openhearth.ethics.exam.store import Attempt

OPTIONS = 4


def classroom(
    seed: int,
    count: int,
    *,
    knows: float = 0.7,
    spread: float = 0.12,
    wrong_key: str = "",
    templates: int = 120,
    harder: str = "",
    behind: float = 0.0,
) -> list[Attempt]:
    """The first attempts of ``count`` learners, forty items each of ``templates`` (called T0, T1 ...).

    A learner knows about ``knows`` of the items (normal, with standard deviation ``spread``, within 0.02 and 0.98), and
    guesses among the options of the others. The template ``wrong_key`` is keyed one option beside the right one.
    Every other learner (s1, s3 ...) belongs to a group that knows ``behind`` less of everything, and never knows the
    template ``harder``.
    """
    chance = random.Random(seed)
    made = []
    for n in range(count):
        second = n % 2 == 1
        share = min(0.98, max(0.02, chance.gauss(knows - behind * second, spread)))
        paper, answers = [], {}
        for at, number in enumerate(chance.sample(range(templates), 40)):
            name, true = f"T{number}", chance.randrange(OPTIONS)
            key = (true + 1) % OPTIONS if name == wrong_key else true
            order = chance.sample(range(OPTIONS), OPTIONS)
            choices = tuple(Choice(f"option {option}", option == key, "", option) for option in order)
            paper.append(Item(name, "E1", "one", 1, "?", choices))
            known = chance.random() < share and not (second and name == harder)
            answers[at] = order.index(true if known else chance.randrange(OPTIONS))
        made.append(Attempt(f"s{n}", 1, tuple(paper), "", 0.0, 1.0, 0.5, answers))
    return made
