"""Which licence a model may carry, given its data's: what is forbidden is refused in one sentence that says why."""

import pytest

from openhearth.release import LICENCES, ReleaseError, require_compatible
from openhearth.release.licences import attribution_due, notice

OPEN = ("Apache-2.0", "MIT", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0")


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        ("CC0-1.0", OPEN),
        ("CC-PDM-1.0", OPEN),
        ("CC-BY-4.0", OPEN[:4]),
        ("CC-BY-3.0 AND CC-BY-4.0 AND CC-PDM-1.0", OPEN[:4]),
        ("MIT", OPEN[:4]),
        ("CC-BY-SA-4.0", ("CC-BY-SA-4.0",)),
        ("CC-BY-4.0 AND CC-BY-SA-3.0", ("CC-BY-SA-4.0",)),
        ("CC-BY-NC-4.0", ()),
        ("CC-BY-4.0 AND CC-BY-NC-SA-3.0", ()),
        ("CC-BY-ND-4.0", ()),
        ("CC-BY-NC-ND-4.0 OR CC0-1.0", ()),
        ("GPL-3.0-only", ()),
        ("CC-BY-4.0 AND LicenseRef-scancode-bigscience-rail-1.0", ()),
        ("All rights reserved", ()),
        ("", ()),
    ],
)
def test_a_model_may_carry_only_what_its_data_allow(data, allowed):
    for chosen in allowed:
        require_compatible(chosen, data)
    for chosen in LICENCES.keys() - allowed:
        with pytest.raises(ReleaseError, match=r"\A[^\n]+\Z"):
            require_compatible(chosen, data)


@pytest.mark.parametrize(
    ("data", "chosen", "why"),
    [
        ("CC-BY-NC-4.0", "Apache-2.0", "CC-BY-NC-4.0, which forbids commercial use"),
        ("CC-BY-ND-4.0", "MIT", "CC-BY-ND-4.0, which forbids changed versions"),
        ("CC-BY-SA-4.0", "MIT", "choose CC-BY-SA-4.0, not MIT"),
        ("CC-BY-4.0", "CC0-1.0", "asks that people be named"),
        ("GPL-3.0-only", "MIT", "is not known here"),
        ("Creative Commons", "MIT", "no SPDX expression"),
        ("", "MIT", "carry no licence"),
    ],
)
def test_a_refusal_says_which_term_and_why(data, chosen, why):
    with pytest.raises(ReleaseError, match=why):
        require_compatible(chosen, data)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("apache", "Apache-2.0"),
        ("Apache2", "Apache-2.0"),
        ("cc-by", "CC-BY-4.0"),
        ("CC0", "CC0-1.0"),
        ("mit", "MIT"),
    ],
)
def test_an_unknown_licence_brings_the_nearest(asked, meant):
    with pytest.raises(ReleaseError, match=f"did you mean .*{meant}"):
        require_compatible(asked, "CC0-1.0")


@pytest.mark.parametrize("asked", ["", "?", "WTFPL-9"])
def test_where_none_is_near_all_are_named(asked):
    with pytest.raises(ReleaseError, match="not on offer"):
        require_compatible(asked, "CC0-1.0")


@pytest.mark.parametrize(
    ("data", "due"), [("CC0-1.0 AND CC-PDM-1.0", False), ("CC0-1.0 AND CC-BY-4.0", True), ("MIT", True)]
)
def test_whether_people_must_be_named_follows_from_the_licence(data, due):
    assert attribution_due(data) is due


@pytest.mark.parametrize("chosen", LICENCES)
def test_the_notice_names_licence_and_address(chosen):
    text = notice(chosen, "tales-225k", "2026")
    assert text.startswith(f"SPDX-License-Identifier: {chosen}\n")
    assert LICENCES[chosen].url in text
