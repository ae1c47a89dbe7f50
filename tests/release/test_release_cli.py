"""``openhearth release``: one sentence and status 1 for a mistake, JSON for programs."""

import json
import shutil
import sys

import pytest
from release_lines import flip

from openhearth import cli
from openhearth.release import fingerprint, key_pair
from openhearth.workspace import Workspace


@pytest.fixture
def openhearth(monkeypatch, capsys):
    """Run the command; (status, what it printed, what it complained of)."""

    def run(*arguments) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["openhearth", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert len([line for line in err.splitlines() if line.startswith("error: ")]) == bool(
            ended.value.code
        )
        return ended.value.code or 0, out, err

    return run


def test_from_a_run_to_a_verified_release(line, openhearth, tmp_path):
    options = ("--name", "hello", "--licence", "MIT", "--purpose", "To greet.", "--out", tmp_path / "out")
    status, out, _ = openhearth("release", "build", "--run", line.run.name, *options, "--json")
    built = json.loads(out)
    assert status == 0
    assert built["path"] == str(tmp_path / "out")
    status, out, _ = openhearth("release", "check", built["path"], "--json")
    assert status == 0
    assert json.loads(out)["passed"] is True
    status, out, _ = openhearth("release", "verify", built["path"], "--json")
    assert json.loads(out) == {"verified": True, "key": built["key"]}
    assert openhearth("release", "check", built["path"])[0] == 0
    assert openhearth("release", "verify", built["path"])[0] == 0


def test_the_newest_run_and_its_own_evaluation_are_taken(line, openhearth):
    assert openhearth("release", "build")[0] == 0
    [kept] = line.workspace.all("release")
    made_of = {entry["kind"]: entry["name"] for entry in kept.provenance["inputs"]}
    assert (made_of["run"], made_of["evaluation"]) == (line.run.name, line.evaluation.name)


def test_a_tampered_release_fails_check_and_verify_with_the_files_name(bundle, openhearth):
    flip(bundle / "tokenizer_config.json", 30)
    status, _, err = openhearth("release", "verify", bundle)
    assert status == 1
    assert "tokenizer_config.json was changed" in err
    status, out, err = openhearth("release", "check", bundle, "--json")
    assert status == 1
    assert "signature" in err
    assert json.loads(out)["passed"] is False
    assert openhearth("release", "check", bundle)[0] == 1


def test_only_the_key_that_is_given_counts(bundle, openhearth, tmp_path, monkeypatch):
    makers, stranger = tmp_path / "makers.pub", key_pair(Workspace(tmp_path / "stranger"))[1]
    shutil.copyfile(key_pair(Workspace())[1], makers)
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path / "downloader"))
    assert openhearth("release", "verify", bundle, "--key", makers)[0] == 0
    assert openhearth("release", "check", bundle, "--key", makers)[0] == 0
    assert openhearth("release", "verify", bundle, "--key", stranger)[0] == 1
    status, _, err = openhearth("release", "verify", bundle)
    assert status == 1
    assert f"signed by the key {fingerprint(makers)}, but you have not said whose key this is" in err


def test_the_key_is_made_once_and_told(home, openhearth):
    first = json.loads(openhearth("release", "key", "--json")[1])
    assert first == json.loads(openhearth("release", "key", "--json")[1])
    assert first["fingerprint"] in openhearth("release", "key")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "--run", "never-trained"), "no run is called 'never-trained'"),
        (("build", "--evaluation", "never-made"), "no evaluation is called 'never-made'"),
        (("build", "--licence", "apache"), "did you mean Apache-2.0"),
        (("build", "--licence", "CC-BY-NC-4.0"), "not on offer"),
        (("build", "--name", "../up"), "makes no folder name"),
        (
            ("build", "--run", "run-0", "--evaluation", "evaluation-1"),
            "evaluation-1 does not fit the run run-0",
        ),
        (("check", "nowhere"), "there is no release in nowhere"),
        (("verify", "nowhere"), "there is no release in nowhere"),
        (("verify", "tales-225k", "--key", "nowhere.pub"), "there is no public key nowhere.pub"),
        (("verify", "empty"), "empty is empty"),
        (("check", "empty"), "empty is empty"),
    ],
)
def test_a_mistake_gets_one_sentence_and_a_failing_status(bundle, openhearth, monkeypatch, arguments, said):
    monkeypatch.chdir(bundle.parent)
    (bundle.parent / "empty").mkdir()
    status, _, err = openhearth("release", *arguments)
    assert status == 1
    assert said in " ".join(err.split())
