"""Which licence a model may carry, given its training data's. A cautious reading, not legal advice.

Whether weights are a derivative of what they were trained on is not settled in law. We act as if the data's
conditions reached the model: non-commercial data makes no open model, share-alike data makes a share-alike
model, and who must be named for the data is named with the model. Terms we cannot read allow nothing.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from openhearth.release.errors import ReleaseError


@dataclass(frozen=True)
class Licence:
    """A licence that a learner may choose for a model."""

    name: str
    url: str
    notice: str  # in our words: what it lets others do, and asks of them
    share_alike: bool = False
    keeps_attribution: bool = True


LICENCES = {
    "Apache-2.0": Licence(
        "Apache License 2.0",
        "https://www.apache.org/licenses/LICENSE-2.0",
        "Anyone may use, change and pass on this model, also for money. They must keep this notice, say what they "
        "changed, and get a licence to the patents of those who made it. It comes without warranty.",
    ),
    "MIT": Licence(
        "MIT License",
        "https://opensource.org/license/mit",
        "Anyone may use, change and pass on this model, also for money, if this notice stays with it. It comes "
        "without warranty.",
    ),
    "CC-BY-4.0": Licence(
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
        "Anyone may use, change and pass on this model, also for money, if they name who made it, link to this "
        "licence and say what they changed.",
    ),
    "CC-BY-SA-4.0": Licence(
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        "Anyone may use, change and pass on this model, also for money, if they name who made it, say what they "
        "changed, and pass it on under this same licence.",
        share_alike=True,
    ),
    "CC0-1.0": Licence(
        "Creative Commons Zero 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "Whoever made this model gives up their rights in it, as far as the law allows. Anyone may do anything with it.",
        keeps_attribution=False,
    ),
}

# Families of data licences that we can read; every other is refused.
_PUBLIC_DOMAIN = re.compile(r"CC0-1\.0|CC-PDM-1\.0|PDDL-1\.0|Unlicense|0BSD|MIT-0")
_PERMISSIVE = re.compile(
    r"CC-BY-\d\.\d|MIT|Apache-2\.0|BSD-[23]-Clause|ISC|ODC-By-1\.0|CDLA-Permissive-\d\.0"
)
_SHARE_ALIKE = re.compile(r"CC-BY-SA-\d\.\d")
_CLOSED = re.compile(r"CC-BY-(NC|ND)\S*")


def require_compatible(chosen: str, data_licence: str) -> Licence:
    """The licence ``chosen`` for a model, if data under ``data_licence`` allow it.

    Args:
        chosen: SPDX id, one of `LICENCES`.
        data_licence: SPDX expression over all training data; of alternatives (OR) every one must allow it.

    Raises:
        ReleaseError: it is not one of ours, or the data's terms forbid it; the message says which and why.
    """
    if chosen not in LICENCES:
        raise ReleaseError(f"the model licence {chosen!r} is not on offer; {_nearest(chosen)}")
    licence, terms = LICENCES[chosen], sorted(data_terms(data_licence))

    def under(family: re.Pattern[str]) -> str:
        return next((term for term in terms if family.fullmatch(term)), "")

    if closed := under(_CLOSED):
        kind = "commercial use" if "-NC" in closed else "changed versions"
        raise ReleaseError(
            f"the training data are partly under {closed}, which forbids {kind}, so the model cannot be open "
            f"under {chosen}; train on data without it (openhearth data get --commercial)"
        )
    families = (_PUBLIC_DOMAIN, _PERMISSIVE, _SHARE_ALIKE)
    if unread := [term for term in terms if not any(family.fullmatch(term) for family in families)]:
        raise ReleaseError(
            f"the training data are partly under {unread[0]}, and whether that allows a model under {chosen} is "
            "not known here; train on data without it"
        )
    if (sharing := under(_SHARE_ALIKE)) and not licence.share_alike:
        raise ReleaseError(
            f"the training data are partly under {sharing}, which asks for the same licence again; choose "
            f"CC-BY-SA-4.0, not {chosen}"
        )
    if (named := sharing or under(_PERMISSIVE)) and not licence.keeps_attribution:
        raise ReleaseError(
            f"the training data are partly under {named}, which asks that people be named, and {chosen} would "
            "let that be dropped; choose CC-BY-4.0 or Apache-2.0"
        )
    return licence


def attribution_due(data_licence: str) -> bool:
    """Whether some part of data under ``data_licence`` may not be passed on without naming its makers."""
    return not all(_PUBLIC_DOMAIN.fullmatch(term) for term in data_terms(data_licence))


def data_terms(expression: str) -> set[str]:
    """The licence ids in an SPDX expression.

    Raises:
        ReleaseError: it is not a valid SPDX expression, or empty.
    """
    from license_expression import ExpressionError, get_spdx_licensing

    # The Public Domain Mark is on SPDX's list since 3.27, and not yet known to every release of the library.
    known = str(expression or "").replace("CC-PDM-1.0", "CC0-1.0")
    try:
        parsed = get_spdx_licensing().parse(known, validate=True)
    except ExpressionError as error:
        raise ReleaseError(f"the data's licence {expression!r} is no SPDX expression ({error})") from None
    if parsed is None:
        raise ReleaseError("the training data carry no licence, so nothing may be released from them")
    return {str(symbol) for symbol in parsed.symbols}


def notice(chosen: str, name: str, year: str) -> str:
    """The LICENSE file of a model called ``name``."""
    licence = LICENCES[chosen]
    return (
        f"SPDX-License-Identifier: {chosen}\n\n"
        f"{name}, {year}. The weights, configuration and tokenizer in this folder are under the {licence.name}.\n\n"
        f"{licence.notice}\n\nThat is a summary. The licence itself: {licence.url}\n\n"
        "The training data have terms of their own: see DATA_CARD.md and ATTRIBUTION.md.\n"
    )


def _nearest(chosen: str) -> str:
    by_folded = {name.casefold(): name for name in LICENCES}
    near = get_close_matches(chosen.casefold(), by_folded, n=2, cutoff=0.4)
    near += [folded for folded in by_folded if chosen and chosen.casefold() in folded and folded not in near]
    if near:
        return f"did you mean {' or '.join(by_folded[folded] for folded in near[:2])}?"
    return f"choose one of {', '.join(LICENCES)}"
