"""Which licence a model may carry, given its training data's. A cautious reading, not legal advice.

Whether weights are a derivative of what they were trained on is not settled in law. We act as if the data's
conditions reached the model: non-commercial data makes no open model, share-alike data makes a share-alike
model, and who must be named for the data is named with the model.
"""

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


def require_compatible(chosen: str, data_licence: str) -> Licence:
    """The licence ``chosen`` for a model, if data under ``data_licence`` allow it.

    Args:
        chosen: SPDX id, one of `LICENCES`.
        data_licence: SPDX expression over all training data.

    Raises:
        ReleaseError: it is not one of ours, or the data's terms forbid it; the message says which and why.
    """
    if chosen not in LICENCES:
        near = get_close_matches(chosen.upper(), LICENCES, n=1, cutoff=0.3) or sorted(LICENCES)
        raise ReleaseError(f"the model licence {chosen!r} is not on offer; did you mean {', '.join(near)}?")
    licence, terms = LICENCES[chosen], data_terms(data_licence)
    closed = sorted(term for term in terms if "-NC" in term or "-ND" in term)
    if closed:
        raise ReleaseError(
            f"the training data are under {closed[0]}, which forbids some uses, so the model cannot be open under "
            f"{chosen}; train on data without it (openhearth data get --commercial)"
        )
    sharing = sorted(term for term in terms if "-SA" in term)
    if sharing and not licence.share_alike:
        raise ReleaseError(f"the training data are under {sharing[0]}, so choose CC-BY-SA-4.0, not {chosen}")
    named = sorted(term for term in terms if "-BY" in term)
    if named and not licence.keeps_attribution:
        raise ReleaseError(
            f"the training data are under {named[0]}, which asks that people be named, and {chosen} would let "
            "that be dropped; choose CC-BY-4.0 or Apache-2.0"
        )
    return licence


def data_terms(expression: str) -> set[str]:
    """The licence ids in an SPDX expression.

    Raises:
        ReleaseError: it is not a valid SPDX expression.
    """
    from license_expression import ExpressionError, get_spdx_licensing

    # The Public Domain Mark is on SPDX's list since 3.27, and not yet known to every release of the library.
    known = expression.replace("CC-PDM-1.0", "CC0-1.0")
    try:
        parsed = get_spdx_licensing().parse(known, validate=True)
    except ExpressionError as error:
        raise ReleaseError(f"the data's licence {expression!r} is no SPDX expression ({error})") from None
    if parsed is None:
        raise ReleaseError("the training data carry no licence; nothing may be released from them")
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
