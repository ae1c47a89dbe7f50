"""What test cells use: `check` says *not attempted*, *wrong, because* or *right*; `fresh` draws new data.

A test cell must end in an exception to lose its marks, but learners need a sentence, not a traceback: so
the exceptions here carry their own rendering, which IPython shows in place of one (``_render_traceback_``).
"""

import contextlib
import os
import random
from collections.abc import Iterator

SEED = "OPENHEARTH_GRADING_SEED"
"""The environment variable in which the grader supplies the seed of hidden tests."""


class _Said(Exception):
    """An exception shown as its message alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NotAttempted(_Said, NotImplementedError):
    """The answer is still the blank stub."""


class Wrong(_Said, AssertionError):
    """The answer fails an assertion."""


@contextlib.contextmanager
def check(name: str) -> Iterator[None]:
    """Run the assertions in the ``with`` block on the answer ``name``, and say how it stands.

    Raises:
        NotAttempted: the answer raised `NotImplementedError`.
        Wrong: an assertion failed; its message completes "Wrong, because ...".
    """
    try:
        yield
    except NotImplementedError as error:
        raise NotAttempted(f"Not attempted: {name}. {error}".rstrip()) from None
    except AssertionError as error:
        if not error.args:  # an assertion of the learner's own, or one without a reason: show where
            raise
        raise Wrong(f"Wrong, because {str(error).rstrip('.')}.") from None
    print(f"Right: {name} passes every check in this cell.")


def fresh(name: str) -> random.Random:
    """Random numbers that no one can know in advance, for the test called ``name``.

    They follow from the grader's seed (``OPENHEARTH_GRADING_SEED``) and the name, so that a run can be
    repeated and the order of cells does not matter; without a seed, from the system's entropy.
    """
    seed = os.environ.get(SEED)
    return random.Random(f"{seed}/{name}") if seed else random.Random()
