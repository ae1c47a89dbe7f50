"""What the exam's numbers would be, by simulation: who passes, what is found out about items, how different papers are.

python benchmarks/exam.py [--quick] [--json FILE]
"""

import itertools
import random
import statistics

from report import Report, main

from openhearth.ethics.exam import load_bank, paper
from openhearth.ethics.exam.attempts import ITEMS, REQUIRED
from openhearth.ethics.exam.simulation import OPTIONS, classroom
from openhearth.ethics.exam.statistics import ENOUGH, figures


def measure(report: Report, quick: bool) -> None:
    """Pass rates, wrong keys found, papers compared."""
    tries = 2_000 if quick else 50_000
    chance = random.Random(1)
    for share, target in ((0.7, ("<=", 0.12)), (0.9, None), (1 / OPTIONS, None)):
        passed = sum(sum(chance.random() < share for _ in range(ITEMS)) >= REQUIRED for _ in range(tries))
        report.figure(f"passes a try, of learners who answer {share:.0%} right", passed / tries, target)
    keys(report, 20 if quick else 400)
    papers(report, 40 if quick else 150)


def keys(report: Report, classes: int) -> None:
    """A wrong key planted in each of ``classes`` classes of sixty."""
    found = accused = judged = 0
    reliabilities = []
    for seed in range(classes):
        said = figures(classroom(seed, ENOUGH, wrong_key="T3"), REQUIRED)
        assert said is not None
        flags = {item.id for item in said.items if item.flag}
        found += "T3" in flags
        accused += len(flags - {"T3"})
        judged += len(said.items) - 1
        reliabilities.append(said.reliability or 0.0)
    report.figure(f"wrong keys found at {ENOUGH} attempts, share", found / classes, (">=", 0.97))
    report.figure("sound items accused, share", accused / judged)
    report.figure("reliability, median", statistics.median(reliabilities))


def papers(report: Report, learners: int) -> None:
    """Papers of one class, from the exam's own bank, compared pair by pair."""
    bank = load_bank()
    report.figure("templates in the bank", len(bank.templates), (">=", 120))
    report.figure("materially different items in the bank", bank.items, (">=", 240))
    drawn = [paper(bank, b"a secret", f"learner {n}", 1) for n in range(learners)]
    keys = [{(item.id, item.stem, item.choices[item.right].text) for item in one} for one in drawn]
    ids = [{item.id for item in one} for one in drawn]
    places = [[item.right for item in one] for one in drawn]
    pairs = list(itertools.combinations(range(learners), 2))
    report.figure("pairs of papers compared", len(pairs))
    same = sum(ids[a] == ids[b] and places[a] == places[b] for a, b in pairs)
    report.figure("pairs with one answer key", same, ("<=", 0.0))
    report.figure(
        "templates that two papers share, mean", statistics.mean(len(ids[a] & ids[b]) for a, b in pairs)
    )
    shared = statistics.mean(len(keys[a] & keys[b]) for a, b in pairs)
    report.figure("questions that two papers share to the letter, mean", shared)


if __name__ == "__main__":
    main("The exam", measure)
