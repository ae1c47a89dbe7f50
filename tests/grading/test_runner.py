"""The warm process and its forks: outputs as a kernel's, nothing left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbclient
import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from openhearth.grading.errors import GradingError
from openhearth.grading.runner import Runner

CELLS = (
    'print("one")\nprint("two")',
    'import sys\n\nprint("out")\nprint("err", file=sys.stderr)',
    "1 + 1",
    "2 + 2;",
    "None",
    'from IPython.display import Markdown, display\n\ndisplay(Markdown("*x*"))\n"value"',
    "%%capture\nprint(3)",
    "import asyncio\n\nawait asyncio.sleep(0, 4)",
    "1 / 0",
    "def (",
    "raise SystemExit(1)",
    "_ = __",
    "import warnings\n\nwarnings.warn('old', DeprecationWarning)",
)


def notebook(*sources: str) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in sources])


@pytest.fixture
def runner():
    with Runner(deadline=20) as started:
        yield started


def shape(outputs):
    """What nbgrader and readers look at; tracebacks and a warning's address differ from kernel to kernel."""
    kept = []
    for output in outputs:
        if output["output_type"] == "error":
            kept.append(("error", output["ename"], re.sub(r"\(\S+, line", "(CELL, line", output["evalue"])))
        elif output["output_type"] == "stream":
            text = output["text"]
            kept.append((output["name"], "warned" if "DeprecationWarning" in text else text))
        else:
            kept.append((output["output_type"], dict(output["data"])))
    return sorted((entry for entry in kept if "To exit: use" not in str(entry)), key=str)


def test_cells_leave_the_outputs_that_a_kernel_would(runner, tmp_path):
    ours = runner.run(notebook(*CELLS), tmp_path)
    theirs = nbclient.NotebookClient(notebook(*CELLS), allow_errors=True, timeout=60).execute()
    for index, source in enumerate(CELLS):
        assert shape(ours.cells[index].outputs) == shape(theirs.cells[index].outputs), source


def test_submissions_do_not_see_one_another(runner, tmp_path):
    runner.run(
        notebook("x = 1\nimport os, pathlib\nos.environ['LEFT'] = '1'\npathlib.Path('left').touch()"),
        tmp_path,
    )
    after = runner.run(notebook("x", "import os\nos.environ['LEFT']", "open('left')"), tmp_path)
    assert [after.cells[i].error.kinds[0] for i in range(3)] == ["NameError", "KeyError", "FileNotFoundError"]


def test_a_submission_finds_the_files_of_the_assignment_but_not_its_notebook(runner, tmp_path):
    (tmp_path / "stories.txt").write_text("Once")
    (tmp_path / "solutions.ipynb").write_text("{}")
    run = runner.run(notebook("open('stories.txt').read()", "open('solutions.ipynb')"), tmp_path)
    assert run.cells[0].outputs[0]["data"]["text/plain"] == "'Once'"
    assert run.cells[1].error.kinds[0] == "FileNotFoundError"


def test_what_was_done_before_the_deadline_is_kept(tmp_path):
    with Runner(deadline=1) as runner:
        run = runner.run(notebook("print(1)", "while True: print('x' * 1000)", "print(3)"), tmp_path)
        assert (run.end, run.last, set(run.cells)) == ("deadline", 1, {0})
        assert run.seconds < 5
        assert runner.run(notebook("print(1)"), tmp_path).end == "finished"


def marked(mark: str) -> list[int]:
    return [p.pid for p in psutil.process_iter(["cmdline"]) if mark in " ".join(p.info["cmdline"] or ())]


def test_no_process_outlives_its_submission_not_even_a_daemon(runner, tmp_path):
    mark = f"orphan-{os.getpid()}"
    source = f"""import subprocess, sys
sleeper = [sys.executable, "-c", "import time; time.sleep(600)  # {mark}"]
starter = "import subprocess; subprocess.Popen(" + repr(sleeper) + ", start_new_session=True)"
subprocess.run([sys.executable, "-c", starter], start_new_session=True)"""
    run = runner.run(notebook(source), tmp_path)
    assert run.cells[0].error is None
    assert marked(mark) == []


def test_when_the_prover_is_killed_what_it_started_ends(tmp_path):
    mark = f"killed-{os.getpid()}"
    program = f"""
import nbformat.v4 as v4
from pathlib import Path
from openhearth.grading.runner import Runner
sleep = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)  # {mark}'])"
runner = Runner()
runner.run(v4.new_notebook(cells=[v4.new_code_cell(sleep)]), Path({str(tmp_path)!r}))
"""
    prover = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    try:
        wait_until(lambda: len(marked(mark)) > 1)  # the prover's own command line has the mark as well
        warm = psutil.Process(prover.pid).children()
    finally:
        os.kill(prover.pid, signal.SIGKILL)
        prover.wait()
    wait_until(lambda: not marked(mark) and not any(process.is_running() for process in warm))


def wait_until(happened, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def test_a_module_that_starts_a_thread_is_named_since_forks_would_break(tmp_path, monkeypatch):
    (tmp_path / "restless.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(GradingError, match="importing restless starts a thread"):
        Runner(["restless"])


def test_a_warm_process_that_has_ended_is_said_in_one_sentence(runner, tmp_path):
    runner._process.kill()
    runner._process.wait()
    with pytest.raises(GradingError, match="has ended"):
        runner.run(notebook("1"), tmp_path)


def test_every_submission_has_its_own_workspace(runner, tmp_path: Path):
    run = runner.run(notebook("import os\n\nprint(os.environ['OPENHEARTH_HOME'], os.getcwd())"), tmp_path)
    home, folder = run.cells[0].outputs[0]["text"].split()
    assert Path(home).parent == Path(folder).parent
    assert not Path(folder).exists()
