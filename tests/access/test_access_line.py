"""The whole way on the clinic, as commands: refused, certified, signed, granted, opened, ended, audited."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from school import record

from openhearth.data import clinic_files


class Shell:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "OPENHEARTH_HOME": str(home)}

    def __call__(self, *words: object, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "openhearth", *map(str, words)],
            capture_output=True,
            text=True,
            env=self.environment,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return " ".join((done.stderr if status else done.stdout).split())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


def test_the_clinic_opens_to_who_earned_it_and_closes_again(shell: Shell, tmp_path: Path) -> None:
    learner = json.loads(shell("ethics", "identity", "--name", "Amina Diallo", "--json"))["learner"]["did"]
    assert "nothing called 'clinic' is behind this gate" in shell("data", "get", "clinic", status=1)
    shell("ethics", "secret")
    shell("ethics", "identity", "--issuer", "Escola de Exemplo")
    shell("access", "place", "clinic", "--title", "Openhearth clinic", "--by", "Dr. Sato")
    said = shell("data", "get", "clinic", status=1)
    for what in ("(1) certificate", "(2) agreement", "(3) grant"):
        assert what in said

    evidence = tmp_path / "record.json"
    evidence.write_text(json.dumps(record(learner).to_json()))
    [certificate] = json.loads(shell("ethics", "issue", evidence, "--json"))["certificates"]
    why = "a seminar on errors of measurement"
    asked = json.loads(shell("access", "request", "clinic", "--why", why, "--json"))["request"]
    assert "I give it to nobody" in shell("access", "sign", "clinic", "--yes")
    said = shell("access", "open", "clinic", "--certificate", certificate, status=1)
    assert "(1) grant" in said
    assert "agreement" not in said
    granted = json.loads(shell("access", "grant", asked, "--by", "Dr. Sato", "--json"))["grant"]
    assert "was granted by Dr. Sato" in shell("access", "grant", asked, status=1)

    folder = Path(shell("access", "open", "clinic", "--certificate", certificate))
    assert {path.name for path in folder.iterdir()} == {"patients.csv", "stays.csv", "measurements.csv"}
    stays = clinic_files.read(folder, "stays")
    assert len(stays["stay_id"]) == len(clinic_files.read(folder, "patients")["subject_id"]) == 4000
    assert "patients.csv" in shell("data", "get", "clinic")
    assert "truth" not in "".join(path.read_text()[:200] for path in folder.iterdir())

    shell("access", "revoke", granted, "--by", "Dr. Sato")
    said = shell("data", "get", "clinic", status=1)
    assert "the grant was revoked" in said
    assert f"delete {folder}" in said
    assert "the grant was revoked" in shell(
        "access", "open", "clinic", "--certificate", certificate, status=1
    )

    log = tmp_path / "log.jsonl"
    count = json.loads(shell("access", "audit", "--export", log, "--json"))["entries"]
    lines = log.read_text().splitlines()
    assert count == len(lines) == 8
    anchors = shell.home / "access" / "anchors.txt"
    log.write_text("\n".join(lines[:-1]) + "\n")
    said = shell("access", "audit", "--file", log, "--anchor", anchors, status=1)
    assert "its tail is cut off" in said


def test_two_classes_have_clinics_of_their_own_that_the_public_generator_does_not_give_away(
    tmp_path: Path,
) -> None:
    sealed = []
    for name in ("lima", "accra"):
        shell = Shell(tmp_path / name)
        shell("ethics", "secret")
        shell("access", "place", "clinic", "--tier", "open")
        shell("ethics", "identity", "--name", "Amina Diallo")
        folder = Path(shell("access", "open", "clinic"))
        sealed.append((folder / "patients.csv").read_text())
    assert sealed[0] != sealed[1]


def test_weights_and_source_go_behind_the_gate_as_data_do(shell: Shell, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "deep").mkdir(parents=True)
    (bundle / "model.safetensors").write_bytes(os.urandom(100_000))
    (bundle / "deep" / "README.md").write_text("weights")
    shell("ethics", "identity", "--name", "Amina Diallo")
    shell("access", "place", "tales-small", bundle, "--kind", "weights", "--tier", "registered")
    assert "(1) agreement" in shell("access", "open", "tales-small", status=1)
    shell("access", "sign", "tales-small", "--yes")
    folder = Path(shell("access", "open", "tales-small"))
    for name in ("model.safetensors", "deep/README.md"):
        assert (folder / name).read_bytes() == (bundle / name).read_bytes()
    sealed = shell.home / "access" / "sealed" / "tales-small.age"
    content = sealed.read_bytes()
    sealed.write_bytes(content[:-1])
    assert "is another file than the one that was placed" in shell("access", "open", "tales-small", status=1)
    assert (folder / "deep" / "README.md").read_text() == "weights", "what was open before is whole"


def test_who_was_granted_it_for_research_hears_only_what_is_missing(shell: Shell) -> None:
    shell("ethics", "identity", "--name", "Amina Diallo")
    shell("ethics", "secret")
    shell("access", "place", "clinic")
    words = ("--why", "a study of errors of measurement", "--purpose", "research", "--json")
    shell("access", "grant", json.loads(shell("access", "request", "clinic", *words))["request"])
    said = shell("data", "get", "clinic", status=1)
    assert "(1) certificate" in said
    assert "(2) agreement" in said
    assert "grant:" not in said


def test_a_class_is_granted_access_until_a_day(shell: Shell, tmp_path: Path) -> None:
    learner = json.loads(shell("ethics", "identity", "--name", "Amina Diallo", "--json"))["learner"]["did"]
    shell("ethics", "secret")
    shell("access", "place", "clinic")
    members = tmp_path / "class.csv"
    members.write_text(f"learner\n{learner}\n{learner}\n")
    words = ("access", "grant", "clinic", "--cohort", "spring", "--members", members)
    assert "say until when" in shell(*words, status=1)
    assert "is past" in shell(*words, "--until", "2020-01-01", status=1)
    assert "is no day" in shell(*words, "--until", "soon", status=1)
    shell(*words, "--days", "30")
    assert "grant:" not in shell("access", "open", "clinic", status=1)
    members.write_text("learner\nada\n")
    assert "is no learner's did:key" in shell(*words, "--days", "30", status=1)
    members.write_text("name\nada\n")
    assert "no table with a column learner" in shell(*words, "--days", "30", status=1)


def test_mistakes_at_the_gate_are_one_sentence(shell: Shell, tmp_path: Path) -> None:
    assert "make one with openhearth ethics identity" in shell("data", "get", "clinic", status=1)
    assert "there is no class secret" in shell("access", "place", "clinic", status=1)
    assert "name the folder of books too" in shell("access", "place", "books", status=1)
    empty, linked = tmp_path / "empty", tmp_path / "linked"
    empty.mkdir()
    linked.mkdir()
    (linked / "passwords").symlink_to("/etc/passwd")
    assert "is empty" in shell("access", "place", "books", empty, status=1)
    assert "is a link or no plain file" in shell("access", "place", "books", linked, status=1)
    assert "there is no folder" in shell("access", "place", "books", tmp_path / "none", status=1)
    (empty / "a").write_text("a")
    assert "cannot be a resource's name" in shell("access", "place", "../books", empty, status=1)
    assert "the tier is one of" in shell("access", "place", "books", empty, "--tier", "secret", status=1)
    policy = tmp_path / "policy.json"
    policy.write_text('{"permission": []}')
    assert "no ODRL policy" in shell("access", "place", "books", empty, "--policy", policy, status=1)
