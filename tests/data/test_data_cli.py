import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from openhearth.cli import app, main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["data", *arguments], catch_exceptions=False)


def test_list_shows_every_dataset_with_its_terms() -> None:
    assert set(json.loads(run("list", "--json").stdout)) == {
        "tales",
        "storybooks",
        "udhr",
        "digits",
        "breast_cancer",
        "clinic",
    }
    assert "evaluation" in run("list").stdout


def test_info_shows_the_terms_as_text_json_and_croissant() -> None:
    assert "4,299" in run("info", "storybooks").stdout
    assert json.loads(run("info", "udhr", "--json").stdout)["purpose"] == "evaluation"
    assert json.loads(run("info", "udhr", "--croissant").stdout)["@type"] == "sc:Dataset"


def test_get_keeps_a_dataset_with_its_credits(with_mirror: Path) -> None:
    done = json.loads(run("get", "storybooks", "-l", "sw", "-l", "zu", "--commercial", "--json").stdout)
    assert set(done["languages"]) == {"sw", "zu"}
    assert "NC" not in done["licence"]
    assert "### zu" in (Path(done["path"]) / "ATTRIBUTION.md").read_text()


def test_get_says_when_no_story_is_left(
    with_mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["openhearth", "data", "get", "storybooks", "-l", "koo", "--commercial"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    assert "no story is left" in capsys.readouterr().err


def test_get_a_table_has_nothing_to_get() -> None:
    assert "1,797 rows" in run("get", "digits").stdout


def test_verify_lists_what_is_right(with_mirror: Path) -> None:
    verified = json.loads(run("verify", "udhr", "--json").stdout)["verified"]
    assert len(verified) >= 2
    assert "ok" in run("verify", "udhr").stdout


def test_an_unknown_name_is_one_sentence_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["openhearth", "data", "info", "talse"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    assert "did you mean tales?" in capsys.readouterr().err
