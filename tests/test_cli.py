"""The command line: light to start, and one clear sentence for a mistake."""

import resource
import subprocess
import sys

import pytest


def openhearth(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-c", "from openhearth.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=120,
    )


def test_importing_the_package_or_asking_for_help_loads_no_torch() -> None:
    heavy = "{'torch', 'numpy', 'matplotlib', 'sklearn', 'tokenizers', 'pooch'}"
    code = (
        "import sys, openhearth, openhearth.data, openhearth.machine, openhearth.plan, openhearth.workspace, openhearth.cli\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_takes_less_than_half_a_second_of_cpu() -> None:
    """CPU seconds, not wall seconds, so that a busy machine does not decide; the least of three tries."""

    def spent() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert openhearth("--help").returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)

    assert min(spent() for _ in range(3)) < 0.5


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "--minutes", "0"),
        ("plan", "--minutes=-1"),
        ("plan", "--minutes", "1e9"),
        ("plan", "--minutes", "abc"),
        ("plan", "--machine", "nowhere.json"),
        ("machine", "--profile", "abacus"),
        ("train", "--minutes", "0"),
        ("train", "--data", "nothing-known"),
        ("train", "--languages", "tlh"),
        ("generate", "--run", "never-trained"),
        ("data", "info", "nothing-known"),
        ("release", "check", "no/such/folder"),
        ("prove", "99-nothing"),
        ("course", "run", "--minutes", "abc"),
    ],
)
def test_a_mistake_gets_one_sentence_no_traceback_and_a_failing_status(
    arguments: tuple[str, ...], tmp_path
) -> None:
    done = openhearth(*arguments, OPENHEARTH_HOME=str(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1, done.stderr


def test_debug_shows_the_traceback() -> None:
    done = openhearth("--debug", "plan", "--minutes", "abc")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_json_is_json() -> None:
    import json

    plan = json.loads(openhearth("plan", "--machine", "binder", "--json").stdout)
    assert plan["predicted"]["seconds"] == 60
    assert json.loads(openhearth("machine", "--profile", "h200", "--json").stdout)["cores"]["value"] == 16
