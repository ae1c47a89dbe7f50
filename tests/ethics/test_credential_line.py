"""The whole line: identity, issue, verify in every form, revoke, replace; as commands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from school import record

from openhearth.ethics.credential.verify import CHECKS

CLI = [sys.executable, "-m", "openhearth", "ethics"]


class Shell:
    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "OPENHEARTH_HOME": str(home)}

    def __call__(self, *arguments: object, fails: bool = False) -> str:
        done = subprocess.run(
            [*CLI, *map(str, arguments)], capture_output=True, text=True, env=self.environment, check=False
        )
        assert bool(done.returncode) == fails, done.stderr + done.stdout
        if fails:
            assert done.stderr.startswith("error: ")
            assert done.stderr.count("\n") == 1, done.stderr
            assert "Traceback" not in done.stderr
        return done.stderr if fails else done.stdout

    def json(self, *arguments: object) -> dict:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


def test_a_newcomer_goes_from_a_name_to_a_certificate_and_loses_it(shell: Shell, tmp_path: Path) -> None:
    learner = shell.json("identity", "--name", "Amina Diallo")["learner"]
    assert Path(learner["key"]).stat().st_mode & 0o777 == 0o600
    school = shell.json("identity", "--issuer", "Escola de Exemplo")["issuer"]
    evidence = tmp_path / "evidence.json"
    evidence.write_text(json.dumps(record(learner["did"]).to_json()))
    [path] = shell.json("issue", evidence, "--jwt")["certificates"]

    verdict = shell.json("verify", path, "--subject", learner["did"])
    assert verdict["accepted"]
    assert [check["name"] for check in verdict["checks"]] == list(CHECKS)

    baked = shell.json("bake", path, "--out", tmp_path / "baked")
    assert baked["linkedin"].startswith("https://www.linkedin.com/profile/add?")
    forms = [*(baked[kind] for kind in ("json", "png", "svg", "pdf")), path.replace(".json", ".jwt")]
    found = [shell.json("verify", form) for form in forms]
    assert {(one["id"], one["learner"], one["name"]) for one in found} == {
        (verdict["id"], learner["did"], "Amina Diallo")
    }

    stranger = Shell(tmp_path / "elsewhere")
    public = Path(school["publish"])
    assert "no institution is trusted" in stranger("verify", path, fails=True)
    with_copies = (
        "--trust",
        public / "trust.jwt",
        "--root",
        school["root"],
        "--status",
        public / "revocation.json",
    )
    assert stranger.json("verify", path, *with_copies)["accepted"]
    assert stranger.json("verify", path)["accepted"], "the copies are remembered"

    shell("revoke", path, "--reason", "a drill")
    for form in forms:
        assert "it is revoked" in shell("verify", form, fails=True)
    assert stranger.json("verify", path)["accepted"], "an offline copy is good until it ends"
    assert "it is revoked" in stranger("verify", path, "--status", public / "revocation.jwt", fails=True)
    assert "it is revoked" in stranger("verify", path, fails=True), "what was seen is not forgotten"


def test_a_lost_key_is_replaced_and_the_old_certificate_revoked(shell: Shell, tmp_path: Path) -> None:
    other = Shell(tmp_path / "other")
    first = shell.json("identity", "--name", "王小明")["learner"]["did"]
    second = other.json("identity", "--name", "王小明")["learner"]["did"]
    shell("identity", "--issuer", "示例学校")
    evidence = tmp_path / "evidence.json"
    evidence.write_text(json.dumps(record(first, "王小明").to_json()))
    [old] = shell.json("issue", evidence)["certificates"]
    ends = json.loads(Path(old).read_text())["validUntil"]
    [new] = shell.json("issue", "--replaces", old, "--subject", second)["certificates"]
    assert "it is revoked" in shell("verify", old, fails=True)
    verdict = shell.json("verify", new, "--subject", second)
    assert (verdict["accepted"], verdict["learner"]) == (True, second)
    assert json.loads(Path(new).read_text())["validUntil"] == ends, "a replacement extends nothing"
    assert "revoked" in shell("issue", "--replaces", old, "--subject", first, fails=True)


def test_each_mistake_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    assert "make one with" in shell("identity", fails=True)
    assert "make one with" in shell("issue", "nothing.json", fails=True)
    shell("identity", "--issuer", "Escola")
    assert "already" in shell("identity", "--issuer", "Escola", fails=True)
    assert "cannot read" in shell("issue", tmp_path / "nothing.json", fails=True)
    assert "cannot read" in shell("verify", tmp_path / "nothing.json", fails=True)
    (tmp_path / "empty").write_bytes(b"")
    assert "no certificate" in shell("verify", tmp_path / "empty", fails=True)
    assert "cannot be revoked" in shell("revoke", "urn:uuid:none", fails=True)
    elsewhere = Shell(tmp_path / "elsewhere")
    assert "https" in elsewhere("identity", "--issuer", "A", "--url", "http://a.example", fails=True)
    assert "keys are called" in shell("compromise", "nokey", fails=True)
    assert "invisible" in shell("identity", "--name", "Amina\u202e", fails=True)
