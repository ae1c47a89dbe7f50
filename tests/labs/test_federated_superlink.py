"""The client of lesson 12 under Flower's own server: a SuperLink and two SuperNodes, on this machine, offline."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openhearth.labs import federated

PROJECT = """\
[project]
name = "offices"
version = "1.0.0"
description = "Digits read in two places"
license = "Apache-2.0"
dependencies = []
[tool.flwr.app]
publisher = "openhearth"
[tool.flwr.app.components]
serverapp = "offices.server:app"
clientapp = "offices.client:app"
"""
CLIENT = """\
from openhearth.labs import federated

app = federated.client_app(federated.shared_out(federated.digits()[0], 2, 100.0))
"""
SERVER = """\
from flwr.serverapp import ServerApp
from openhearth.labs import federated

app = ServerApp()


@app.main()
def main(grid, context):
    found = federated.federate(federated.Checked(federated.rule("FedAvg")), grid, federated.digits()[1], rounds=2)
    print("reached", *found.accuracy, "refused", len(found.refused))
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def flower(tmp_path: Path):
    """Starts Flower's commands, each in a session of its own; ends them all afterwards, with their children."""
    environment = {
        **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "FLWR_HOME": str(tmp_path / "home"),
        "FLWR_TELEMETRY_ENABLED": "0",
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = tmp_path / f"{len(started)}-{command[0]}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=tmp_path,
                start_new_session=True,
            )
        started.append(process)
        return process, log

    yield start
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for process in reversed(started):
            try:
                os.killpg(process.pid, sign)
            except (ProcessLookupError, PermissionError):
                continue
        for process in started:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                continue


@pytest.mark.skipif(sys.platform == "win32", reason="ends whole sessions of processes, as POSIX has them")
def test_the_same_client_learns_the_same_under_flowers_superlink(tmp_path: Path, flower) -> None:
    here = tmp_path / "app" / "offices"
    here.mkdir(parents=True)
    (here.parent / "pyproject.toml").write_text(PROJECT)
    for name, text in (("__init__", ""), ("client", CLIENT), ("server", SERVER)):
        (here / f"{name}.py").write_text(text)
    server, *nodes = (free_port() for _ in range(3))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text(
        f'[superlink]\ndefault = "here"\n[superlink.here]\naddress = "127.0.0.1:{server}"\ninsecure = true\n'
    )
    deadline = time.monotonic() + 150

    def until(done, what: str, log: Path) -> None:
        while not done():
            assert time.monotonic() < deadline, f"{what}:\n{log.read_text()[-2000:]}"
            time.sleep(0.2)

    at = f"127.0.0.1:{server}"
    offline = "--disable-runtime-dependency-installation"
    _, log = flower("flower-superlink", "--insecure", offline, "--host", "127.0.0.1", "--port", str(server))
    until(lambda: listening(server), "the SuperLink does not listen", log)
    for who, port in enumerate(nodes):
        flower(
            "flower-supernode", "--insecure", "--superlink", at, "--port", str(port),
            "--node-config", f"partition-id={who}",
        )  # fmt: skip
    until(lambda: log.read_text().count("Activated node_id") == 2, "two SuperNodes do not join", log)
    run, said = flower("flwr", "run", str(here.parent), "here", "--stream")
    until(lambda: "reached" in said.read_text() or run.poll() is not None, "the run does not end", said)
    until(lambda: "refused" in said.read_text() or run.poll() is not None, "the run does not end", said)
    line = next((each for each in said.read_text().splitlines() if each.startswith("reached")), "")
    assert line, f"{said.read_text()[-2000:]}\n{log.read_text()[-2000:]}"

    train, held_out = federated.digits()
    grid = federated.InProcess(federated.client_app(federated.shared_out(train, 2, 100.0)), 2)
    here_too = federated.federate(federated.Checked(federated.rule("FedAvg")), grid, held_out, rounds=2)
    there = [float(word) for word in line.split()[1:4]]
    assert there == pytest.approx(here_too.accuracy, abs=0.01)
    assert here_too.accuracy[-1] > 0.7
    assert line.endswith("refused 0")
