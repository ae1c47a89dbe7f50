"""The gate: every check can fail, names the file, and says what to do."""

import json
import os
import pickle
import shutil

import pytest
from release_lines import flip, make_line, stories

from openhearth.release import ReleaseError, check, checks
from openhearth.workspace import Workspace, read_json, write_json


def failures(folder) -> dict[str, str]:
    """What failed but the signature (which any change breaks), and why; each with a remedy."""
    findings = check(folder)
    assert [finding.check for finding in findings] == [function.__name__ for function in checks.CHECKS]
    for finding in findings:
        assert finding.evidence
        assert finding.asks.endswith("?")
        assert finding.passed or finding.remedy
    return {f.check: f.evidence for f in findings if not f.passed and f.check != "signature"}


def edit(path, change) -> None:
    value = read_json(path)
    change(value)
    path.write_text(json.dumps(value))


def test_a_release_as_built_passes_every_check(bundle):
    findings = check(bundle)
    assert [finding for finding in findings if not finding.passed] == []


def test_a_release_of_data_that_ask_for_credit_passes(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path))
    folder = make_line(Workspace(), stories("CC-BY-4.0")).build(licence="CC-BY-4.0")
    assert all(finding.passed for finding in check(folder))
    lines = (folder / "ATTRIBUTION.md").read_text().splitlines()
    (folder / "ATTRIBUTION.md").write_text("\n".join(line for line in lines if "Story 7" not in line))
    assert failures(folder) == {}  # one of thirty is missing, and twenty-four were trained on
    (folder / "ATTRIBUTION.md").write_text("\n".join(lines[:12]))
    assert "ATTRIBUTION.md names the makers of" in failures(folder)["attribution"]


@pytest.mark.parametrize("name", checks.FILES)
def test_any_missing_file_is_named(bundle, name):
    (bundle / name).unlink()
    assert failures(bundle)["files"] == f"missing: {name}"


@pytest.mark.parametrize("name", checks.FILES)
def test_any_file_of_nonsense_is_a_finding_and_no_crash(bundle, name):
    (bundle / name).write_bytes(b"\xff\x00nonsense")
    assert any(not finding.passed for finding in check(bundle))


@pytest.mark.parametrize("name", checks.FILES)
def test_any_empty_file_is_a_finding_and_no_crash(bundle, name):
    (bundle / name).write_bytes(b"")
    assert any(not finding.passed for finding in check(bundle))


def test_files_that_do_not_belong_are_named(bundle):
    (bundle / "notes.txt").write_text("mine")
    (bundle / "sub").mkdir()
    assert failures(bundle) == {"files": "not part of a release: notes.txt, sub"}


@pytest.mark.parametrize("name", checks.FILES)
def test_a_link_is_not_followed_and_a_pipe_not_read(bundle, name):
    (bundle / name).rename(bundle.parent / name)
    (bundle / name).symlink_to(bundle.parent / name)
    assert set(failures(bundle).values()) == {f"not looked at: {name} is a link or no plain file"}
    (bundle / name).unlink()
    os.mkfifo(bundle / name)
    assert set(failures(bundle).values()) == {f"not looked at: {name} is a link or no plain file"}


def test_a_folder_in_place_of_a_file_is_found(bundle):
    (bundle / "LICENSE").unlink()
    (bundle / "LICENSE").mkdir()
    assert failures(bundle)["files"] == "no plain file: LICENSE"


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_pickle_is_found_whatever_its_name(bundle, protocol):
    (bundle / "weights.dat").write_bytes(pickle.dumps({"a": 1}, protocol=protocol))
    assert "weights.dat can run code" in failures(bundle)["no_pickle"]


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.PT", "a.pkl"])
def test_a_pickle_is_found_by_its_name(bundle, name):
    (bundle / name).write_text("")
    assert f"{name} can run code" in failures(bundle)["no_pickle"]


@pytest.mark.parametrize("name", ["README.md", "ATTRIBUTION.md"])
def test_an_archive_as_torch_saves_it_is_found(bundle, name):
    (bundle / name).write_bytes(b"PK\x03\x04 data.pkl")
    assert f"{name} can run code" in failures(bundle)["no_pickle"]


@pytest.mark.parametrize(
    "change",
    [
        {"vocab_size": 64},
        {"hidden_size": 16},
        {"num_hidden_layers": 3},
        {"num_hidden_layers": 1},
        {"num_key_value_heads": 2},
        {"intermediate_size": 8},
        {"tie_word_embeddings": False},
    ],
)
def test_weights_of_another_shape_are_found(bundle, change):
    edit(bundle / "config.json", lambda config: config.update(change))
    assert "model.safetensors has" in failures(bundle)["weights"]


def test_truncated_weights_are_found(bundle):
    content = (bundle / "model.safetensors").read_bytes()
    (bundle / "model.safetensors").write_bytes(content[:-1])
    found = failures(bundle)
    assert "model.safetensors cannot be read" in found["weights"]
    assert "evaluation.json is of other weights" in found["evaluation"]


def test_one_changed_weight_makes_the_evaluation_stale(bundle):
    flip(bundle / "model.safetensors", -1)
    assert set(failures(bundle)) == {"evaluation"}


def test_a_tokenizer_of_another_size_is_found(bundle):
    edit(bundle / "tokenizer.json", lambda value: value["model"]["vocab"].update(more=32))
    assert failures(bundle) == {"tokenizer": "tokenizer.json has 33 tokens, config.json says 32"}
    edit(bundle / "tokenizer.json", lambda value: [value["model"]["vocab"].pop(w) for w in ("more", "w31")])
    assert failures(bundle) == {"tokenizer": "tokenizer.json has 31 tokens, config.json says 32"}


def test_another_models_evaluation_is_found(bundle, other):
    shutil.copyfile(other / "evaluation.json", bundle / "evaluation.json")
    assert "evaluation.json is of other weights" in failures(bundle)["evaluation"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda e: e["dataset"].update(sha256="f" * 64), "of other stories"),
        (lambda e: e["dataset"].update(sha256=""), "does not say which stories"),
        (lambda e: e.pop("dataset"), "does not say which stories"),
        (lambda e: e.update(bits_per_byte={"en": float("nan")}), "holds no bits per byte"),
    ],
)
def test_an_evaluation_with_a_stale_hash_or_none_is_found(bundle, change, why):
    edit(bundle / "evaluation.json", change)
    assert why in failures(bundle)["evaluation"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda line: line.pop(0), "lacks the dataset"),
        (lambda line: line.pop(2), "lacks the evaluation"),
        (lambda line: line[1].pop("machine"), "does not say the run's machine"),
        (lambda line: line[2].update(versions={}), "does not say the evaluation's versions"),
        (lambda line: line[1].update(seed=None), "does not say the run's seed"),
        (lambda line: line[0].update(sha256="0"), "the run was made of another dataset"),
        (lambda line: line[2]["inputs"][0].update(sha256="0"), "the evaluation was made of another run"),
        (lambda line: line[3]["inputs"][0].update(sha256="0"), "made of other artefacts"),
    ],
)
def test_a_gap_in_the_line_is_found(bundle, change, why):
    edit(bundle / "provenance.json", lambda value: change(value["line"]))
    assert why in failures(bundle)["provenance"]


@pytest.mark.parametrize(
    ("name", "added", "why"),
    [
        ("README.md", "Right 99.5% of the time.", "README.md claims 99.5%"),
        ("DATA_CARD.md", "Read by 7,777 people.", "DATA_CARD.md claims 7777"),
        ("README.md", "TODO", "README.md has a part that is not filled in"),
        ("README.md", "## Who asked", "README.md has a part that is not filled in (## Who asked)"),
        ("DATA_CARD.md", "[More Information Needed]", "DATA_CARD.md has a part that is not filled in"),
    ],
)
def test_a_claim_without_evidence_or_an_open_part_is_found(bundle, name, added, why):
    with (bundle / name).open("a") as file:
        file.write(f"\n{added}\n")
    assert why in failures(bundle)["cards"]


def test_a_card_that_hides_how_good_the_model_is_is_found(bundle):
    text = (bundle / "README.md").read_text()
    (bundle / "README.md").write_text(text.replace("1.438", "good"))
    assert "does not say how good" in failures(bundle)["cards"]


def test_a_licence_that_the_data_forbid_is_found(bundle):
    edit(bundle / "dataset.json", lambda value: value.update(licence="CC-BY-NC-SA-3.0"))
    assert "forbids commercial use" in failures(bundle)["licence"]


@pytest.mark.parametrize("text", ["SPDX-License-Identifier: MIT\n", "Do what you like\n"])
def test_a_licence_that_card_and_file_do_not_agree_on_is_found(bundle, text):
    (bundle / "LICENSE").write_text(text)
    assert "LICENSE" in failures(bundle)["licence"]


def test_who_must_be_named_cannot_be_declared_away(bundle):
    edit(bundle / "dataset.json", lambda value: value.update(licence="CC-BY-4.0", attribution_required=False))
    assert "ATTRIBUTION.md names the makers of 0 stories" in failures(bundle)["attribution"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda value: value.pop("distribution"), "not valid"),
        (lambda value: value.pop("@context"), "not valid"),
        (lambda value: value.update(name="elsewhere"), "describes 'elsewhere'"),
    ],
)
def test_data_described_badly_are_found(bundle, change, why):
    edit(bundle / "croissant.json", change)
    assert why in failures(bundle)["croissant"]


def test_without_a_key_to_trust_the_signature_does_not_pass(bundle, tmp_path, monkeypatch):
    key = tmp_path / "makers.pub"
    shutil.copyfile(tmp_path / "home" / "keys" / "release.pub", key)
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path / "another"))
    [signature] = [finding for finding in check(bundle) if not finding.passed]
    assert signature.check == "signature"
    assert "you have not said whose key this is" in signature.evidence
    assert "--key" in signature.remedy
    assert all(finding.passed for finding in check(bundle, key))


def test_a_folder_that_is_not_there_or_empty_is_refused(home, tmp_path):
    with pytest.raises(ReleaseError, match="there is no release in"):
        check(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReleaseError, match="is empty"):
        check(tmp_path / "empty")


def test_findings_can_be_written_as_json(bundle):
    assert json.loads(json.dumps([finding.to_json() for finding in check(bundle)]))[0]["check"] == "files"
    write_json(bundle.parent / "findings.json", [finding.to_json() for finding in check(bundle)])
