"""The small language in which an item says what follows from its numbers: arithmetic, comparisons, and, or, not, if.

It is the part of Python that is listed here, and nothing else; an expression is checked before it is ever evaluated.
"""

import ast
import math
from collections.abc import Iterable, Mapping
from functools import cache
from types import CodeType
from typing import Any

from openhearth.errors import OpenhearthError

FUNCTIONS: dict[str, Any] = {
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "max": max,
    "min": min,
    "round": round,
}
_NODES = (
    *(ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Tuple),
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.IfExp, ast.Call),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
)


class ExpressionError(OpenhearthError):
    """An expression that is not of the small language, or that fails."""


def check(text: str, names: Iterable[str]) -> None:
    """Whether ``text`` is an expression over ``names``.

    Raises:
        ExpressionError: it is not; the message says what is not known.
    """
    known = set(names)
    for node in ast.walk(_tree(text)):
        if not isinstance(node, _NODES):
            raise ExpressionError(
                f"{text!r} holds {type(node).__name__}, which is not of the language of items"
            )
        if isinstance(node, ast.Call) and not (
            isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and not node.keywords
        ):
            raise ExpressionError(f"{text!r} calls what is none of {', '.join(FUNCTIONS)}")
        if isinstance(node, ast.Constant) and not isinstance(node.value, int | float | str):
            raise ExpressionError(f"{text!r} holds {node.value!r}, which is neither a number nor a text")
        if isinstance(node, ast.Name) and node.id not in known and node.id not in FUNCTIONS:
            raise ExpressionError(f"{text!r} names {node.id!r}, which nothing draws or derives")


def evaluate(text: str, values: Mapping[str, Any]) -> Any:
    """What ``text``, which has been checked, gives for ``values``.

    Raises:
        ExpressionError: it fails, as a division by zero does.
    """
    try:
        return eval(_code(text), {"__builtins__": {}, **FUNCTIONS}, dict(values))
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ExpressionError(f"{text!r} fails for {dict(values)} ({error})") from None


@cache
def _tree(text: str) -> ast.Expression:
    try:
        return ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"{text!r} cannot be read as an expression") from None


@cache
def _code(text: str) -> CodeType:
    return compile(_tree(text), "item", "eval")
