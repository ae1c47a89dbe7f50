"""Nothing that is not a good certificate is taken for one."""

import json

import pytest
from forgeries import ATTACKS, Attack
from school import HOUR, School, make_school, record

from openhearth.ethics.credential import CredentialError, issue, times


def test_the_good_one_is_accepted(school: School) -> None:
    verdict = school.verify(school.good)
    assert verdict.accepted, verdict.reason
    assert all(check.passed for check in verdict.checks)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_forgery_is_refused_and_the_check_that_refuses_it_is_known(attack: Attack, school: School) -> None:
    verdict = school.verify(attack.make(school))
    assert not verdict.accepted
    [failed] = [check for check in verdict.checks if check.passed is False]
    assert failed.name == attack.caught, failed
    assert "broke" not in failed.says, failed
    assert verdict.reason == failed.says


def test_no_forgery_is_listed_twice_and_there_are_enough() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 45


def test_a_stolen_certificate_is_not_its_bearers(school: School) -> None:
    assert school.verify(school.good, subject=school.learner.did).accepted
    assert "not to" in school.verify(school.good, subject=school.mallory.did).reason


def test_versions_are_compared_as_numbers(school: School) -> None:
    assert school.verify(school.good, least="0.10").accepted
    assert "1.10 or newer" in school.verify(school.good, least="1.10").reason


def test_two_learners_of_one_name_have_two_certificates(own_school: School) -> None:
    [path] = issue(own_school.office, [record(own_school.mallory.did)], times.now())
    mine, theirs = own_school.good, path.read_bytes()
    for content, learner in ((mine, own_school.learner.did), (theirs, own_school.mallory.did)):
        verdict = own_school.verify(content)
        assert verdict.certificate is not None
        assert (verdict.certificate.evidence.name, verdict.certificate.evidence.learner) == (
            "Amina Diallo",
            learner,
        )
    assert not own_school.verify(mine, subject=own_school.mallory.did).accepted


def test_another_schools_certificate_does_not_count_here(school: School, tmp_path) -> None:
    other = make_school(tmp_path, "https://other.example", "Escola de Exemplo")
    assert other.verify(other.good).accepted
    assert school.verify(other.good).reason.startswith("nobody here trusts")


def test_nothing_is_issued_that_was_not_earned(own_school: School) -> None:
    learner = own_school.learner.did
    for wrong, why in (
        (record(learner, exam=31), "Exam has 31 of 40 points, less than 80%"),
        (record(learner, leak=0), "Find the leak has 0 of 40"),
    ):
        with pytest.raises(CredentialError, match=why):
            issue(own_school.office, [record(learner), wrong], times.now())
    assert len(list(own_school.office.certificates.iterdir())) == 1


def test_names_of_many_scripts_stand_on_certificates(own_school: School) -> None:
    names = ["王小明", "አበበ ቢቂላ", "नेहा शर्मा", "سارة", "Zoë O’Brien", "علی‌رضا", "Nguyễn Thị Ánh"]
    paths = issue(own_school.office, [record(own_school.learner.did, name) for name in names], times.now())
    for name, path in zip(names, paths, strict=True):
        verdict = own_school.verify(path.read_bytes())
        assert verdict.certificate is not None, verdict.reason
        assert verdict.certificate.evidence.name == name


def test_spaces_and_order_in_the_json_do_not_matter(school: School) -> None:
    document = json.loads(school.good)
    for text in (json.dumps(document, sort_keys=True), json.dumps(document, indent=8, ensure_ascii=True)):
        assert school.verify(f"\n {text} \n".encode()).accepted


def test_the_moment_it_ends_it_is_over(school: School) -> None:
    ends = school.certificate.valid_until
    for moment, why in (
        (ends + HOUR, "trust file was good until"),
        (times.now() - 2 * HOUR, "set the clock"),
    ):
        assert why in school.verify(school.good, now=moment).reason
