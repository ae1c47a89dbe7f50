"""What runs elsewhere: the CI script, and the environment for Binder."""

import json
import os
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
REPORT = '<testsuite><testcase classname="tests.t" name="one">{inside}</testcase></testsuite>'
SKIP = '<skipped message="{message}"/>'
CLOSING = "=================== 1 passed in 0.01s ==================="


@pytest.fixture
def ci(tmp_path):
    """Run the CI script in a made-up repository, where ``make test`` reports what it is told to."""
    (tmp_path / "repository" / ".ci").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / "repository" / ".ci")
    (tmp_path / "shared" / "mirror").mkdir(parents=True)

    def program(name: str, body: str) -> None:
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def run(inside: str = "", status: int = 0) -> subprocess.CompletedProcess[str]:
        (tmp_path / "report.xml").write_text(REPORT.format(inside=inside))
        program("chromium", "true")
        program(
            "make",
            f'echo "$1 $OPENHEARTH_MIRROR"; cp {tmp_path}/report.xml _build/ci/tests.xml\n'
            f'echo "{CLOSING}"; echo "make: done"; exit {status}',
        )
        return subprocess.run(
            [tmp_path / "repository" / ".ci" / "run"],
            env={**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_ci_calls_make_test_with_the_mirror_and_ends_with_pytests_closing_line(ci):
    done = ci()
    assert done.returncode == 0, done.stderr
    assert re.search(r"^test .*/shared/mirror$", done.stdout, re.M)
    assert done.stdout.splitlines()[-1] == CLOSING


@pytest.mark.parametrize(("inside", "status"), [("", 2), (SKIP.format(message="no network today"), 0)])
def test_ci_fails_when_a_test_fails_or_is_skipped_for_no_good_reason(ci, inside, status):
    done = ci(inside, status)
    assert done.returncode != 0
    assert done.stdout.splitlines()[-1] == CLOSING
    assert ("no network today" in done.stdout) == bool(inside)


def test_ci_lets_a_missing_gpu_skip(ci):
    assert ci(SKIP.format(message="needs a CUDA GPU")).returncode == 0


def test_scripts_are_executable():
    for name in (".ci/run", "postBuild"):
        assert (ROOT / name).stat().st_mode & stat.S_IXUSR


def test_binder_gets_all_that_lessons_and_apps_need_and_no_book_or_grading_tool():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    renamed = {"pytorch-cpu": "torch", "matplotlib-base": "matplotlib"}

    def names(entries: list[str]) -> set[str]:
        return {re.split(r"[<>=\[]", entry)[0] for entry in entries}

    there = {renamed.get(name, name) for name in names(conda + pip)}
    wanted = {"labs", "apps", "release", "ethics"}  # "access" is "ethics"
    asked = {
        extra
        for path in sorted((ROOT / "notebooks/lessons").glob("*.ipynb"))
        for extra in json.loads(path.read_text())["metadata"].get("openhearth", {}).get("extras", [])
    }
    assert asked - {"access"} <= wanted
    extras = (project["optional-dependencies"][extra] for extra in wanted)
    assert names(project["dependencies"]).union(*map(names, extras)) <= there
    assert not there & {"jupyter-book", "nbgrader", "pytest", "transformers"}
    assert "python=3.11" in conda
