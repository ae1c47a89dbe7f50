"""Cards say what the run's own files say, and nothing else."""

import copy

import pytest
import yaml
from release_lines import make_line, stories

from openhearth import release
from openhearth.release import ReleaseError, claims_without_evidence, data_card, model_card
from openhearth.release.cards import _numbers
from openhearth.release.facts import documents, gather
from openhearth.workspace import Workspace


@pytest.fixture
def facts(line):
    return release.facts_of(line.run, line.evaluation, line.workspace)


@pytest.fixture
def found(line):
    step = {"name": "tales-225k", "licence": "MIT", "created": "2026-03-01T00:00:00+00:00"}
    return documents(line.run, line.evaluation, None, step)


def test_every_number_in_the_cards_is_traced(facts):
    assert claims_without_evidence(model_card(facts), facts) == []
    assert claims_without_evidence(data_card(facts), facts) == []


def test_every_fact_is_the_value_that_stands_where_it_says(found):
    steps = {step["kind"]: step for step in found["provenance.json"]["line"]}
    computed = {"step_tokens", "language_count", "times.en", "times.sw"}
    for name, fact in gather(found).items():
        if name in computed:
            continue
        value, path = found[fact.file], fact.key
        if fact.file == "metrics.jsonl":
            value, path = value[-1], path.removesuffix(", last row")
        elif fact.file == "provenance.json":
            kind, path = path.split(": ")
            value = steps[kind]
        for key in path.split("."):
            value = value[key]
        assert value == fact.value or value.startswith(fact.value), name  # of a date, the first part


def test_computed_facts_are_computed_right(facts):
    assert facts["step_tokens"].value == 4 * 2 * 64
    assert str(facts["times.sw"]) == "12.25"
    assert facts["language_count"].value == 2


@pytest.mark.parametrize(
    ("claim", "flagged"),
    [
        ("It is right 99.5% of the time.", ["99.5%"]),
        ("It is right 99.5 % of the time.", ["99.5%"]),
        ("| accuracy | 0.87 |", ["0.87"]),
        ("It was read by `1,234,567` people.", ["1234567"]),
        ("```\nscore = 0.91\n```", ["0.91"]),
        ("Trained with 7 billion.", ["7"]),
        ("GPT-5 is worse.", ["gpt-5"]),
        ("It speaks ٩٩ languages.", ["٩٩"]),
        ("It has 225,432 parameters.", []),
        ("It has 225432 parameters.", []),
        ("Ran on x86_64.", []),
        ("See https://example.org/7/99.", []),
    ],
)
def test_a_number_that_no_file_holds_is_found(facts, claim, flagged):
    if "x86_64" in claim and facts["machine"].value != "x86_64":
        claim = f"Ran on {facts['machine']}."
    assert claims_without_evidence(model_card(facts) + claim + "\n", facts) == flagged


def test_a_claim_in_the_metadata_is_found(facts):
    card = model_card(facts).replace('"value": 1.438', '"value": 0.999')
    assert claims_without_evidence(card, facts) == ["0.999"]


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("plan.json", lambda plan: plan.update(parameters=7_000_000_000)),
        ("plan.json", lambda plan: plan["predicted"].update(energy_wh=31.0)),
        ("dataset.json", lambda data: data.update(stories=5_202)),
        ("evaluation.json", lambda judged: judged.update(mean=0.777)),
        ("evaluation.json", lambda judged: judged["bits_per_byte"].update(sw=0.333)),
        ("evaluation.json", lambda judged: judged["memorised"].update(model=0.017)),
        ("metrics.jsonl", lambda rows: rows[-1].update(tokens=999_999)),
        ("provenance.json", lambda value: value["line"][1].update(created="2020-01-01T00:00:00")),
    ],
)
def test_a_card_of_other_facts_is_found(found, file, change):
    card = model_card(gather(found))
    changed = copy.deepcopy(found)
    change(changed[file])
    assert claims_without_evidence(card, gather(changed))
    assert claims_without_evidence(model_card(gather(changed)), gather(changed)) == []


def test_nothing_can_be_claimed_that_is_not_known(facts):
    with pytest.raises(ReleaseError, match="nothing is known of 'accuracy'"):
        f"It is right {facts['accuracy']} of the time."


@pytest.mark.parametrize("missing", ["parameters", "predicted", "dtype"])
def test_a_run_that_lacks_a_fact_makes_no_card(found, missing):
    del found["plan.json"][missing]
    with pytest.raises(ReleaseError, match=missing):
        gather(found)


def test_the_metadata_is_what_hugging_face_reads(facts):
    metadata = yaml.safe_load(model_card(facts).split("---\n")[1])
    assert metadata["license"] == "apache-2.0"
    assert metadata["language"] == ["en", "sw"]
    assert metadata["datasets"] == ["tales"]
    [entry] = metadata["model-index"]
    assert entry["results"][0]["metrics"] == [{"type": "bits_per_byte", "value": 1.438}]


def test_the_card_says_what_it_must(facts):
    card = model_card(facts, "To greet people in Kigali.")
    for said in (
        "To greet people in Kigali.",
        "**Not for** anything else",
        "225,432 parameters",
        "46,080 tokens in 90 steps of 512",
        "bfloat16",
        "0.7 Wh, **an estimate**",
        "| `sw` | 1.531 | 0.125 | 12.25 |",
        "1.250 bits per byte from perfect",
        "21.4% stand word for word",
        "worst in `sw`",
        "## Not measured",
        'from_pretrained("tales-225k")',
        "Mitchell, M. et al. (2019)",
        facts["model_sha256"].value,
        facts["data_sha256"].value,
    ):
        assert said in card, said
    assert "Gebru, T. et al. (2021)" in data_card(facts)


def test_what_was_not_measured_is_said_to_be_so(found):
    judged = found["evaluation.json"]
    judged |= {"limit": None, "mean_limit": None, "gap": None, "memorised": None}
    del judged["bits_per_byte"]["sw"]
    facts = gather(found)
    card = model_card(facts)
    assert "is not known" in card
    assert "by heart was not measured" in card
    assert "It has read `sw` too; how well it knows them was not measured." in card
    assert claims_without_evidence(card, facts) == []


def test_the_data_card_asks_for_credit_where_it_is_due(tmp_path):
    line = make_line(Workspace(tmp_path), stories("CC-BY-4.0"))
    facts = release.facts_of(line.run, line.evaluation, line.workspace)
    assert "makers ask to be named" in data_card(facts)


def test_a_number_that_ends_in_zeros_is_the_same_number_without_them() -> None:
    assert _numbers("2.440 and 2.44") == ["2.44", "2.44"]
    assert _numbers("100, 10.0%, 12.50 %, 1,200, 2.0") == ["100", "10%", "12.5", "1200", "2"]
