"""The exam of the ethics training. Its bank is public; what holds is a secret that each class keeps. The stages, in order:

items        templates in plain text files, each looked at for everything that it can draw (expressions: their language)
sealed       an institution's own items, which travel encrypted (age)
draw         a learner's paper, from the class secret
attempts     the rules: three attempts, waits, what passes, what is said afterwards
store        attempts and answers on disk, each answer as it is given
statistics   how good the items are, from finished attempts (simulation: of a made-up class)
differential is an item harder for one group than for others who know as much?
"""

from openhearth.ethics.exam.attempts import Exam, ExamError, Report
from openhearth.ethics.exam.draw import paper
from openhearth.ethics.exam.items import Bank, Item, ItemError, load_bank
from openhearth.ethics.exam.store import Attempt, Store, StoreError

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
