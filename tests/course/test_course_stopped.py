"""A course stopped at any moment: no kernel is left behind, and the next run goes on where it stood."""

import os
import random
import signal
import time
from pathlib import Path

import psutil
import pytest
from standins import LEAVE, write_lesson

SLOW = """
import pathlib, time
pathlib.Path({mark!r}).write_text("here")
time.sleep(600 if not pathlib.Path({go!r}).exists() else 0)
"""


def kernels(checkout: Path) -> list[psutil.Process]:
    """Processes of the course in ``checkout``: kernels know its workspace, which stands beside it."""
    home, found = str(checkout.parent / "home"), []
    for process in psutil.process_iter():
        try:
            if process.environ().get("OPENHEARTH_HOME") == home and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def wait_for(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_course_stopped_in_a_lesson_leaves_no_kernel_and_goes_on_there(
    checkout, tmp_path, start_course, number
):
    mark, go = tmp_path / "mark", tmp_path / "go"
    write_lesson(
        checkout,
        "01_second",
        SLOW.format(mark=str(mark), go=str(go)),
        LEAVE.format(kind="dataset", name="01"),
    )
    process = start_course()
    wait_for(mark.exists)
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    wait_for(lambda: not kernels(checkout), 5)
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 130
        assert errors.strip().splitlines()[-1].startswith("error: interrupted;")
        assert "Traceback" not in errors
    go.touch()
    again = start_course()
    _, errors = again.communicate(timeout=120)
    assert again.returncode == 0, errors
    assert "1 of 3 lessons are done already" in errors
    assert "00_first" not in errors


@pytest.mark.parametrize("seed", range(2))
def test_a_course_stopped_at_random_moments_ends_whole(checkout, start_course, seed):
    dice = random.Random(seed)
    for _ in range(4):
        process = start_course()
        time.sleep(dice.uniform(0.2, 5))
        process.send_signal(dice.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL]))
        process.communicate(timeout=30)
        wait_for(lambda: not kernels(checkout), 5)
    process = start_course()
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    home = checkout.parent / "home"
    assert {path.name for path in home.iterdir() if path.is_dir()} == {".locks", "plan", "dataset", "run"}
    assert len(list((checkout / "_build" / "lessons").glob("[!.]*.ipynb"))) == 3


def test_a_course_started_in_the_background_can_be_stopped(checkout, tmp_path, start_course):
    mark = tmp_path / "mark"
    write_lesson(checkout, "00_first", SLOW.format(mark=str(mark), go="/nowhere"))
    # A shell's background job starts with SIGINT ignored.
    process = start_course(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    wait_for(mark.exists)
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(30) == 130
    wait_for(lambda: not kernels(checkout), 5)


def test_a_second_course_is_refused_while_the_first_runs(checkout, tmp_path, start_course):
    mark = tmp_path / "mark"
    write_lesson(checkout, "00_first", SLOW.format(mark=str(mark), go="/nowhere"))
    first = start_course()
    wait_for(mark.exists)
    second = start_course()
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 1
    assert errors.startswith("error: another course is writing to")
    assert errors.count("\n") == 1
    assert first.poll() is None
