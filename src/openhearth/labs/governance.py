"""Who may decide what in a commons (lesson 14): a charter that is checked, and carried out.

    read_charter()   plain text (TOML): bodies, who chooses and removes them, decisions and what each needs
    loopholes()      ways round the charter that the charter itself leaves open
    enact()          a tally, decided as the charter says

Sources: Ostrom (1990), "Governing the Commons"; the Debian Constitution 1.9; PEP 13, Python's governance.
"""

import tomllib
from dataclasses import dataclass, replace
from typing import Any

from openhearth.errors import OpenhearthError
from openhearth.labs.voting import Outcome, Tally, decide

AMEND = "change the charter"
"""The decision that every charter needs, by this name."""


class CharterError(OpenhearthError):
    """A charter that cannot be read, or does not say what was asked of it."""


@dataclass(frozen=True)
class Body:
    """Who sits in a body, by whom they are chosen, and who can remove them."""

    name: str
    chosen_by: str
    removed_by: str
    seats: int | None = None  # None: everybody who is a member
    one_employer: int | None = None  # seats that people of one employer may hold
    frozen: bool = False  # nobody is removed from it while it votes on removing others


@dataclass(frozen=True)
class Decision:
    """What a body may decide, and what it takes."""

    name: str
    by: str
    majority: float = 1.0  # votes for each vote that prefers the default: 3 is three to one
    quorum: float = 0.0  # voters who must prefer it to the default
    default: str | None = None  # what happens if nothing is decided
    reversed_by: str | None = None
    casting: str | None = None  # who decides a tie


@dataclass(frozen=True)
class Charter:
    """Bodies and decisions by name, and who says which decision a question falls under."""

    bodies: dict[str, Body]
    decisions: dict[str, Decision]
    interprets: str | None = None

    def may(self, body: str, decision: str) -> bool:
        """Whether ``body`` may take ``decision``: what the charter does not give, nobody has.

        Raises:
            CharterError: the charter knows no such body.
        """
        if body not in self.bodies:
            raise CharterError(f"the charter knows no body {body!r}; it knows {', '.join(self.bodies)}")
        return decision in self.decisions and self.decisions[decision].by == body


def read_charter(text: str) -> Charter:
    """A charter from TOML.

    Raises:
        CharterError: it is not TOML, names a key that no charter has, or lacks one that it needs.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CharterError(
            f"the charter cannot be read: {error}; see toml.io for how it is written"
        ) from None
    unknown = set(read) - {"body", "decision", "interprets"}
    if unknown:
        raise CharterError(
            f"a charter has [body.NAME], [decision.NAME] and interprets, not {sorted(unknown)[0]!r}"
        )
    return Charter(
        {name: _made(Body, name, fields) for name, fields in read.get("body", {}).items()},
        {name: _made(Decision, name, fields) for name, fields in read.get("decision", {}).items()},
        read.get("interprets"),
    )


def loopholes(charter: Charter) -> list[str]:
    """Ways round the charter that it leaves open itself, a sentence each. None found is no proof that there is none."""
    bodies, found = charter.bodies, []
    for body in bodies.values():
        for unknown in sorted({body.chosen_by, body.removed_by} - set(bodies)):
            found.append(f"{body.name}: answers to {unknown!r}, which the charter does not describe")
        if body.seats is not None and {body.chosen_by, body.removed_by} == {body.name}:
            found.append(f"{body.name}: chooses and removes itself, so it answers to nobody")
        if (body.seats or 0) > 1 and 2 * (body.one_employer or body.seats or 0) > (body.seats or 0):
            found.append(f"{body.name}: one employer may hold more than half of its {body.seats} seats")
    for decision in charter.decisions.values():
        named = [decision.by, decision.reversed_by, decision.casting]
        for unknown in sorted({one for one in named if one} - set(bodies)):
            found.append(f"{decision.name}: names {unknown!r}, which the charter does not describe")
        if decision.by in bodies and bodies[decision.by].seats is None:
            found += _open_vote(decision)
        path = _way(charter, decision.reversed_by, decision.by)
        if path:
            check = f"its check, {decision.reversed_by}, owes its seats to {' and '.join(path)}"
            found.append(f"{decision.name}: {check}")
    found += _pairs_that_remove_each_other(charter)
    amend = charter.decisions.get(AMEND)
    if amend is None:
        found.append(f"nobody may {AMEND}, so one day it will be changed against its own rules")
    else:
        for decision in charter.decisions.values():
            if decision.majority > amend.majority:
                found.append(
                    f"{decision.name}: needs {decision.majority:g} to 1, but {amend.majority:g} to 1 is enough to {AMEND} first"
                )
    if charter.interprets is None:
        found.append("nobody says under which decision a question falls, so whoever asks chooses the rule")
    elif charter.interprets not in bodies:
        found.append(f"interprets names {charter.interprets!r}, which the charter does not describe")
    return found


def enact(charter: Charter, decision: str, counted: Tally) -> Outcome:
    """What a tally decides, by the quorum, the majority and the default that the charter gives for ``decision``.

    Raises:
        CharterError: the charter knows no such decision, or the default is not among the options.
    """
    rule = charter.decisions.get(decision)
    if rule is None:
        raise CharterError(
            f"the charter lets nobody decide {decision!r}; it knows {', '.join(charter.decisions)}"
        )
    if rule.default is not None and rule.default not in counted.options:
        raise CharterError(f"{decision!r} must offer {rule.default!r}, its default, beside what is proposed")
    options = [option for option in counted.options if option != rule.default]
    return decide(counted, rule.default, rule.quorum, dict.fromkeys(options, rule.majority))


def amended(charter: Charter, decision: str, **changed: Any) -> Charter:
    """The charter with one decision changed, as after a vote to change it."""
    return replace(
        charter, decisions={**charter.decisions, decision: replace(charter.decisions[decision], **changed)}
    )


def _open_vote(decision: Decision) -> list[str]:
    """What a vote of everybody needs."""
    found = []
    if decision.default is None:
        found.append(f"{decision.name}: has no default, so voters cannot refuse all that is proposed")
    if not decision.quorum:
        found.append(f"{decision.name}: has no quorum, so a handful can take it while others sleep")
    if decision.casting is None:
        found.append(f"{decision.name}: nobody has the casting vote if the ballots are tied")
    return found


def _way(charter: Charter, check: str | None, decider: str) -> list[str]:
    """From a body to ``decider``, by who chooses it or can remove it, and who these; empty where no way leads there."""
    paths = [[check]] if check and check != decider else []
    seen = {check}
    while paths:
        path = paths.pop(0)
        body = charter.bodies.get(path[-1])
        owes = [] if body is None else [body.chosen_by] + ([] if body.frozen else [body.removed_by])
        for other in owes:
            if other == decider:
                return [*path[1:], other]
            if other not in seen:
                seen.add(other)
                paths.append([*path, other])
    return []


def _pairs_that_remove_each_other(charter: Charter) -> list[str]:
    found = []
    for body in charter.bodies.values():
        other = charter.bodies.get(body.removed_by)
        mutual = other is not None and body.name < other.name and other.removed_by == body.name
        if other and mutual and not (body.frozen or other.frozen):
            found.append(f"{body.name} and {other.name} can remove each other: whoever votes first stays")
    return found


def _made(kind: Any, name: str, fields: Any) -> Any:
    allowed = set(kind.__dataclass_fields__) - {"name"}
    if not isinstance(fields, dict) or set(fields) - allowed:
        wrong = sorted(set(fields) - allowed)[0] if isinstance(fields, dict) else fields
        raise CharterError(
            f"{kind.__name__.lower()} {name!r}: {wrong!r} is none of {', '.join(sorted(allowed))}"
        )
    try:
        made = kind(name, **fields)
    except TypeError as error:
        raise CharterError(f"{kind.__name__.lower()} {name!r} is not complete: {error}") from None
    if kind is Decision and not (
        isinstance(made.majority, int | float) and made.majority >= 1 and made.quorum >= 0
    ):
        raise CharterError(f"decision {name!r}: a majority is at least 1 (to one), a quorum at least 0")
    return made
