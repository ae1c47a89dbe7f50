"""The tests' end of the line to the learner's process: asks for names, and stands in for objects that stay there.

A message is four bytes of length and that many bytes of JSON. One question is open at a time. Whatever the learner's
process answers is the learner's word: it may be false, but it is data, and it says nothing about marks.
"""

import builtins
import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openhearth.grading.values import MOST_BYTES, Kept, Malformed, decode, encode

HEADER = struct.Struct(">I")
MOST_FRAME = 2 * MOST_BYTES
GRACE = 5.0  # seconds to answer after an interruption
MOST_MESSAGE = 2000  # characters of an error's message


class Gone(RuntimeError):
    """The learner's process has ended, or does not answer any more."""


class Opaque(TypeError):
    """A test asked of an object what only plain data can answer."""


class Channel:
    """Messages over a connected stream socket; each process holds one end."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._kept = bytearray()

    def send(self, message: Any) -> None:
        """Write one message.

        Raises:
            Malformed: it is too large.
            OSError: the other end is gone.
        """
        content = json.dumps(message).encode()
        if len(content) > MOST_FRAME:
            raise Malformed(
                f"a message of {len(content) >> 20} MiB; at most {MOST_FRAME >> 20} MiB cross at once"
            )
        self._end.settimeout(None)
        self._end.sendall(HEADER.pack(len(content)) + content)

    def receive(self, deadline: float | None = None) -> Any:
        """Read one message; after a `TimeoutError` the same can be waited for again.

        Args:
            deadline: of ``time.monotonic()``.

        Raises:
            Malformed: it is too large, or not JSON.
            EOFError: the other end is closed.
            TimeoutError: the deadline has passed.
        """
        self._fill(HEADER.size, deadline)
        (length,) = HEADER.unpack_from(self._kept)
        if length > MOST_FRAME:
            raise Malformed(f"a message of {length >> 20} MiB; at most {MOST_FRAME >> 20} MiB cross at once")
        self._fill(HEADER.size + length, deadline)
        content = bytes(self._kept[HEADER.size : HEADER.size + length])
        del self._kept[: HEADER.size + length]
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise Malformed(f"a message that is not JSON: {error}") from None

    def close(self) -> None:
        self._end.close()

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self._kept) < size:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError
            self._end.settimeout(left)
            block = self._end.recv(1 << 20)
            if not block:
                raise EOFError
            self._kept += block


class Link:
    """The line to the learner's process.

    Args:
        channel: to it.
        interrupt: interrupts what runs there, as Ctrl-C would.
    """

    def __init__(self, channel: Channel, interrupt: Callable[[], None]) -> None:
        self._channel, self._interrupt = channel, interrupt
        self._asking = False
        self.gone = ""
        """Why nothing can be asked any more."""
        self.deadline: float | None = None
        """Of ``time.monotonic()``: until when an answer is waited for; then what runs there is interrupted."""

    def ready(self) -> bool:
        """Whether the learner's process is in its place. To be asked before it runs anything of the learner's."""
        try:
            return self.ask("ready") is True
        except Gone:
            return False

    def close(self, why: str) -> None:
        """Ask nothing any more."""
        self.gone = self.gone or why
        self._channel.close()

    def ask(self, what: str, *about: Any) -> Any:
        """The answer to one question; an exception that it raised there is raised here, as its built-in base class.

        Raises:
            Gone: there is no answer, or one that makes no sense.
            TimeoutError: it took too long, and was interrupted.
            TypeError: something in ``about`` cannot cross.
        """
        message = [what, *(encode(value, _number) for value in about)]
        if self._asking:  # a question was left in the middle, so what comes would be the answer to that
            self.close("a question to the learner's process was left without its answer")
        if self.gone:
            raise Gone(self.gone)
        self._asking = True
        try:
            self._channel.send(message)
            answer, late = self._answer()
            found = self._read(answer)
        except TimeoutError:
            self.close("the learner's process did not answer in time")
            raise Gone(self.gone) from None
        except (EOFError, OSError):
            self.close("the learner's process has ended")
            raise Gone(self.gone) from None
        except Malformed as error:
            self.close(f"the learner's process answered what cannot be read ({error})")
            raise Gone(self.gone) from None
        self._asking = False
        if late and what != "run":  # a cell tells of its own interruption
            raise TimeoutError("it took too long, and was interrupted")
        if type(found) is _Raised:  # isinstance() would ask a handle
            raise found.error
        return found

    def _answer(self) -> tuple[Any, bool]:
        """What is answered, and whether only after an interruption."""
        try:
            return self._channel.receive(self.deadline), False
        except TimeoutError:
            self._interrupt()
            return self._channel.receive(time.monotonic() + GRACE), True

    def _read(self, answer: Any) -> Any:
        if not isinstance(answer, dict) or len(answer) != 1:
            raise Malformed("an answer is an object with one entry")
        if "value" in answer:
            return decode(answer["value"], lambda kept: Handle(self, kept))
        raised = answer.get("raised")
        if not isinstance(raised, list) or len(raised) != 2 or not isinstance(raised[1], str):
            raise Malformed("an answer is a value or an exception")
        return _Raised(_exception(raised[0], raised[1][:MOST_MESSAGE]))


@dataclass(frozen=True)
class _Raised:
    error: Exception


class Handle:
    """Stands for an object that stays in the learner's process: it can be called, read and walked through there.

    It is never equal to anything, nor an instance of anything: what the object says of itself is no evidence. A test that
    needs the object itself is declared shared.
    """

    __slots__ = ("_kept", "_link")
    _kept: Kept
    _link: Link

    def __init__(self, link: Link, kept: Kept) -> None:
        object.__setattr__(self, "_link", link)
        object.__setattr__(self, "_kept", kept)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _ask(self, "call", list(args), kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _ask(self, "attribute", name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise _opaque(self, "be changed")

    def __getitem__(self, key: Any) -> Any:
        return _ask(self, "item", key)

    def __len__(self) -> int:
        return int(_of_kind(_ask(self, "length"), int))

    def __bool__(self) -> bool:
        return bool(_of_kind(_ask(self, "truth"), bool))

    def __contains__(self, value: Any) -> bool:
        return any(item == value for item in self)  # compared here

    def __iter__(self) -> Any:
        walker = _ask(self, "walk")
        while True:
            step = _ask(walker, "next")
            if not step:
                return
            yield step[0]

    def __next__(self) -> Any:
        step = _ask(self, "next")
        if not step:
            raise StopIteration
        return step[0]

    def __str__(self) -> str:
        return str(_of_kind(_ask(self, "text"), str))

    def __repr__(self) -> str:
        return f"<the learner's {object.__getattribute__(self, '_kept').kind}>"

    @property  # type: ignore[misc]
    def __class__(self) -> type:  # isinstance() asks for it
        raise _opaque(self, "be checked with isinstance()")

    def __eq__(self, other: object) -> bool:
        raise _opaque(self, "be compared")

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__  # type: ignore[assignment]
    __hash__ = object.__hash__


def _ask(handle: Any, what: str, *about: Any) -> Any:
    if type(handle) is not Handle:
        raise Opaque("the learner's process answered plain data where an object was expected")
    link: Link = object.__getattribute__(handle, "_link")
    return link.ask(what, object.__getattribute__(handle, "_kept").number, *about)


def _opaque(handle: Handle, what: str) -> Opaque:
    kind = object.__getattribute__(handle, "_kept").kind
    return Opaque(
        f"a {kind} stays in the learner's process and cannot {what}; test its plain values, or mark the test as shared"
    )


def _of_kind(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise Opaque(f"the learner's process answered no {kind.__name__}")
    return value


def _number(value: Any) -> int:
    """The number of a handle that goes back to where its object is."""
    if type(value) is not Handle:
        raise TypeError(
            f"a {type(value).__name__} cannot be handed to the learner's process; hand it plain data, or mark the test as shared"
        )
    number: int = object.__getattribute__(value, "_kept").number
    return number


def _exception(kinds: Any, message: str) -> Exception:
    """The nearest built-in class of an exception, by the names of its class and bases; never one that ends a process."""
    if not isinstance(kinds, list):
        raise Malformed("an exception without its classes")
    for name in kinds[:50]:
        found = getattr(builtins, name, None) if isinstance(name, str) else None
        if isinstance(found, type) and issubclass(found, Exception):
            first = kinds[0] if isinstance(kinds[0], str) and kinds[0].isidentifier() else "Exception"
            text = message if first == name else f"{first}: {message}"
            try:
                return found(text)
            except TypeError:  # UnicodeDecodeError needs five arguments
                return RuntimeError(f"{name}: {text}")
    return RuntimeError(message)
