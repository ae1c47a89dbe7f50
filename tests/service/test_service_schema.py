"""The service keeps to its own OpenAPI document, whatever is sent to it and whoever sends it; nothing breaks it."""

from dataclasses import dataclass

import pytest
import schemathesis
from classroom_service import ADDRESS, School, make_class
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from openhearth.access import Resource, terms

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REAL = {"name": "credentialed-set", "seed": "a1", "number": 3}  # of what paths name


@dataclass(frozen=True)
class Visitor:
    token: str
    csrf: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"openhearth={self.token}"} if self.token else {}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    folder = tmp_path_factory.mktemp("schema")
    made = make_class(folder / "class")
    (folder / "content").mkdir()
    (folder / "content" / "a.csv").write_text("id\n1\n")
    text, policy = terms.default_agreement("credentialed"), terms.default_policy(REAL["name"], "credentialed")
    resource = Resource(REAL["name"], "dataset", "credentialed", "A set", text, policy, "1.0", "")
    made.site.gate.place(resource, folder / "content", "Dr. Sato")
    return made


@pytest.fixture(scope="module")
def people(school: School) -> list:
    return [school.enrolled("Amina"), school.enrolled("Dr. Sato", "instructor")]


def visitors(people: list) -> list[Visitor]:
    """A stranger, a learner and an instructor, for each route signed in anew: one of the routes signs them out."""
    found = [Visitor("", "")]
    for person in people:
        person.sign_in()
        found.append(Visitor(person.client.cookies["openhearth"], person.csrf()))
    return found


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_nothing_that_is_sent_breaks_the_service(school: School, people: list, mode: GenerationMode) -> None:
    """What the document allows, and what it does not."""
    document, count = schemathesis.openapi.from_asgi("/openapi.json", school.app), 0
    for found in document.get_all_operations():
        route = found.ok()
        try:
            cases = route.as_strategy(generation_mode=mode)
            _try(cases, visitors(people))
        except Unsatisfiable:
            continue  # nothing is wrong to send where nothing is asked for
        count += 1
    assert count >= 10


def _try(cases: st.SearchStrategy[schemathesis.Case], who: list[Visitor]) -> None:
    @given(cases)
    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def each(case: schemathesis.Case) -> None:
        for visitor in who:
            case.call_and_validate(base_url=ADDRESS, headers=visitor.headers, checks=CHECKS)
            if not visitor.token:
                continue
            if isinstance(case.body, dict) and "csrf" in case.body:
                case.body = {**case.body, "csrf": visitor.csrf}
            case.path_parameters = {**case.path_parameters, **_real(case.path_parameters)}
            case.call_and_validate(base_url=ADDRESS, headers=visitor.headers, checks=CHECKS)

    each()


def _real(parameters: dict[str, object]) -> dict[str, object]:
    return {name: REAL[name] for name in parameters if name in REAL}


def test_every_route_says_how_it_refuses(school: School) -> None:
    for path, methods in school.app.openapi()["paths"].items():
        for method, about in methods.items():
            assert {"400", "413", "429"} <= set(about["responses"]), (method, path)
