"""Where only bubblewrap may confine: the same things are out of reach, and nothing is left behind."""

import json
import os
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from classroom import RIGHT, Hand, grade, outcomes, scores
from made_up import Course

from openhearth.grading import bubblewrap, places
from openhearth.grading.autograde import check_isolation
from openhearth.grading.errors import GradingError
from openhearth.grading.runner import Run, Runner

Look = Callable[..., Any]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Run a cell of Python text in the learner's process; what it prints, as JSON."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "x.csv").write_text("1,2")
    (folder / "answers.ipynb").write_text("model answers")
    (tmp_path / "secret.txt").write_text("model answers")

    def look(code: str, hidden: tuple[Path, ...] = (), deadline: float = 60.0, cell: float = 20.0) -> Any:
        code = "import json, os, socket, subprocess, sys\nfrom pathlib import Path\n" + textwrap.dedent(code)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        with Runner(hidden=hidden, isolation="bwrap", deadline=deadline, cell=cell) as runner:
            run = runner.run(notebook, folder)
        return run if run.end != "finished" or run.cells[0].error else json.loads(_printed(run))

    return look


def _printed(run: Run) -> str:
    return "".join(output["text"] for output in run.cells[0].outputs)


def test_it_sees_its_files_and_python_and_little_else(look: Look, tmp_path: Path) -> None:
    course = Path(__file__).parents[2] / "notebooks"
    found = look(
        f"""
        print(json.dumps(dict(
            here=os.getcwd(), files=sorted(os.listdir(".")), given=os.listdir("/given"), hidden=os.listdir({str(course)!r}),
            secret=os.path.exists({str(tmp_path / "secret.txt")!r}), host=socket.gethostname(),
            processes=[p for p in os.listdir("/proc") if p.isdigit()], links=os.listdir("/sys/class/net") if os.path.exists("/sys") else [],
            shell=subprocess.run(["sh", "-c", "echo $((6 * 7))"], capture_output=True, text=True).stdout,
            capabilities=[line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")],
            filtered=[line.split()[1] for line in open("/proc/self/status") if line.startswith("Seccomp:")],
        )))
        """,
        hidden=(course,),
    )
    assert found == {
        "here": "/scratch",
        "files": ["x.csv"],
        "given": ["x.csv"],
        "hidden": [],
        "secret": False,
        "host": "sandbox",
        "processes": ["1"],
        "links": [],
        "shell": "42\n",
        "capabilities": ["0000000000000000"],
        "filtered": ["2"],
    }


def test_it_can_change_nothing_outside_and_reach_nobody(look: Look) -> None:
    found = look(
        """
        def tried(do):
            try:
                do()
            except OSError as error:
                return type(error).__name__
            return "done"
        print(json.dumps({
            "root": tried(lambda: open("/x", "w")),
            "given": tried(lambda: open("/given/x", "w")),
            "request": tried(lambda: open("/request.json", "w")),
            "system": tried(lambda: open("/usr/x", "w")),
            "python": tried(lambda: open(os.path.join(sys.prefix, "x"), "w")),
            "passwd": tried(lambda: open("/etc/passwd", "a")),
            "kernel": tried(lambda: open("/proc/sys/kernel/core_pattern", "w")),
            "sysrq": tried(lambda: open("/proc/sysrq-trigger", "w")),
            "raw": tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW)),
            "tcp": tried(lambda: socket.create_connection(("127.0.0.1", 22), 1)),
            "names": tried(lambda: socket.getaddrinfo("example.org", 80)),
            "disk": tried(lambda: Path("big").write_bytes(bytes(600 << 20))),
            "setuid": tried(lambda: os.setuid(1)),
        }))
        """
    )
    known = {"OSError", "PermissionError", "FileNotFoundError", "gaierror", "ConnectionRefusedError"}
    assert set(found.values()) <= known, found


def test_past_the_deadline_nothing_of_it_is_left(look: Look) -> None:
    run = look(
        """
        import signal, time
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if os.fork() == 0:
            os.setsid()
        subprocess.run(["sleep", "61.375"])
        """,
        deadline=3.0,
        cell=30.0,
    )
    assert run.end == "deadline"
    assert not [each for each in psutil.process_iter(["cmdline"]) if "61.375" in (each.info["cmdline"] or [])]
    assert not list(Path("/tmp").glob(f"{places.SCRATCH}*-*/request.json"))


def test_a_class_is_graded_in_it(generated: Course, hand_in: Hand) -> None:
    hand_in("ada", RIGHT)
    hand_in("bo", {**RIGHT, "share": "import os\nos._exit(0)"})
    summary = grade(generated, "--isolation", "bwrap")
    assert summary["isolation"] == "bwrap"
    assert outcomes(summary) == {"ada": "graded", "bo": "died"}
    assert scores(generated, "ada")["test_share"] == (2, False)


def test_where_it_is_missing_or_powerless_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    powerless = tmp_path / "bwrap"
    powerless.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    powerless.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    said = "bubblewrap cannot be used here: bwrap: setting up uid map: Permission denied"
    assert bubblewrap.refusal() == said
    with pytest.raises(GradingError, match="nothing was graded: bubblewrap cannot be used here"):
        check_isolation("bwrap")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert bubblewrap.refusal() == "bubblewrap is not installed: install your system's package bubblewrap"


def test_where_only_it_can_confine_the_refusal_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.sandbox, "refusal", lambda: "this machine does not let a process be confined")
    with pytest.raises(GradingError, match="--isolation bwrap would do here"):
        check_isolation("strict")
