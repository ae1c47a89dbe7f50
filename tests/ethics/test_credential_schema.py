"""The certificate against the official JSON schema of Open Badges 3.0, which is not ours to ship."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from school import School

NAME = "ob3-achievementcredential.schema.json"
ADDRESS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


@pytest.fixture(scope="module")
def official() -> Any:
    """A validator; the schema is OPENHEARTH_OB3_SCHEMA, or ../shared/data. Without it these tests fail."""
    from jsonschema import Draft201909Validator, FormatChecker

    path = Path(
        os.environ.get("OPENHEARTH_OB3_SCHEMA")
        or Path(__file__).resolve().parents[3] / "shared" / "data" / NAME
    )
    if not path.is_file():
        pytest.fail(f"download {ADDRESS} and set OPENHEARTH_OB3_SCHEMA to the file (not in {path})")
    return Draft201909Validator(json.loads(path.read_bytes()), format_checker=FormatChecker())


def test_the_certificate_is_an_open_badge_to_the_letter(school: School, official: Any) -> None:
    document = json.loads(school.good)
    assert [error.message for error in official.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("member", "value"),
    [("proof", {"type": "DataIntegrityProof"}), ("issuer", 3), ("validFrom", "yesterday"), ("type", [])],
)
def test_the_schema_does_refuse(school: School, official: Any, member: str, value: Any) -> None:
    document = json.loads(school.good)
    document[member] = value
    assert not official.is_valid(document)
