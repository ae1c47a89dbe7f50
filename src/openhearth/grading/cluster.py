"""Grade on any number of machines, through Dask: each worker process keeps one warm process of its own.

A submission goes to a worker as bytes and comes back as plain data; only this process writes the journal and the gradebook.
Submissions run in the worker's sandbox, whose network is empty, so none can reach the scheduler. When a worker is lost, what
it held is graded again at the end, one submission at a time: the one that brings down a worker again, alone, is set aside.
"""

import atexit
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from openhearth.grading.course import Material
from openhearth.grading.errors import GradingError
from openhearth.grading.grader import Result, Submission, grade, modules
from openhearth.grading.local import STRIKES, quarantined, workers
from openhearth.grading.runner import Runner

AHEAD = 2  # submissions sent to each worker before it has answered: one at work, one waiting
LOCAL = ("tcp://127.0.0.1:", "tcp://localhost:", "tcp://[::1]:", "inproc://")

CONNECT = "10s"

_kept: dict[str, Runner] = {}
"""In a worker: its one runner, by what it was started for."""


@contextmanager
def cluster(address: str = "", count: int = 0) -> Iterator[Any]:
    """A client of the scheduler at ``address``; by default of one started here, with ``count`` workers (0: one a processor).

    Certificates for TLS are taken from Dask's own configuration (``distributed.comm.tls``); for a cluster started here they
    are made for the occasion.

    Raises:
        GradingError: Dask is not installed, no scheduler answers, or ``address`` would send submissions unencrypted.
    """
    try:
        import dask
        from distributed import Client, LocalCluster, Security
    except ImportError:
        raise GradingError(
            "grading on a cluster needs Dask; install it with: pip install 'openhearth[cluster]'"
        ) from None
    if address.startswith("tls://") and not dask.config.get("distributed.comm.tls.ca-file"):
        raise GradingError(
            f"{address} asks for certificates, and Dask's configuration names none; set distributed.comm.tls.ca-file and"
            " distributed.comm.tls.client.cert and .key (Dask's documentation, TLS)"
        )
    if address and not address.startswith(("tls://", *LOCAL)):
        raise GradingError(
            f"{address} is not encrypted, and submissions are personal data; start the scheduler with TLS and name it as tls://..."
        )
    settings = {
        "distributed.scheduler.allowed-failures": 0,  # we see to what a lost worker held
        "distributed.comm.timeouts.connect": CONNECT,
        "distributed.worker.daemon": False,
    }
    with dask.config.set(settings):
        try:
            if address:
                made, client = (
                    None,
                    Client(address, security=Security() if address.startswith("tls://") else None),
                )
            else:
                made = LocalCluster(
                    n_workers=count or workers(),
                    threads_per_worker=1,
                    dashboard_address=None,
                    security=Security.temporary(),
                    silence_logs=50,
                )
                client = Client(made)
        except (OSError, TimeoutError, ValueError) as error:
            where = address or "this machine"
            raise GradingError(
                f"no scheduler answers at {where} ({_line(error)}); start it, or use --executor local"
            ) from None
        try:
            yield client
        finally:
            client.close()
            if made is not None:
                made.close()


def run(
    submissions: Iterable[Submission], material: Material, start: Callable[[set[str]], Runner], client: Any
) -> Iterator[tuple[Submission, Result]]:
    """Grade ``submissions`` on the workers of ``client``; results in the order in which they are done.

    Raises:
        GradingError: no worker can run anything, or the scheduler is lost.
    """
    from distributed import as_completed

    todo = iter(submissions)
    held: dict[str, Submission] = {}
    try:
        shared = client.scatter(material, broadcast=True)
        room = max(1, len(client.scheduler_info()["workers"])) * AHEAD
        done = as_completed(loop=client.loop)

        def send() -> None:
            while len(held) < room and (submission := next(todo, None)) is not None:
                future = client.submit(_grade, submission, shared, start, pure=False)
                held[future.key] = submission
                done.add(future)

        send()
        suspects: list[Submission] = []
        while held:
            future = next(done)
            submission = held.pop(future.key)
            result = _result(future)
            if result is None:
                suspects.append(submission)
            else:
                yield submission, result
            future.release()
            send()
        for submission in suspects:
            result = _result(client.submit(_grade, submission, shared, start, pure=False))
            yield submission, result or quarantined(submission.student, "workers ended with it")
    except OSError as error:
        raise GradingError(
            f"the scheduler is lost ({_line(error)}); what is graded is kept, run it again"
        ) from None


def _result(future: Any) -> Result | None:
    """The result; None where the worker was lost."""
    from distributed import KilledWorker

    try:
        found: Result = future.result()
    except KilledWorker:
        return None
    return found


def _grade(submission: Submission, material: Material, start: Callable[[set[str]], Runner]) -> Result:
    """In a worker: grade one submission; where its warm process is lost, once more with a new one."""
    for strike in range(1, STRIKES + 1):
        if material.key not in _kept:
            _close()
            _kept[material.key] = start(modules(material))
        try:
            return grade(submission, material, _kept[material.key])
        except GradingError as error:
            _close()
            if strike == STRIKES:
                return quarantined(submission.student, str(error))
    raise AssertionError("not reached")


def _close() -> None:
    while _kept:
        _kept.popitem()[1].close()


atexit.register(_close)


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
