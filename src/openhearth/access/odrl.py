"""Usage policies in a small part of ODRL 2.2 (W3C Recommendation, 2018). What is not understood denies.

Understood are permissions and prohibitions of the actions below, with constraints on purpose and date. A policy that uses
anything else (duties, logical constraints, other operands) is refused when a resource is placed, and would deny if it came to a
decision all the same. A prohibition wins over a permission.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from openhearth.access.errors import AccessError

CONTEXT = "http://www.w3.org/ns/odrl.jsonld"
ACTIONS = ("use", "distribute", "derive")
PURPOSES = ("education", "research", "care", "commerce")
OPERANDS = ("purpose", "dateTime")
_SETS = ("isAnyOf", "isNoneOf", "eq", "neq")
_TIMES = ("lt", "lteq", "gt", "gteq")


def check_policy(policy: Mapping[str, Any]) -> None:
    """Raises `AccessError` where ``policy`` holds something that is not understood; the sentence names it."""
    unknown = set(policy) - {"@context", "@type", "uid", "permission", "prohibition"}
    if unknown or policy.get("@context") != CONTEXT or not policy.get("permission"):
        raise AccessError(
            f"the policy has {sorted(unknown)[0]!r}, which is not understood here, so it would deny everybody"
            if unknown
            else "the policy is no ODRL policy with a permission, so it would deny everybody"
        )
    for kind in ("permission", "prohibition"):
        for rule in policy.get(kind, ()):
            extra = set(rule) - {"target", "action", "constraint"}
            if extra:
                raise AccessError(f"a {kind} has {sorted(extra)[0]!r}, which is not understood here")
            if rule.get("action") not in ACTIONS:
                raise AccessError(f"the action {rule.get('action')!r} is none of {', '.join(ACTIONS)}")
            for constraint in rule.get("constraint", ()):
                _check_constraint(constraint)


def denied(policy: Mapping[str, Any], target: str, action: str, purpose: str, at: datetime.datetime) -> str:
    """Why ``policy`` does not allow ``action`` on ``target``; "" where it does."""
    try:
        check_policy(policy)
    except AccessError as error:
        return str(error)
    for rule in policy.get("prohibition", ()):
        if _applies(rule, target, action) and _met(rule, purpose, at):
            return f"the policy forbids to {action} it for {purpose}"
    for rule in policy["permission"]:
        if _applies(rule, target, action) and _met(rule, purpose, at):
            return ""
    return f"the policy does not permit to {action} it for {purpose} now"


def _applies(rule: Mapping[str, Any], target: str, action: str) -> bool:
    return bool(rule.get("target") == target and rule["action"] == action)


def _met(rule: Mapping[str, Any], purpose: str, at: datetime.datetime) -> bool:
    return all(_holds(constraint, purpose, at) for constraint in rule.get("constraint", ()))


def _holds(constraint: Mapping[str, Any], purpose: str, at: datetime.datetime) -> bool:
    operator, wanted = constraint["operator"], constraint["rightOperand"]
    if constraint["leftOperand"] == "purpose":
        named = purpose in (wanted if isinstance(wanted, list) else [wanted])
        return named if operator in ("isAnyOf", "eq") else not named
    moment = _moment(wanted)
    return bool({"lt": at < moment, "lteq": at <= moment, "gt": at > moment, "gteq": at >= moment}[operator])


def _check_constraint(constraint: Any) -> None:
    if not isinstance(constraint, dict) or set(constraint) != {"leftOperand", "operator", "rightOperand"}:
        raise AccessError("a constraint has other members than leftOperand, operator and rightOperand")
    left, operator, wanted = (constraint[name] for name in ("leftOperand", "operator", "rightOperand"))
    if left not in OPERANDS:
        raise AccessError(f"the operand {left!r} is not understood here; there are {', '.join(OPERANDS)}")
    if operator not in (_SETS if left == "purpose" else _TIMES):
        raise AccessError(f"the operator {operator!r} is not understood for {left}")
    if left == "dateTime":
        _moment(wanted)
    else:
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if one not in PURPOSES:
                raise AccessError(f"the purpose {one!r} is none of {', '.join(PURPOSES)}")


def _moment(text: object) -> datetime.datetime:
    try:
        found = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        raise AccessError(f"{str(text)[:40]!r} is no date such as 2027-06-30T00:00:00+00:00") from None
    if found.tzinfo is None:
        raise AccessError(f"{str(text)[:40]!r} says no time zone; write 2027-06-30T00:00:00+00:00")
    return found
