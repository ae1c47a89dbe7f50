"""Grading: proof that an assignment's tests are right. It knows nothing of AI; any nbgrader course will do.

    checks      what test cells use: `check` says not attempted, wrong because, or right; `fresh` draws data
    script      an assignment's notebook written as a plain script, and back
    notebooks   the source notebook: read it, blank it, put other answers in
    variants    other answers, right and wrong, each with what it must lose
    runner      a warm process that runs submissions, each in a fork (zygote: its inside; cells: the fork's)
    values      plain data between the learner's process and the tests', as tagged JSON
    marks       what a notebook that has run is worth, by nbgrader's own rule
    proof       reference, blank, right and wrong answers: do they get the marks they should?

Only `checks` is imported here: learners' notebooks need no nbgrader.
"""

from openhearth.grading.checks import check, fresh

__all__ = ["check", "fresh"]
