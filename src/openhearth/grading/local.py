"""Grade on this machine: a warm process for every worker, a submission at a time each."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator

from openhearth.grading.course import Material
from openhearth.grading.errors import GradingError
from openhearth.grading.grader import QUARANTINED, Result, Submission, grade, modules
from openhearth.grading.runner import Runner

STRIKES = 2  # warm processes that a submission may bring down


def workers() -> int:
    """How many processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    submissions: Iterable[Submission], material: Material, start: Callable[[set[str]], Runner], count: int = 0
) -> Iterator[tuple[Submission, Result]]:
    """Grade ``submissions`` on ``count`` workers (0: one a processor); results in the order in which they are done.

    Only as many submissions are taken from the iterable as are at work.

    Args:
        start: makes a runner that has imported these modules.

    Raises:
        GradingError: no runner can be started.
    """
    needed = modules(material)
    todo: queue.Queue[Submission | None] = queue.Queue(1)
    done: queue.Queue[tuple[Submission, Result] | BaseException | None] = queue.Queue()
    stopped = threading.Event()

    def work() -> None:
        runner = None
        try:
            while (submission := todo.get()) is not None and not stopped.is_set():
                for strike in range(1, STRIKES + 1):
                    runner = runner or start(needed)
                    try:
                        done.put((submission, grade(submission, material, runner)))
                        break
                    except GradingError as error:
                        runner.close()
                        runner = None
                        if strike == STRIKES:
                            done.put((submission, quarantined(submission.student, str(error))))
        except BaseException as error:
            done.put(error)
        finally:
            if runner:
                runner.close()
            done.put(None)

    def feed() -> None:
        try:
            for submission in submissions:
                if stopped.is_set():
                    break
                todo.put(submission)
        except BaseException as error:
            done.put(error)
        for _ in threads:
            todo.put(None)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(count or workers())]
    feeder = threading.Thread(target=feed, daemon=True)
    for thread in (*threads, feeder):
        thread.start()
    left = len(threads)
    try:
        while left:
            found = done.get()
            if found is None:
                left -= 1
            elif isinstance(found, BaseException):
                raise found
            else:
                yield found
    finally:
        stopped.set()


def quarantined(student: str, why: str) -> Result:
    """What is recorded of a submission that brings down what grades it."""
    return Result(
        student,
        QUARANTINED,
        f"it brought down {STRIKES} processes that were grading it, and was set aside ({why})",
    )
