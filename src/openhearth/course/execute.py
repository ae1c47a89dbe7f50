"""One notebook, executed in a kernel of its own, with its seconds and its peak memory.

The kernel is always the Python that runs this (whatever kernels are installed), knows nothing of the
learner's IPython profile, works in a temporary folder, and dies with the course.
"""

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhearth.course import CourseError
from openhearth.course.bound import bound

KERNEL = "from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
STARTUP_SECONDS = 180
"""How long a kernel may take to start: a busy machine with a cold disk needs most of a minute."""
OUTPUT_SECONDS = 60
"""How long a cell's last output may take to arrive."""


@dataclass(frozen=True)
class Outcome:
    """An executed notebook and what it took."""

    notebook: Any  # nbformat.NotebookNode with outputs
    seconds: float  # wall clock, from starting the kernel to its last output
    peak_mb: float  # peak resident memory of the kernel, in 10**6 bytes


def execute(
    notebook: Any,
    *,
    name: str,
    environment: Mapping[str, str] | None = None,
    on_cell: Callable[[], None] = lambda: None,
) -> Outcome:
    """Execute a copy of ``notebook`` and return it with its outputs.

    Args:
        notebook: an ``nbformat.NotebookNode``.
        name: what errors call it.
        environment: variables that the kernel gets besides this process's own.
        on_cell: called after each code cell.

    Raises:
        CourseError: a cell raised an error, or the kernel died; the message names the cell.
        KeyboardInterrupt: Ctrl-C; the kernel is gone by then.
    """
    with tempfile.TemporaryDirectory(prefix="openhearth-", ignore_cleanup_errors=True) as folder:
        return asyncio.run(_execute(notebook, name, environment or {}, on_cell, Path(folder)))


async def _execute(
    notebook: Any, name: str, environment: Mapping[str, str], on_cell: Callable[[], None], folder: Path
) -> Outcome:
    import copy

    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    transport = "tcp" if sys.platform == "win32" else "ipc"  # ipc: no open port, none to run out of
    manager = AsyncKernelManager(connection_file=str(folder / "kernel.json"), transport=transport)
    manager._kernel_spec = KernelSpec(
        argv=[*bound(KERNEL), "-f", "{connection_file}"], display_name="Python 3", language="python"
    )
    client = NotebookClient(
        copy.deepcopy(notebook),
        manager,
        timeout=None,
        startup_timeout=STARTUP_SECONDS,
        iopub_timeout=OUTPUT_SECONDS,
        record_timing=False,
    )
    (folder / "work").mkdir()
    start = time.monotonic()
    environment = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), **environment}
    try:
        # Not client.execute(): it takes over Ctrl-C, and then only sees that its kernel died.
        with (folder / "kernel.log").open("wb") as log:
            await client.async_start_new_kernel(
                cwd=str(folder / "work"), env=environment, stdout=log, stderr=log
            )
        await client.async_start_new_kernel_client()
        await _run_cells(client, name, on_cell)
        seconds = time.monotonic() - start
        return Outcome(client.nb, round(seconds, 2), round(await _peak_bytes(client) / 1e6, 1))
    except RuntimeError as error:
        raise CourseError(
            f"{name}: its kernel did not start ({error}); run the same command again"
        ) from error
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)


async def _run_cells(client: Any, name: str, on_cell: Callable[[], None]) -> None:
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    number = 0
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code":
            continue
        number += 1
        try:
            await client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
        except CellExecutionError as error:
            why = f"{error.ename}: {' '.join(_plain(error.evalue).split())[:500]}"
            raise CourseError(f"{name}, code cell {number}: {why}") from error
        except DeadKernelError as error:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise asyncio.CancelledError from None  # Ctrl-C: nbclient takes it for a dead kernel
            raise CourseError(
                f"{name}, code cell {number}: the kernel died, most likely for want of memory; "
                "close other programs or choose fewer --minutes"
            ) from error
        on_cell()
    information = await client.async_wait_for_reply(client.kc.kernel_info())
    if information is not None:
        client.nb.metadata["language_info"] = information["content"]["language_info"]
    client.set_widgets_metadata()


async def _peak_bytes(client: Any) -> int:
    """Peak resident memory of the kernel's process, in bytes.

    Linux: VmHWM, for ru_maxrss there starts from what the parent had at the fork.
    """
    pid = client.km.provisioner.pid
    if sys.platform == "linux":
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) * 1024 if found else 0
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process(pid).memory_info().peak_wset)
    asked = "__import__('resource').getrusage(0).ru_maxrss"  # bytes on macOS
    reply = await client.async_wait_for_reply(
        client.kc.execute("", silent=True, user_expressions={"peak": asked})
    )
    return int(reply["content"]["user_expressions"]["peak"]["data"]["text/plain"])


def _plain(text: str) -> str:
    """``text`` without terminal colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
