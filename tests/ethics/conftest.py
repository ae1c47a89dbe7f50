import pytest
from school import School, make_school


@pytest.fixture(
    scope="module", params=["https://school.example/certificates", ""], ids=["did:web", "did:key"]
)
def school(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with a site and one without; tests only read it."""
    return make_school(tmp_path_factory.mktemp("school"), request.param)


@pytest.fixture
def own_school(tmp_path) -> School:
    """A school that a test may change."""
    return make_school(tmp_path)
