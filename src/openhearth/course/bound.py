"""Child processes that die with the course, however it dies.

Jupyter's kernels poll their parent once a second, and not while they start. Linux can do better: it sends
a signal at the parent's death (``prctl(2)``, PR_SET_PDEATHSIG). Elsewhere the poll has to do.
"""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def bound(statement: str) -> list[str]:
    """The command line of a Python that runs ``statement`` and dies with this process.

    Arguments appended to it reach the statement as ``sys.argv[1:]``.
    """
    bind = f"from openhearth.course.bound import bind; bind({os.getpid()})"
    return [sys.executable, "-P", "-c", f"{bind}; {statement}"]


def bind(parent: int) -> None:
    """Die when the process ``parent``, which started this one, does."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above
        sys.exit(1)
