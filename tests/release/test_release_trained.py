"""A model that was really trained, if only for two steps: released, checked, and read by transformers."""

import json

import pytest
import torch

from openhearth import data, lm, release
from openhearth.machine import Machine
from openhearth.plan import make_plan
from openhearth.release import claims_without_evidence
from openhearth.workspace import Workspace


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(workspace, run, evaluation) of two steps on a few tales."""
    torch.set_num_threads(1)
    workspace = Workspace(tmp_path_factory.mktemp("trained"))
    corpus = data.load("tales", languages=["en", "hi"], stories=120)
    plan = make_plan(Machine.from_profile("laptop"), 0.05, corpus_bytes=corpus.bytes, vocab_size=400)
    run = lm.train(plan, corpus, workspace, max_steps=2, show=None)
    training, held_out = lm.split_of(run, workspace)
    return workspace, run, lm.evaluate(run, held_out, workspace, training=training)


def test_a_trained_model_is_released_and_passes_the_gate(trained, monkeypatch):
    workspace, run, evaluation = trained
    monkeypatch.setenv("OPENHEARTH_HOME", str(workspace.root))
    assert release.evaluation_of(run, workspace).name == evaluation.name
    folder = release.build(run, evaluation, workspace)
    assert [finding for finding in release.check(folder) if not finding.passed] == []
    facts = release.facts_of(run, evaluation, workspace)
    assert claims_without_evidence((folder / "README.md").read_text(), facts) == []
    assert facts["steps"].value == 2


def test_the_release_gives_the_same_scores_in_transformers(trained):
    import transformers

    folder = release.build(*trained[1:], trained[0], name="same-scores")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(folder).eval()
    words = transformers.AutoTokenizer.from_pretrained(folder)
    ours, tokenizer = lm.load(trained[1].path)
    text = "Once upon a time, एक दिन"
    ids = words(text, return_tensors="pt").input_ids
    assert ids[0].tolist() == tokenizer.encode(text).ids
    with torch.no_grad():
        assert torch.allclose(theirs(ids).logits, ours(ids), atol=1e-4)


def test_the_reference_run_that_a_lesson_opened_alone_uses_can_be_released(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENHEARTH_HOME", str(tmp_path))
    workspace = Workspace()
    run = workspace.newest_or_reference("run")
    folder = release.build(run, release.evaluation_of(run, workspace), workspace)
    findings = release.check(folder)
    assert [finding for finding in findings if not finding.passed] == [], json.dumps(
        [finding.to_json() for finding in findings]
    )
