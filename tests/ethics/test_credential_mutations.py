"""100,000 small changes to a good certificate: none is accepted that says something else, and none breaks a check."""

import json
import random

import pytest
from school import School

from openhearth.ethics.credential.bake import bake_png, bake_svg
from openhearth.ethics.credential.carriers import unwrap
from openhearth.ethics.credential.errors import RefusalError
from openhearth.ethics.credential.issue import sign_jwt

MANY = 100_000
SHARES = {"json": 0.3, "jwt": 0.4, "png": 0.26, "svg": 0.04}


def _changed(content: bytes, chance: random.Random) -> bytes:
    """``content`` with a byte replaced, dropped, doubled, a bit flipped, a piece moved or cut away."""
    at = chance.randrange(len(content))
    match chance.randrange(6):
        case 0:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 1:
            return content[:at] + content[at + 1 :]
        case 2:
            return content[:at] + content[at : at + 1] * 2 + content[at + 1 :]
        case 3:
            return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
        case 4:
            return content[at:] + content[:at]
        case _:
            return content[:at]


@pytest.mark.parametrize("form", SHARES)
def test_no_small_change_passes_and_none_breaks_a_check(form: str, school: School) -> None:
    forms = {
        "json": json.dumps(json.loads(school.good), separators=(",", ":"), ensure_ascii=False).encode(),
        "jwt": sign_jwt(school.certificate, school.key).encode(),
        "png": bake_png(school.good),
        "svg": bake_svg(school.good),
    }
    content = forms[form]
    institution, listed = school.institution, school.lists(school.institution)
    chance = random.Random(f"{form} {school.institution.url}")
    reached: dict[str, int] = {}
    for _ in range(round(MANY * SHARES[form] / 2)):  # half under each kind of issuer
        mutant = _changed(content, chance)
        verdict = school.verify(mutant, institution=institution, lists=lambda one: listed)
        assert "the check broke" not in verdict.reason, (mutant, verdict.reason)
        if verdict.accepted:
            assert _text(mutant) == _text(content), mutant
        else:
            failed = next(check.name for check in verdict.checks if check.passed is False)
            reached[failed] = reached.get(failed, 0) + 1
    assert len(reached) > 1 or form == "png", reached


def _text(content: bytes) -> object:
    """What a certificate says, whatever the picture around it looks like."""
    kind, text = unwrap(content)
    try:
        return text.strip() if kind == "VC-JWT" else json.loads(text)
    except ValueError:
        raise RefusalError("no JSON") from None
