"""Steps that take turns from a process of their own, so that how one sets up its process makes no other quicker."""

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import torch

Steps = dict[str, Callable[[], object]]


@contextlib.contextmanager
def hosted(
    threads: int, make: Callable[..., Steps], *arguments: Any
) -> Iterator[dict[str, Callable[[], float]]]:
    """What ``make`` returns in a new process of so many threads: each takes its step and says its seconds.

    It is called with an `ExitStack` that closes with the process, and ``arguments``.
    """
    spawn = get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_host, args=(there, threads, make, arguments), daemon=True)
    process.start()
    there.close()  # so that a process that fails is noticed

    def take(name: str) -> float:
        here.send(name)
        return float(here.recv())

    yield {name: partial(take, name) for name in here.recv()}
    here.send(None)
    process.join()


def seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def _host(pipe: Connection, threads: int, make: Callable[..., Steps], arguments: tuple[Any, ...]) -> None:
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    with contextlib.ExitStack() as stack:
        steps = make(stack, *arguments)
        pipe.send(list(steps))
        while (name := pipe.recv()) is not None:
            pipe.send(seconds(steps[name]))
