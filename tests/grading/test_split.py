"""Tests run apart from the learner's code: it cannot see them, forge them or stop them, and honest answers get their marks."""

import copy
import textwrap
from typing import Any

import pytest
from made_up import LARGEST, SHARE, Course

from openhearth.grading.marks import Mark, marks
from openhearth.grading.notebooks import grade_id
from openhearth.grading.runner import Run, Runner

RIGHT_SHARE, RIGHT_LARGEST = SHARE % "sum(counts.values())", LARGEST % "max(counts, key=counts.get)"
BLANK = "raise NotImplementedError"
SECRET = "a seed that only tests may know"


@pytest.fixture(scope="module", params=["strict", "bwrap", "none"])
def runner(request: pytest.FixtureRequest) -> Any:
    modules, secrets = ["torch", "numpy"], {"OPENHEARTH_GRADING_SEED": SECRET}
    with Runner(modules, secrets=secrets, isolation=request.param, cell=2) as started:
        yield started


@pytest.fixture
def grade(course: Course, runner: Runner) -> Any:
    def grade(share: str, largest: str = RIGHT_LARGEST, change: Any = None) -> tuple[dict[str, Mark], Run]:
        notebook = course.assignment.answered(
            {"share": textwrap.dedent(share), "largest": textwrap.dedent(largest)}
        )
        if change:
            change({grade_id(cell): cell for cell in notebook.cells})
        run = runner.run(notebook, course.assignment.folder)
        return marks(notebook, run), run

    return grade


def scores(found: tuple[dict[str, Mark], Run]) -> tuple[float, ...]:
    return tuple(mark.score for mark in found[0].values())


HONEST = {
    "plain": RIGHT_SHARE,
    "a lambda": "share = lambda counts: {name: count / sum(counts.values()) for name, count in counts.items()}",
    "an object that can be called": """
        class Share:
            def __call__(self, counts):
                return {name: count / sum(counts.values()) for name, count in counts.items()}
        share = Share()""",
    "NumPy scalars": """
        import numpy as np
        def share(counts):
            return {name: np.float32(count) / sum(counts.values()) for name, count in counts.items()}""",
    "tensors": """
        import torch
        def share(counts):
            return {name: torch.tensor(count / sum(counts.values()), dtype=torch.float64) for name, count in counts.items()}""",
    "a dictionary of another class": """
        import collections
        def share(counts):
            return collections.OrderedDict((name, count / sum(counts.values())) for name, count in counts.items())""",
    "a global that changes": """
        calls = 0
        def share(counts):
            global calls
            calls += 1
            return {name: count / sum(counts.values()) for name, count in counts.items()}""",
    "with warnings": """
        import warnings
        def share(counts):
            warnings.warn("slow")
            return {name: count / sum(counts.values()) for name, count in counts.items()}""",
}


@pytest.mark.parametrize("answer", HONEST.values(), ids=HONEST)
def test_honest_answers_of_any_type_get_their_marks(grade: Any, answer: str) -> None:
    assert scores(grade(answer)) == (2, 1.5)


FORGED = {
    "checks that always pass": """
        import contextlib, openhearth.grading, openhearth.grading.checks as checks
        @contextlib.contextmanager
        def check(name):
            try: yield
            except BaseException: pass
        openhearth.grading.check = checks.check = check
        def share(counts): return {}""",
    "an object that always pleases": """
        class Yes(float):
            def __sub__(self, other): return 0.0
            __rsub__ = __add__ = __radd__ = __abs__ = __sub__
            def __lt__(self, other): return True
            __gt__ = __eq__ = __lt__
        def share(counts): return dict.fromkeys(counts, Yes(7))""",
    "a dictionary that always pleases": """
        class Yes(dict):
            def __getitem__(self, key): return 0.25
            def values(self): return [1.0]
        def share(counts): return Yes()""",
    "an object without a class of data": """
        class Yes:
            def __getitem__(self, key): return self
            def __sub__(self, other): return 0
            def __iter__(self): return iter([])
            def values(self): return self
        def share(counts): return Yes()""",
    "patched abs and sum": """
        import builtins
        builtins.abs = lambda value: 0
        builtins.sum = lambda values, start=0: 1
        def share(counts): return dict.fromkeys(counts, 9)""",
    "later cells replaced": """
        get_ipython().input_transformers_post.append(lambda lines: ["pass"])
        def share(counts): return {}""",
    "a shell that runs nothing": """
        shell = get_ipython()
        shell.run_cell = shell.run_cell_async = lambda *a, **k: type("R", (), {"error_before_exec": None, "error_in_exec": None})()
        shell.showtraceback = lambda *a, **k: None
        def share(counts): return {}""",
    "partial credit by display": """
        get_ipython().displayhook.write_format_data = lambda *a, **k: None
        print(2)
        def share(counts):
            print("2")
            return {}""",
    "the test's name taken": "test_share = 2\nshare = None",
    "random numbers known": """
        import random
        random.Random = lambda *a: random.SystemRandom()
        def share(counts): return dict.fromkeys(counts, 0.5)""",
    "an exception that is none": """
        class NotImplementedError(Exception): pass
        def share(counts): raise NotImplementedError""",
    "equal to everything by its exception": "def share(counts): raise StopIteration",
}


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_what_the_learner_does_in_their_process_earns_nothing(grade: Any, answer: str) -> None:
    found = grade(answer, largest=BLANK)
    assert scores(found) == (0, 0)


@pytest.mark.parametrize(
    "answer",
    [
        "import os, sys\nos._exit(0)",
        "import ctypes\nctypes.string_at(0)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nos.abort()",  # the first of its namespace outlives it
        "import sys\nsys.setrecursionlimit(10**9)\ndef share(counts): return share(counts)",
    ],
    ids=["leaves", "segmentation fault", "killed", "deep recursion"],
)
def test_a_dead_process_loses_what_depends_on_it(grade: Any, answer: str) -> None:
    earned, run = grade(answer)
    assert [mark.score for mark in earned.values()] == [0, 0]
    assert run.end == "died"
    assert earned["test_largest"].why.startswith("Gone: the learner's process")


def test_an_answer_that_never_returns_costs_its_own_marks_alone(grade: Any) -> None:
    earned, run = grade("def share(counts):\n    while True: pass")
    assert {name: mark.score for name, mark in earned.items()} == {"test_share": 0, "test_largest": 1.5}
    assert "took too long" in earned["test_share"].why
    assert run.end == "finished"


def test_a_cell_that_never_ends_is_interrupted_and_the_next_one_runs(grade: Any) -> None:
    earned, run = grade("import time\nprint('here')\ntime.sleep(600)")
    assert earned["test_largest"].score == 1.5
    stopped = next(
        cell for cell in run.cells.values() if cell.error and cell.error.kinds[0] == "KeyboardInterrupt"
    )
    assert stopped.outputs[0]["text"] == "here\n"


def test_a_process_that_will_not_be_interrupted_is_left_behind(
    grade: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    earned, run = grade("import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)")
    assert [mark.score for mark in earned.values()] == [0, 0]
    assert "did not answer in time" in earned["test_largest"].why
    assert run.seconds < 60


LOOKS = """
import ctypes, gc, os, sys
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: without it nobody's process cannot read its own memory
frame, found = sys._getframe(), []
while frame:
    found += [repr(value) for value in frame.f_locals.values()] + [repr(frame.f_globals)]
    frame = frame.f_back
found += [repr(value) for value in gc.get_objects()[:200_000] if isinstance(value, (dict, list, tuple, str)) and len(value) < 5000]
found += [repr(dict(os.environ))]
maps = [line.split()[:2] for line in open("/proc/self/maps") if "heap" in line or line.split()[-1] == "0"]
memory = open("/proc/self/mem", "rb", 0)
for where, rights in maps:
    low, high = (int(end, 16) for end in where.split("-"))
    if "r" in rights and high - low < 1 << 28:
        try:
            memory.seek(low)
            found.append(memory.read(high - low).decode("latin-1"))
        except OSError:
            pass
seen = "".join(found)
half = len({needle!r}) // 2
print({needle!r}[:half] + {needle!r}[half:] in seen, "count / sum(" + "counts.values())" in seen)
"""


@pytest.mark.parametrize("needle", ["shares sum to one", SECRET], ids=["test", "seed"])
def test_neither_tests_nor_seeds_are_anywhere_in_the_learners_memory(
    course: Course, runner: Runner, needle: str
) -> None:
    """Looks through frames, objects, environment and raw memory, also after other submissions have run."""
    # The pieces are joined only after looking, so that the cell does not find itself.
    half = len(needle) // 2
    looks = LOOKS.replace("half = len({needle!r}) // 2\n", "").replace(
        "{needle!r}[:half] + {needle!r}[half:]", f"{needle[:half]!r} + str({needle[half:]!r})"
    )
    notebook = copy.deepcopy(course.assignment.reference)
    notebook.cells[-1].cell_type = "code"
    notebook.cells[-1].metadata = {}
    notebook.cells[-1].source = looks
    for _ in range(2):
        run = runner.run(notebook, course.assignment.folder)
    printed = run.cells[len(notebook.cells) - 1].outputs[0]["text"].split()
    assert printed[0] == "False"
    assert printed[1] == "True", "the learner's own answer must be found, or it did not look well"


def test_a_test_that_needs_the_object_says_so_and_passes_when_shared(grade: Any) -> None:
    def inspects(cells: dict[str, Any]) -> None:
        cells["test_share"].source = "assert isinstance(share, type(lambda: 0))"

    def shared(cells: dict[str, Any]) -> None:
        inspects(cells)
        cells["test_share"].metadata.tags = ["shared"]

    earned, _ = grade(RIGHT_SHARE, change=inspects)
    assert earned["test_share"].score == 0
    assert "mark the test as shared" in earned["test_share"].why
    assert scores(grade(RIGHT_SHARE, change=shared)) == (2, 1.5)


def test_partial_credit_is_what_the_test_itself_returns(grade: Any) -> None:
    def partial(cells: dict[str, Any]) -> None:
        cells["test_share"].source = "1.25 if share({'a': 1})['a'] == 1 else 0"

    assert scores(grade(RIGHT_SHARE, change=partial)) == (1.25, 1.5)


def test_names_of_a_locked_cell_that_fails_are_not_taken_from_the_learner(grade: Any) -> None:
    def fails(cells: dict[str, Any]) -> None:
        cells[
            "setup"
        ].source += "\nimport os\nif 'OPENHEARTH_GRADING_SEED' in os.environ:\n    1 / 0\nlimit = 1"
        cells["test_share"].source = "assert limit == 1"

    earned, _ = grade(RIGHT_SHARE, change=fails)
    assert earned["test_share"].score == 0
    assert "the locked cell that defines it fails" in earned["test_share"].why


def test_modules_objects_and_walks_reach_the_tests(grade: Any) -> None:
    answer = """
        import math
        class Counter:
            step = 2
            def __len__(self): return 3
            def __iter__(self): return iter(range(10**12))
            def total(self, *, by=1): return 10 * by
        counter = Counter()
        def share(counts): return None"""

    def tests(cells: dict[str, Any]) -> None:
        cells["test_share"].source = textwrap.dedent("""
            import itertools
            assert math.sqrt(4) == 2
            assert (len(counter), counter.step, counter.total(by=2)) == (3, 2, 20)
            assert list(itertools.islice(counter, 3)) == [0, 1, 2]
            assert 4 in counter
            assert bool(Counter())
            try:
                counter == 1
            except TypeError:
                pass
            else:
                raise AssertionError
            try:
                share(lambda: 0)
            except TypeError as error:
                assert "only plain data" in str(error) or "hand it plain data" in str(error), error
            else:
                raise AssertionError""")

    earned, _ = grade(answer, change=tests)
    assert earned["test_share"].full, earned["test_share"].why
