"""The exam of the ethics training. Its bank is public; what holds is a secret that each class keeps. The stages, in order:

items        templates in plain text files, each looked at for everything that it can draw (expressions: their language)
sealed       an institution's own items, which travel encrypted (age)
draw         a learner's paper, from the class secret
attempts     the rules: three attempts, waits, what passes, what is said afterwards
store        attempts and answers in a database, each answer as it is given
statistics   how good the items are, from finished attempts (simulation: of a made-up class)
differential is an item harder for one group than for others who know as much?
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from openhearth.ethics.exam.draw import paper
from openhearth.ethics.exam.items import Bank, Item, ItemError, load_bank

if TYPE_CHECKING:
    from openhearth.ethics.exam.attempts import Exam, ExamError, Report
    from openhearth.ethics.exam.store import Attempt, Store, StoreError

_RECORDED = {
    **dict.fromkeys(("Exam", "ExamError", "Report"), "attempts"),
    **dict.fromkeys(("Attempt", "Store", "StoreError"), "store"),
}

__all__ = [
    "Attempt",
    "Bank",
    "Exam",
    "ExamError",
    "Item",
    "ItemError",
    "Report",
    "Store",
    "StoreError",
    "load_bank",
    "paper",
]


def __getattr__(name: str) -> Any:
    """What is recorded needs a database; to practise, or to look at a bank, none is loaded."""
    if name not in _RECORDED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_RECORDED[name]}"), name)
