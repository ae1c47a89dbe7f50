"""Lesson E2's computations: each claim that the lesson makes of them."""

from dataclasses import replace

import numpy as np
import pytest

from openhearth.labs import people
from openhearth.labs.lawful import (
    EUROPEAN_UNION,
    LAWS,
    OBJECTIONS,
    RECIPIENTS,
    TOLD,
    Consent,
    Use,
    doors,
    hours,
    may,
    objection,
    reach,
    recordings,
    safe_harbor,
)

OPEN = Use("speech model", "anybody", 2026)
YES = Consent(purposes=frozenset({"care", "speech model"}), recipients="anybody")
SEEDS = (0, 1, 2)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"withdrawn": 2026}, "withdrawn"),
        ({"withdrawn": 2027}, ""),
        ({"until": 2025}, "run out"),
        ({"until": 2026}, ""),
        ({"told": TOLD - {"leaving"}}, "not informed"),
        ({"told": TOLD | {"pay"}}, ""),
        ({"free": False}, "not free"),
        ({"purposes": frozenset({"care"})}, "other purpose"),
        ({"recipients": "university"}, "other people"),
        ({"by_parent": True, "born": 2008}, "grown up since"),
        ({"by_parent": True, "born": 2009}, ""),
        ({"by_parent": False, "born": 1990}, ""),
        ({"council": False}, "held in common"),
        ({"council": True}, ""),
    ],
)
def test_a_consent_covers_a_use_unless_there_is_a_reason(change: dict[str, object], reason: str) -> None:
    assert objection(replace(YES, **change), OPEN) == reason  # type: ignore[arg-type]


def test_the_first_objection_is_named_and_each_has_its_words() -> None:
    worst = Consent(
        frozenset(), "team", frozenset(), False, 2000, 2000, by_parent=True, born=1990, council=False
    )
    repairs = {
        "withdrawn": {"withdrawn": None}, "run out": {"until": None}, "not informed": {"told": TOLD},
        "not free": {"free": True}, "other purpose": {"purposes": frozenset({"speech model"})},
        "other people": {"recipients": "anybody"}, "grown up since": {"by_parent": False},
        "held in common": {"council": None},
    }  # fmt: skip
    seen = []
    while reason := objection(worst, OPEN):
        seen.append(reason)
        worst = replace(worst, **repairs[reason])  # type: ignore[arg-type]
    assert seen == list(OBJECTIONS)


def test_a_wider_consent_covers_whatever_a_narrower_one_does() -> None:
    for n, circle in enumerate(RECIPIENTS):
        for wider in RECIPIENTS[n:]:
            assert objection(replace(YES, recipients=wider), replace(OPEN, recipients=circle)) == ""


def test_recipients_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValueError, match="no recipients 'world'"):
        objection(YES, Use("care", "world", 2026))


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_signed_and_an_open_model_may_have_a_fifth(seed: int) -> None:
    recorded = recordings(seed=seed)
    total = sum(one.hours for one in recorded)
    use = {name: hours(recorded, Use(*name, 2026)) for name in (("care", "team"), ("research", "university"))}
    use["open"] = hours(recorded, OPEN)  # type: ignore[index]
    care, research, model = (found[""] / total for found in use.values())
    assert care > 0.55 > 0.45 > research > 0.25 > model > 0.1
    assert all(sum(found.values()) == pytest.approx(total) for found in use.values())
    suba = [one for one in recorded if one.language == "Suba"]
    assert hours(suba, OPEN)[""] / sum(one.hours for one in suba) < model


def test_a_special_kind_of_data_needs_a_second_door() -> None:
    assert may({"interests weighed"})
    assert not may({"interests weighed", "special kind"})
    assert may({"task laid down in law", "special kind", "research", "law for research", "safeguards"})
    assert not may({"task laid down in law", "special kind", "research", "law for research"})
    assert not may({"special kind", "research", "law for research", "safeguards"})
    assert not may(set())


def test_explicit_consent_opens_both_doors_and_power_shuts_them() -> None:
    first, second = doors({"explicit consent"})
    assert [door.article for door in first] == ["6(1)(a)"]
    assert [door.article for door in second] == ["9(2)(a)"]
    assert doors({"explicit consent", "power over the person"}) == ([], [])
    assert not may({"consent", "special kind"})


def test_an_authority_at_its_task_has_no_legitimate_interest() -> None:
    assert not may({"interests weighed", "public authority at its task"})
    assert may({"task laid down in law", "public authority at its task"})


KINDS = {
    "name": "name", "mail": "contact", "city": "small place", "code": "zip", "age": "age", "born": "birth year",
    "admitted": "date", "illness": "fact",
}  # fmt: skip
RECORD = {
    "name": "M. Rivera", "mail": "m@example.org", "city": "Fairview", "code": "03601", "age": "89", "born": "1936",
    "admitted": "2026-01-14", "illness": "asthma",
}  # fmt: skip


def test_safe_harbor_leaves_years_and_facts_and_no_names() -> None:
    kept = {"code": "036", "age": "89", "born": "1936", "admitted": "2026", "illness": "asthma"}
    assert safe_harbor(RECORD, KINDS, {"036": 20_001}) == kept
    assert safe_harbor(RECORD, KINDS, {"036": 20_000}) == kept | {"code": "000"}
    assert safe_harbor(RECORD, KINDS, {}) == kept | {"code": "000"}


def test_above_89_the_age_and_the_year_of_birth_are_gathered() -> None:
    found = safe_harbor(RECORD | {"age": "90", "born": "1935"}, KINDS, {"036": 50_000})
    assert (found["age"], found["born"], found["admitted"]) == ("90 or older", "90 or older", "2026")


def test_a_column_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="column 'note' has no kind"):
        safe_harbor(RECORD | {"note": "seen with her brother"}, KINDS, {})


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_passes_a_table_that_counting_would_stop_and_stops_one_that_it_would_pass(seed: int) -> None:
    stays = dict(people.stays(people.town(seed=seed), seed=seed))
    draw = np.random.default_rng(seed)
    stays["work"] = draw.zipf(1.6, len(stays["sex"])).clip(max=300)
    stays["month"] = draw.integers(12, size=len(stays["sex"]))
    year, decade = (people.coarser(stays["born"], step) for step in ("year", "decade"))
    stays["year"] = np.where(year < "1936", "90 or older", year)
    stays["decade"] = np.where(decade < "194", "before 1940", decade)
    stays["field"] = np.where(stays["work"] <= 2, stays["work"], 0)
    assert people.alone(stays, ["year", "sex"]) < 0.005
    assert people.alone(stays, ["year", "sex", "work"]) > 0.15
    assert people.alone(stays, ["decade", "sex", "field", "month"]) < 0.02


def test_laws_follow_people_seats_servers_and_offers() -> None:
    names = {law.name: law for law in LAWS}
    case = {
        "Kenya": {"seat", "people"},
        "Estonia": {"seat"},
        "Brazil": {"processed"},
        "South Africa": {"people"},
    }
    found = {law.name: threads for law, threads in reach(case).items()}
    assert found == {"GDPR": {"seat"}, "LGPD": {"processed"}, "Data Protection Act": {"seat", "people"}}
    assert reach({}) == {}
    assert names["GDPR"] in reach({"Spain": {"watch"}})
    assert names["GDPR"] not in reach({"Switzerland": {"seat"}})
    assert len(EUROPEAN_UNION) == 27


def test_a_thread_in_one_country_does_not_pull_another_countrys_law() -> None:
    assert [law.name for law in reach({"India": {"offer"}, "Brazil": {"means"}})] == ["DPDP Act"]


def test_a_thread_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="Kenya: there is no thread 'citizen'"):
        reach({"Kenya": {"citizen"}})
