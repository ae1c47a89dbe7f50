"""Grading: proof that an assignment's tests are right, and a grader of classes. It knows nothing of AI; any nbgrader course will do.

    checks      what test cells use: `check` says not attempted, wrong because, or right; `fresh` draws data
    script      an assignment's notebook written as a plain script, and back
    notebooks   the source notebook: read it, blank it, put other answers in
    variants    other answers, right and wrong, each with what it must lose
    autograde   grade a class: every submission gets an outcome, whatever happens to the grader
    course      nbgrader's folders and settings; what an assignment's submissions are graded against
    local       an executor: a warm process for every worker; cluster is one for many machines, through Dask
    grader      one submission, from its bytes to its marks
    intake        what was handed in: plain files, a notebook of any origin, or one sentence
    rebuilding    a submitted notebook around the instructor's own cells
    journal     what has been graded, on disk
    gradebook   results where nbgrader keeps them; outputs made harmless to show (outputs)
    reporting   how a class did, as a page and tables; which submissions are alike (similarity)
    nbgrader_glue  nbgrader's own commands and formgrader, graded here
    runner      a warm process (zygote: its inside) that runs each submission in two forks of it:
    learner       the learner's cells, in a shell (cells) that keeps their outputs
    examiner      locked cells and tests, which ask the learner's process for names
    link, values  by questions and plain data, nothing of which is trusted
    places      where each of the two runs: in a sandbox (linux, seccomp, landlock, groups), in bubblewrap (its inside: cold)
    diagnosis   how strictly this machine can confine them
    marks       what a notebook that has run is worth, by nbgrader's own rule
    proof       reference, blank, right and wrong answers: do they get the marks they should?

Only `checks` is imported here: learners' notebooks need no nbgrader.
"""

from openhearth.grading.checks import check, fresh

__all__ = ["check", "fresh"]
