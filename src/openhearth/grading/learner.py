"""The learner's process: runs the learner's cells and answers what the tests ask. No test's text ever gets here."""

import signal
from collections.abc import Callable
from typing import Any

from openhearth.grading.cells import Shell, run_one
from openhearth.grading.link import MOST_MESSAGE, Channel
from openhearth.grading.values import Kept, Malformed, decode, encode


def serve(shell: Shell, channel: Channel) -> None:
    """Answer questions until the other end closes.

    Raises:
        OSError: the other end is gone in the middle of an answer.
    """
    objects: dict[int, Any] = {}
    numbers: dict[int, int] = {}  # by id(), which is an object's own while it is kept
    busy = False

    def interrupted(*_: object) -> None:
        if busy:  # otherwise it came just after the answer
            raise KeyboardInterrupt

    def keep(value: Any) -> int:
        number = numbers.setdefault(id(value), len(objects))
        objects[number] = value
        return number

    def restore(kept: Kept) -> Any:
        return objects[kept.number]

    signal.signal(signal.SIGINT, interrupted)
    while True:
        try:
            what, *about = channel.receive()
        except EOFError:
            return
        try:
            busy = True
            first, *rest = [decode(value, restore) for value in about] or [None]
            if what == "ready":
                found: Any = True
            elif what == "run":
                found = run_one(shell, first)
            elif what == "name":
                found = _name(shell.user_ns, first)
            else:
                found = ANSWERS[what](objects[first], *rest)
            answer = {"value": encode(found, keep)}
        except BaseException as error:  # also SystemExit and KeyboardInterrupt: the process goes on
            busy = False
            answer = _raised(error)
        busy = False
        try:
            channel.send(answer)
        except Malformed as error:  # too large, so nothing was sent
            channel.send(_raised(error))


def _name(names: dict[str, Any], name: str) -> Any:
    if name not in names:
        raise NameError(f"name {name!r} is not defined")
    return names[name]


def _next(walker: Any) -> list[Any]:
    """The next item in a list, or an empty one at the end."""
    try:
        return [next(walker)]
    except StopIteration:
        return []


ANSWERS: dict[str, Callable[..., Any]] = {
    "name": _name,
    "call": lambda subject, args, kwargs: subject(*args, **kwargs),
    "attribute": getattr,
    "item": lambda subject, key: subject[key],
    "length": len,
    "truth": bool,
    "text": str,
    "walk": iter,
    "next": _next,
}


def _raised(error: BaseException) -> dict[str, Any]:
    try:
        message = str(error)
    except BaseException:  # the class is the learner's
        message = "its message cannot be read"
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return {"raised": [kinds[:50], message.encode(errors="replace").decode()[:MOST_MESSAGE]]}
