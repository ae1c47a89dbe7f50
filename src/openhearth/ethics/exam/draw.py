"""Who gets which items: decided by the class secret, so that it holds although the bank is public (Kerckhoffs).

Everything that is chosen comes from HMAC-SHA256(secret, what is chosen for whom). The same learner and attempt give the same
paper on every machine; without the secret nobody can tell it beforehand.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from openhearth.ethics.exam.items import MODULES, Bank, Item, ItemError, Template

BLUEPRINT: Mapping[str, int] = {"E1": 7, "E2": 7, "E3": 7, "E4": 7, "E5": 6, "E6": 6}
"""Items of each module in an attempt."""
DIFFICULTIES: Mapping[int, float] = {1: 0.3, 2: 0.45, 3: 0.25}
"""About this part of a module's items is of each difficulty, where the bank has them."""


def number(secret: bytes, size: int, *about: object) -> int:
    """A number from 0 to ``size`` - 1 that follows from the secret and ``about``; 256 bits, so no value is favoured."""
    text = json.dumps(about, ensure_ascii=False).encode()
    return int.from_bytes(hmac.digest(secret, text, hashlib.sha256)) % size


def paper(
    bank: Bank,
    secret: bytes,
    learner: str,
    attempt: int,
    seen: Iterable[str] = (),
    blueprint: Mapping[str, int] = BLUEPRINT,
) -> tuple[Item, ...]:
    """The items of one attempt, by module.

    Args:
        attempt: which one it is, from 1.
        seen: ids of templates that the learner has met in earlier attempts; they come last.

    Raises:
        ItemError: the bank has fewer templates of a module than the blueprint asks for.
    """
    met = Counter(seen)
    items = []
    for module in MODULES:
        wanted = blueprint.get(module, 0)
        there = bank.of(module)
        if len(there) < wanted:
            raise ItemError(
                f"the bank has {len(there)} items of {module}, and an exam needs {wanted}; add items, or practise"
            )
        for template in _chosen(there, wanted, secret, learner, attempt, met):
            items.append(drawn(template, secret, learner, attempt))
    return tuple(items)


def drawn(template: Template, secret: bytes, learner: str, attempt: int) -> Item:
    """``template`` with this learner's values. The right option is drawn first, so that each is right equally often."""
    about: tuple[Any, ...] = (learner, template.id, attempt)
    rights = sorted(template.cases)
    cases = template.cases[rights[number(secret, len(rights), *about, "right")]]
    values = cases[number(secret, len(cases), *about, "values")]
    order = sorted(range(len(template.options)), key=lambda at: number(secret, 1 << 64, *about, "option", at))
    return template.item(values, tuple(order))


def _chosen(
    there: tuple[Template, ...], wanted: int, secret: bytes, learner: str, attempt: int, met: Counter[str]
) -> list[Template]:
    """Templates that were met least, of every objective and difficulty as evenly as can be; the rest is chance."""
    left, chosen = list(there), list[Template]()
    by_objective: Counter[str] = Counter()
    by_difficulty: Counter[int] = Counter()

    def rank(template: Template) -> tuple[float, ...]:
        short = by_difficulty[template.difficulty] - DIFFICULTIES[template.difficulty] * (len(chosen) + 1)
        chance = number(secret, 1 << 64, learner, template.id, attempt, "chosen")
        return (met[template.id], by_objective[template.objective], short, chance)

    while len(chosen) < wanted:
        best = min(left, key=rank)
        left.remove(best)
        chosen.append(best)
        by_objective[best.objective] += 1
        by_difficulty[best.difficulty] += 1
    return chosen
