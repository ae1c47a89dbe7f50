"""The class service: who may see and do what, the exam in a browser, and what comes in from strangers."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from classroom_service import ADDRESS, School, make_class
from fastapi.testclient import TestClient

from openhearth.access import Resource, terms
from openhearth.access.signed import Agreement, Presentation, agree, present
from openhearth.database import close
from openhearth.ethics.credential import times
from openhearth.ethics.exam.attempts import ITEMS
from openhearth.service import guard
from openhearth.service.app import create_app
from openhearth.service.settings import ServiceError, load

WHY = "a seminar on errors of measurement"


@pytest.fixture(params=["sqlite", "postgresql"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    """With accounts on each kind of database."""
    url = request.getfixturevalue("postgresql_database") if request.param == "postgresql" else ""
    made = make_class(tmp_path / "class", url)
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.csv").write_text("id\n1\n")
    for tier in ("registered", "credentialed"):
        text, policy = terms.default_agreement(tier), terms.default_policy(f"{tier}-set", tier)
        resource = Resource(f"{tier}-set", "dataset", tier, f"The {tier} set", text, policy, "1.0", "")
        made.site.gate.place(resource, content, "Dr. Sato")
    yield made
    close(made.site.accounts._engine)


def test_a_learner_enrols_once_with_a_key_and_comes_back_with_it(school: School) -> None:
    invited = school.site.accounts.invite("Amina Diallo")
    amina = school.browser("Amina Diallo")
    assert amina.get("/exam").url.path == "/sign-in"
    assert "Good to see you, Amina Diallo" in amina.sign_in(invited.lower().replace("-", " ")).text
    amina.client.cookies.clear()
    assert "Amina Diallo" in amina.sign_in().text
    amina.client.cookies.clear()
    assert "enrolled already" in amina.sign_in(invited).text
    mallory = school.browser("Mallory")
    assert "not enrolled here" in mallory.sign_in().text
    assert "was used, is too old, or never was" in mallory.sign_in(invited).text
    assert "was used, is too old, or never was" in mallory.sign_in("AAAA-BBBB-CCCC-DDDD").text


def test_signing_out_ends_the_session_and_not_only_the_cookie(school: School) -> None:
    amina = school.enrolled("Amina")
    kept = dict(amina.client.cookies)
    amina.post("/sign-out")
    amina.client.cookies.update(kept)
    assert amina.get("/exam").url.path == "/sign-in"


def test_a_sign_in_is_answered_once_by_the_browser_that_began_it(school: School) -> None:
    amina, mallory = school.enrolled("Amina"), school.browser("Mallory")
    amina.client.cookies.clear()
    code = amina.code()
    token = amina.answer(code)
    for wrong, sentence in (
        (amina.answer(code, domain="elsewhere.example"), "made for 'elsewhere.example'"),
        (amina.answer(code, nonce="mine"), "signed already"),
        (amina.answer(code, made="2020-01-01T00:00:00Z"), "set the clock that is wrong"),
        (b"nothing", "not of the form"),
    ):
        answer = amina.client.post(f"/api/sign-in/{code}", content=wrong)
        assert (answer.status_code, sentence in answer.text) == (400, True), answer.text
    assert amina.client.post(f"/api/sign-in/{code}", content=token).status_code == 200
    assert amina.client.post(f"/api/sign-in/{code}", content=token).status_code == 400
    mallory.get("/sign-in")
    assert "obody has signed this code yet" in mallory.client.post("/sign-in").text
    assert amina.client.post("/sign-in").url.path == "/"
    assert amina.client.get("/api/sign-in/AAAA-AAAA").status_code == 400


def test_cookies_are_for_this_site_over_https_and_not_for_scripts(school: School) -> None:
    amina = school.browser("Amina")
    set_by = amina.client.get("/sign-in").headers["set-cookie"].lower()
    for word in ("httponly", "secure", "samesite=strict", "path=/"):
        assert word in set_by


def test_every_answer_has_our_headers_and_no_page_a_script(school: School) -> None:
    instructor = school.enrolled("Dr. Sato", "instructor")
    for path in ("/", "/verify", "/practice", "/catalogue", "/catalogue/credentialed-set", "/exam", "/desk",
                 "/sign-in", "/style.css", "/nowhere", "/api/resources/none"):  # fmt: skip
        answer = instructor.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script|\son\w+=|style=|https?://(?!class\.example)", answer.text), path


def test_a_form_from_elsewhere_changes_nothing(school: School) -> None:
    amina = school.enrolled("Amina")
    for path, form in (
        ("/exam", {}),
        ("/catalogue/credentialed-set", {"purpose": "education", "why": WHY, "days": "30"}),
        ("/sign-out", {}),
    ):
        for csrf in ({}, {"csrf": "x"}, {"csrf": "é"}):
            answer = amina.client.post(path, data={**form, **csrf})
            assert answer.status_code == 400
            assert "not from a page that you have open here" in answer.text
    assert school.site.store().attempts() == []
    assert school.site.desk.requests() == []


def test_the_desk_is_for_instructors(school: School) -> None:
    amina = school.enrolled("Amina")
    for path in ("/desk", "/desk/exam", "/desk/audit"):
        assert "this page is for instructors" in amina.get(path).text.lower()
    answer = amina.post("/desk", what="invite", name="Mallory", role="instructor")
    assert answer.status_code == 400
    assert "for instructors" in answer.text


def test_an_exam_is_sat_in_a_browser_and_goes_on_in_another(school: School) -> None:
    amina = school.enrolled("Amina")
    assert amina.post("/exam").url.path == "/exam/1"
    with school.site.store() as store:
        [attempt] = store.attempts(amina.learner.key.did)
    for number, item in enumerate(attempt.paper, start=1):
        page = amina.get(f"/exam/{number}").text
        assert f"Question {number} of {ITEMS}" in page
        assert item.choices[item.right].why not in page
        amina.post(f"/exam/{number}", choice=str(item.right))
    with school.site.store() as store:
        assert store.attempts(amina.learner.key.did)[0].score == ITEMS
    other = TestClient(school.app, base_url=ADDRESS)
    again = type(amina)(other, amina.learner)
    again.sign_in()
    assert "40 answered" in again.get("/exam/1").text
    assert again.post("/exam/1", **{"hand-in": "1"}).url.path == "/exam"
    assert f'{ITEMS} of {ITEMS}, <span class="good">passed' in again.get("/exam").text
    assert "passed already" in again.post("/exam").text
    assert again.get("/exam/1").url.path == "/exam"


def test_an_answer_to_nothing_is_one_sentence(school: School) -> None:
    amina = school.enrolled("Amina")
    amina.post("/exam")
    for path, form in (
        ("/exam/99", {"choice": "0"}),
        ("/exam/1", {"choice": "9"}),
        ("/exam/0", {"choice": "0"}),
    ):
        answer = amina.post(path, **form)
        assert answer.status_code == 400
        assert "here is no choice" in answer.text
    for odd in ("\u00b2", "9" * 5000, "-1", "1.0", " 1"):
        assert amina.post("/exam/1", choice=odd).url.path == "/exam/2", "no number is no answer"
        page = amina.post("/catalogue/credentialed-set", purpose="education", why=WHY, days=odd)
        assert (page.status_code, "for how many days" in page.text) == (400, True)
    with school.site.store() as store:
        assert store.attempts()[0].answers == {}
    assert "Method Not Allowed" in amina.client.put("/exam").text
    assert amina.client.put("/api/verify").headers["content-type"] == "text/plain; charset=utf-8"
    assert amina.get("/exam/99").status_code == 400
    assert amina.get("/exam/x").status_code == 422


def test_a_learner_asks_and_an_instructor_decides(school: School) -> None:
    amina, sato = school.enrolled("Amina"), school.enrolled("Dr. Sato", "instructor")
    page = amina.post("/catalogue/credentialed-set", purpose="education", why=WHY, days="30")
    assert "not decided yet" in page.text
    [request] = school.site.desk.requests()
    assert f"Grant request {request.id}" in sato.get("/desk").text
    sato.post("/desk", what="grant", which=request.id)
    assert "granted by Dr. Sato" in amina.get("/catalogue/credentialed-set").text
    assert "already" in sato.post("/desk", what="refuse", which=request.id).text
    [grant] = school.site.desk.grants()
    sato.post("/desk", what="revoke", which=grant.id)
    assert "the grant was revoked" in amina.get("/catalogue/credentialed-set").text
    assert "entries, whole and in order" in sato.get("/desk/audit").text
    code = re.search(r'class="code">Bo: ([^<]+)<', sato.post("/desk", what="invite", name="Bo").text)
    assert code
    assert "Good to see you, Bo" in school.browser("Bo").sign_in(code[1]).text


def test_a_reviewer_who_is_dismissed_decides_nothing_any_more(school: School) -> None:
    amina, sato = school.enrolled("Amina"), school.enrolled("Dr. Sato", "instructor")
    assert "left without an instructor" in sato.post("/desk/members", which=sato.learner.key.did).text
    okello = school.enrolled("Prof. Okello", "instructor")
    amina.post("/catalogue/credentialed-set", purpose="education", why=WHY, days="30")
    [request] = school.site.desk.requests()
    csrf = okello.csrf()
    assert "Dismiss Prof. Okello" in sato.get("/desk/members").text
    sato.post("/desk/members", which=okello.learner.key.did)
    for path in ("/desk", "/desk/members", "/desk/audit"):
        assert okello.get(path).url.path == "/sign-in"
    okello.client.post("/desk", data={"csrf": csrf, "what": "grant", "which": request.id})
    assert school.site.desk.requests()[0].decided is None
    assert "not enrolled here" in okello.sign_in().text
    assert "nobody has that key" in sato.post("/desk/members", which=okello.learner.key.did).text.lower()
    assert "for instructors" in amina.post("/desk/members", which=sato.learner.key.did).text
    assert "dismissed" in school.site.gate.records.log()[-1].body


@pytest.mark.parametrize("name", ["Amina\u202eolaiD", " Amina", "Ami\u200bna", "Amin\u0061\u0301", "A" * 101])
def test_a_name_that_is_not_what_it_looks_like_enrols_nobody(school: School, name: str) -> None:
    with pytest.raises(ServiceError, match="cannot be anybody's name here"):
        school.site.accounts.invite(name)


def test_what_a_learner_writes_is_shown_as_text(school: School) -> None:
    name = "<img src=x onerror=alert(1)>"
    amina, sato = school.enrolled("Amina"), school.enrolled("Dr. Sato", "instructor")
    amina.post(
        "/catalogue/credentialed-set", purpose="education", why=f"{name} is what I want it for", days="30"
    )
    page = sato.get("/desk").text
    assert name not in page
    assert "&lt;img src=x" in page


def test_signed_things_come_in_by_the_interface_and_the_sealed_file_goes_out(school: School) -> None:
    client, learner = TestClient(school.app, base_url=ADDRESS), school.browser("Amina").learner
    said = client.get("/api/resources/registered-set").json()
    signed = agree(
        Agreement(learner.key.did, "registered-set", said["sha256"], times.write(times.now())), learner.key
    )
    assert client.post("/api/agreements", content=signed).json() == {"resource": "registered-set"}
    challenge = client.post("/api/challenges").json()
    from openhearth.access import sealing

    private = sealing.make_key()
    asked = Presentation(
        learner.key.did, "registered-set", "education", challenge["nonce"], challenge["domain"],
        sealing.public(private), times.write(times.now()), "",
    )  # fmt: skip
    token = present(asked, learner.key)
    answer = client.post("/api/presentations", content=token).json()
    assert (answer["missing"], bool(answer["wrapped"])) == ([], True)
    again = client.post("/api/presentations", content=token)
    assert (again.status_code, "answered already" in again.text) == (400, True)
    assert client.get("/api/resources/registered-set/sealed").content.startswith(b"age-encryption.org")
    assert client.get("/api/resources/none").status_code == 400


def test_a_certificate_is_verified_by_anybody_and_each_check_is_shown(school: School, tmp_path: Path) -> None:
    client = TestClient(school.app, base_url=ADDRESS)
    page = client.post("/verify", files={"certificate": ("c.json", b"{}")})
    assert "Refused" in page.text
    for content in (b"", b"\xff" * 100, b"[" * 5000, json.dumps({"issuer": {"id": "<b>"}}).encode()):
        verdict = client.post("/api/verify", content=content).json()
        assert not verdict["accepted"]
        assert verdict["reason"]
    assert client.post("/verify", data={}).status_code == 422


def test_what_is_too_large_is_not_taken(school: School) -> None:
    client = TestClient(school.app, base_url=ADDRESS)
    answer = client.post("/api/verify", content=b"x" * (guard.LARGEST + 1))
    assert answer.status_code == 413
    assert client.post("/api/verify", content=b"x" * guard.LARGEST).status_code == 200


def test_too_many_requests_are_put_off(school: School) -> None:
    client = TestClient(school.app, base_url=ADDRESS)
    found = [client.get("/api/sign-in/AAAA-AAAA").status_code for _ in range(900)]
    assert found[:400] == [400] * 400, "two hundred learners behind one address sign in at once"
    assert 429 in found
    assert client.get("/").status_code == 200, "pages are not codes"


def test_the_desk_shows_many_requests_and_grants_page_by_page(school: School) -> None:
    sato, desk = school.enrolled("Dr. Sato", "instructor"), school.site.desk
    ids = [
        desk.request(f"did:key:{n}", "credentialed-set", "education", f"{WHY}, number {n}", 30)
        for n in range(80)
    ]
    for id_ in ids[:52]:
        desk.grant(id_, "Dr. Sato")

    def shown(path: str, word: str) -> list[str]:
        return re.findall(rf">{word} ([0-9a-f]{{12}})<", sato.get(path).text)

    assert shown("/desk", "Grant request") == ids[52:77], "who waits longest comes first"
    assert shown("/desk?waiting=2", "Grant request") == ids[77:]
    running = [id_ for n in (1, 2, 3) for id_ in shown(f"/desk?running={n}", "Revoke")]
    assert running == [grant.id for grant in desk.grants()]
    assert len(running) == 52
    first, second = sato.get("/desk").text, sato.get("/desk?waiting=2&running=3").text
    assert "/desk?waiting=2&amp;running=1" in first
    assert "Page before of the requests" not in first
    assert "/desk?waiting=1&amp;running=3" in second
    assert "Next page of" not in second
    assert sato.get("/desk?waiting=0").status_code == 422
    assert sato.get(f"/desk?running={10**30}").status_code == 422


def test_a_learner_sees_their_own_requests_of_a_resource_and_no_others(school: School) -> None:
    amina, bo = school.enrolled("Amina"), school.enrolled("Bo")
    for person in (amina, bo):
        person.post("/catalogue/credentialed-set", purpose="education", why=WHY, days="30")
    theirs, [other] = (school.site.desk.requests(learner=one.learner.key.did) for one in (amina, bo))
    page = amina.get("/catalogue/credentialed-set").text
    assert theirs[0].id in page
    assert other.id not in page


def test_learners_at_once_lose_no_answer(school: School) -> None:
    people = [school.enrolled(f"Learner {n}") for n in range(6)]

    def sit(person) -> int:
        person.post("/exam")
        for number in range(1, 9):
            assert person.post(f"/exam/{number}", choice="0").status_code == 200
        return 8

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(sit, people)) == [8] * 6
    with school.site.store() as store:
        assert [len(attempt.answers) for attempt in store.attempts()] == [8] * 6


def test_a_database_that_goes_away_is_one_sentence_and_is_used_again_when_it_is_back(school: School) -> None:
    amina = school.enrolled("Amina")
    for away, back in (("session", "gone"), ("gone", "session")):
        with school.site.accounts._engine.begin() as base:
            base.exec_driver_sql(f"ALTER TABLE {away} RENAME TO {back}")
        answers = [amina.get(page) for page in ("/", "/exam", "/catalogue/credentialed-set")]
        assert [answer.status_code for answer in answers] == [503 if back == "gone" else 200] * 3
        assert ("cannot reach its database" in answers[1].text) == (back == "gone")


def test_practice_mode_has_no_exam_and_keeps_nothing(tmp_path: Path) -> None:
    root = tmp_path / "home"
    client = TestClient(
        create_app(load(root, "http://localhost:8080", practice=True)), base_url="http://localhost:8080"
    )
    page = client.get("/practice")
    assert page.status_code == 200
    explained = client.post(page.url.path, data={"choice": "0"}).text
    assert explained.count("Right.") == 1
    assert client.post(page.url.path, data={"choice": "99"}).text.count("Right.") == 0
    assert client.get("/practice/../etc").status_code == 404
    assert "is no such question" in client.get("/practice/a-b").text
    assert not (root / "ethics" / "exam.db").exists()


def test_it_does_not_start_without_what_it_needs(tmp_path: Path) -> None:
    for address, sentence in (
        ("https://class.example", "the class secret is missing"),
        ("ftp://class.example", "is no address"),
        ("https://class.example/path", "is no address"),
        ("http://class.example", "neither https nor this machine"),
        ("class.example", "is no address"),
    ):
        with pytest.raises(ServiceError, match=sentence):
            load(tmp_path, address)
    (tmp_path / "ethics").mkdir()
    (tmp_path / "ethics" / "class.secret").write_text("5e")
    with pytest.raises(ServiceError, match=r"class\.secret"):
        load(tmp_path, "https://class.example")
