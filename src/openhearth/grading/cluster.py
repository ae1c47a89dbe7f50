"""Grade on any number of machines, through Dask: each worker process keeps one warm process of its own.

A submission goes to a worker as bytes and comes back as plain data; only this process writes the journal and the gradebook.
Submissions run in the worker's sandbox, whose network is empty, so none can reach the scheduler. When a worker is lost, what
it held is graded again at the end, one submission at a time: the one that brings down a worker again, alone, is set aside.
"""

import atexit
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any

from openhearth.grading.course import Material
from openhearth.grading.errors import GradingError
from openhearth.grading.grader import Result, Submission, grade, modules
from openhearth.grading.local import STRIKES, quarantined, workers
from openhearth.grading.runner import Runner

AHEAD = 2  # submissions sent to each worker before it has answered: one at work, one waiting
LOCAL = ("tcp://127.0.0.1:", "tcp://localhost:", "tcp://[::1]:", "inproc://")

CONNECT = "10s"
LOOK = 2.0  # seconds between looks at whether workers are there, while nothing is done
PATIENCE = 60.0  # seconds that a cluster may be without any

UNKNOWN = "unknown"
"""A worker's answer where it has not been given the material yet."""

_kept: dict[str, tuple[Material, Runner]] = {}
"""In a worker: what it grades against, and its one runner, by the material's key."""


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
        # What looks around many times a second takes time from grading.
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.system-monitor.interval": "10s",
        "distributed.worker.memory.monitor-interval": "1s",
        "distributed.worker.profile.enabled": False,
    }
    with dask.config.set(settings):
        try:
            if address:
                made, client = (
                    None,
                    Client(address, security=Security() if address.startswith("tls://") else None),
                )
            else:
                size = count or workers()
                made = LocalCluster(
                    n_workers=size,
                    threads_per_worker=1,
                    dashboard_address=None,
                    security=Security.temporary(),
                    silence_logs=50,
                )
                made.adapt(minimum=size, maximum=size)  # a worker that is lost as it starts is replaced, too
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
        GradingError: no worker can run anything, none is left, or the scheduler is lost.
    """
    from distributed.client import ClosedClientError

    todo = iter(submissions)
    held: dict[str, Submission] = {}
    suspects: list[Submission] = []
    try:
        room = max(1, len(client.scheduler_info()["workers"])) * AHEAD
        done: SimpleQueue[Any] = SimpleQueue()

        def send(submission: Submission, given: Material | None = None) -> None:
            future = client.submit(_grade, submission, material.key, given, start, pure=False)
            held[future.key] = submission
            future.add_done_callback(done.put)

        while True:
            while len(held) < room and (submission := next(todo, None)) is not None:
                send(submission)
            if not held:
                break
            future = _next(done, client)
            submission = held.pop(future.key)
            result = _result(future)
            if result == UNKNOWN:
                send(submission, material)
            elif isinstance(result, Result):
                yield submission, result
            else:
                suspects.append(submission)
            future.release()
        for submission in suspects:
            send(submission, material)
            result = _result(_next(done, client))
            yield (
                submission,
                result
                if isinstance(result, Result)
                else quarantined(submission.student, "workers ended with it"),
            )
    except (OSError, CancelledError, ClosedClientError) as error:
        raise GradingError(
            f"the scheduler is lost ({_line(error)}); what is graded is kept, run it again"
        ) from None


def _next(done: "SimpleQueue[Any]", client: Any) -> Any:
    """The next future that is done."""
    alone = 0.0  # seconds without a worker
    while True:
        try:
            return done.get(timeout=LOOK)
        except Empty:
            alone = 0.0 if client.scheduler_info()["workers"] else alone + LOOK
            if alone >= PATIENCE:
                raise GradingError(
                    f"the cluster has had no worker for {alone:.0f} seconds; start one and run it again, what is graded is kept"
                ) from None


def _result(future: Any) -> Result | str | None:
    """What a worker answered; None where it was lost."""
    from distributed import KilledWorker

    try:
        answer: Result | str = future.result()
    except KilledWorker:
        return None
    return answer


def _grade(
    submission: Submission, key: str, given: Material | None, start: Callable[[set[str]], Runner]
) -> Result | str:
    """In a worker: grade one submission against the material of this key, or say that it is not known here.

    A new worker so asks for it by itself, however many were lost before. Where the warm process is lost, the submission is
    graded once more with a new one.
    """
    if given is None and key not in _kept:
        return UNKNOWN
    for strike in range(1, STRIKES + 1):
        if key not in _kept:
            assert given is not None
            _close()
            _kept[key] = given, start(modules(given))
        material, runner = _kept[key]
        try:
            return grade(submission, material, runner)
        except GradingError as error:
            given = material
            _close()
            if strike == STRIKES:
                return quarantined(submission.student, str(error))
    raise AssertionError("not reached")


def _close() -> None:
    while _kept:
        _kept.popitem()[1][1].close()


atexit.register(_close)


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
