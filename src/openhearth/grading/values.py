"""Values between the learner's process and the one that holds the tests, as tagged JSON.

What is plain data crosses by value: numbers, text, bytes, containers, NumPy arrays, tensors. Everything else crosses as an
opaque number, and stays where it is. Nothing is pickled, and nothing that arrives is trusted: depth, items and bytes
are capped, types come from short lists, and whatever does not fit is `Malformed`. Subclasses of plain types lose their
class on the way, so that an ``__eq__`` of the learner's own never reaches a test.
"""

import base64
import binascii
import collections
import math
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_DEPTH = 60
MOST_ITEMS = 1_000_000
MOST_BYTES = 64 << 20  # of one message

SMALL = 1 << 53  # integers below it are the same in every reader of JSON
MODULES = frozenset(
    [
        "collections",
        "functools",
        "itertools",
        "json",
        "math",
        "numpy",
        "random",
        "re",
        "statistics",
        "string",
        "torch",
        "torch.nn",
        "torch.nn.functional",
        "torch.optim",
    ]
)
TENSORS = frozenset(
    [
        "bool",
        "uint8",
        "int8",
        "int16",
        "int32",
        "int64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    ]
)
"""torch's types that cross."""
_ARRAY = re.compile(r"[<>|][biufc](1|2|4|8|16)")
_CONTAINERS: dict[str, Callable[[list[Any]], Any]] = {"tuple": tuple, "set": set, "frozenset": frozenset}


class Malformed(ValueError):
    """A message that is not what `encode` makes, or is too large."""


@dataclass(frozen=True)
class Kept:
    """What crossed as a number: an object that stays in the learner's process; ``kind`` is its class's name."""

    number: int
    kind: str


def encode(value: Any, keep: Callable[[Any], int] | None = None) -> Any:
    """``value`` as JSON-able data.

    Args:
        value: anything.
        keep: called with an object that cannot cross, it returns the number it crosses as; without it such
            an object is refused.

    Raises:
        Malformed: too deep or too large.
        TypeError: it cannot cross, and there is no ``keep``.
    """
    return _Encoder(keep).encode(value, 0)


def decode(data: Any, restore: Callable[[Kept], Any]) -> Any:
    """The value that `encode` made ``data`` of.

    Args:
        data: parsed JSON from anybody.
        restore: makes of an object's number whatever stands for it here; it may raise `Malformed`.

    Raises:
        Malformed: whatever is wrong with it.
    """
    try:
        return _Decoder(restore).decode(data, 0)
    except Malformed:
        raise
    except (
        TypeError,
        ValueError,
        KeyError,
        OverflowError,
        RuntimeError,
        MemoryError,
        RecursionError,
    ) as error:
        raise Malformed(f"{type(error).__name__}: {error}") from None


class _Counted:
    """Items seen so far, of those allowed."""

    def __init__(self) -> None:
        self.items = 0

    def count(self, depth: int) -> None:
        self.items += 1
        if depth > MOST_DEPTH:
            raise Malformed(f"deeper than {MOST_DEPTH} containers")
        if self.items > MOST_ITEMS:
            raise Malformed(f"more than {MOST_ITEMS:,} items")


class _Encoder(_Counted):
    def __init__(self, keep: Callable[[Any], int] | None) -> None:
        super().__init__()
        self.keep = keep

    def encode(self, value: Any, depth: int) -> Any:
        """A scalar as itself where JSON has it, otherwise ``{"t": tag, ...}``."""
        self.count(depth)
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if "numpy" in sys.modules and (found := _array(value)) is not None:
            return found
        if "torch" in sys.modules and (found := _tensor(value)) is not None:
            return found
        # The base class's own methods are called: a subclass's may say anything.
        if issubclass(kind, str):
            return self._text(str.__str__(value) if kind is str else "".join(str.__iter__(value)))
        if issubclass(kind, int):
            number = int.__pos__(value)
            return number if abs(number) < SMALL else {"t": "int", "v": hex(number)}
        if issubclass(kind, float):
            return {"t": "float", "v": float.hex(float.__pos__(value))}
        if issubclass(kind, complex):
            parts = complex.__pos__(value)
            return {"t": "complex", "v": [float.hex(parts.real), float.hex(parts.imag)]}
        if issubclass(kind, bytes | bytearray):
            return {"t": "bytes", "v": _packed(bytes(memoryview(value)))}
        return self._container(value, kind, depth)

    def _container(self, value: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, list):
            return {"t": "list", "v": [self.encode(item, depth + 1) for item in list.__iter__(value)]}
        if issubclass(kind, tuple):
            items = [self.encode(item, depth + 1) for item in tuple.__iter__(value)]
            fields = kind.__dict__.get("_fields")
            if isinstance(fields, tuple) and len(fields) == len(items):
                return {"t": "named", "n": kind.__name__, "f": [str(name) for name in fields], "v": items}
            return {"t": "tuple", "v": items}
        for base in (set, frozenset):
            if issubclass(kind, base):
                return {
                    "t": base.__name__,
                    "v": [self.encode(item, depth + 1) for item in base.__iter__(value)],
                }
        if issubclass(kind, dict):
            items = [
                [self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in dict.items(value)
            ]
            return {"t": "counter" if kind is collections.Counter else "dict", "v": items}
        if kind is range:
            return {
                "t": "range",
                "v": [self.encode(part, depth) for part in (value.start, value.stop, value.step)],
            }
        if kind is slice:
            return {
                "t": "slice",
                "v": [self.encode(part, depth) for part in (value.start, value.stop, value.step)],
            }
        module = next((name for name in MODULES if sys.modules.get(name) is value), None)
        if module:
            return {"t": "module", "v": module}
        if self.keep is None:
            raise TypeError(
                f"a {kind.__name__} cannot be handed to the learner's process; only plain data can"
            )
        return {"t": "kept", "v": self.keep(value), "n": kind.__name__}

    @staticmethod
    def _text(text: str) -> Any:
        try:
            text.encode()
        except UnicodeEncodeError:  # lone surrogates
            return {"t": "text", "v": _packed(text.encode("utf-8", "surrogatepass"))}
        return text


class _Decoder(_Counted):
    def __init__(self, restore: Callable[[Kept], Any]) -> None:
        super().__init__()
        self.restore = restore

    def decode(self, data: Any, depth: int) -> Any:
        self.count(depth)
        if data is None or isinstance(data, bool | int | str):
            return data
        if not isinstance(data, dict) or not isinstance(tag := data.get("t"), str) or "v" not in data:
            raise Malformed(f"a {type(data).__name__} where a value should be")
        value = data["v"]
        if tag in ("list", "tuple", "set", "frozenset", "named"):
            items = [self.decode(item, depth + 1) for item in _list(value)]
            return _named(data, items) if tag == "named" else _CONTAINERS.get(tag, list)(items)
        if tag in ("dict", "counter"):
            pairs = [
                (self.decode(key, depth + 1), self.decode(item, depth + 1)) for key, item in _list(value)
            ]
            return collections.Counter(dict(pairs)) if tag == "counter" else dict(pairs)
        if tag in ("range", "slice"):
            return (range if tag == "range" else slice)(
                *(self.decode(part, depth + 1) for part in _list(value))
            )
        if tag == "kept":
            number, name = value, data.get("n")
            if type(number) is not int or not isinstance(name, str) or len(name) > 200:
                raise Malformed("an object without number or name")
            return self.restore(Kept(number, name))
        read = _READERS.get(tag)
        if read is None:
            raise Malformed(f"no value is tagged {tag[:40]!r}")
        return read(data)


def _array(value: Any) -> Any:
    """A NumPy scalar or array of numbers; None for anything else."""
    import numpy as np

    if not issubclass(type(value), np.ndarray | np.generic):  # isinstance() would ask the value
        return None
    whole = np.asarray(value)  # a subclass's views and operators do not cross
    if whole.dtype.kind == "U" and issubclass(type(value), np.str_):
        return _Encoder._text("".join(str.__iter__(value)))
    if whole.dtype.kind not in "biufc" or whole.dtype.itemsize > 16 or whole.dtype.names:
        return None
    if not re.fullmatch(_ARRAY, whole.dtype.str):
        whole = whole.astype(whole.dtype.newbyteorder("<"))
    content = _packed(np.ascontiguousarray(whole).tobytes())
    shape = None if issubclass(type(value), np.generic) else list(whole.shape)
    return {"t": "array", "d": whole.dtype.str, "s": shape, "v": content}


def _tensor(value: Any) -> Any:
    """A dense tensor; None for anything else."""
    import torch

    if not issubclass(type(value), torch.Tensor) or value.layout != torch.strided or value.is_meta:
        return None
    kind = str(value.dtype).removeprefix("torch.")
    if kind not in TENSORS:
        return None
    whole = (
        torch.Tensor.detach(value).as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg().contiguous()
    )
    content = _packed(whole.reshape(-1).view(torch.uint8).numpy().tobytes() if whole.numel() else b"")
    return {"t": "tensor", "d": kind, "s": list(whole.shape), "g": bool(value.requires_grad), "v": content}


def _read_array(data: Mapping[str, Any]) -> Any:
    import numpy as np

    if not isinstance(data.get("d"), str) or not re.fullmatch(_ARRAY, data["d"]):
        raise Malformed("an array of an unknown type")
    kind, content = np.dtype(data["d"]), _unpacked(data["v"])
    shape = [] if data.get("s") is None else _shape(data["s"], 32)
    if len(content) != kind.itemsize * math.prod(shape):
        raise Malformed("an array whose shape is not that of its bytes")
    found = np.frombuffer(content, dtype=kind).reshape(shape).copy()
    return found[()] if data.get("s") is None else found


def _read_tensor(data: Mapping[str, Any]) -> Any:
    import torch

    if data.get("d") not in TENSORS:
        raise Malformed("a tensor of an unknown type")
    kind, content, shape = getattr(torch, data["d"]), bytearray(_unpacked(data["v"])), _shape(data["s"], 32)
    if len(content) != kind.itemsize * math.prod(shape):
        raise Malformed("a tensor whose shape is not that of its bytes")
    if data["d"] == "bool" and any(byte > 1 for byte in content):
        raise Malformed("a truth value that is neither")
    found = (
        torch.frombuffer(content, dtype=kind).reshape(shape) if content else torch.empty(shape, dtype=kind)
    )
    return (
        found.requires_grad_()
        if data.get("g") is True and (kind.is_floating_point or kind.is_complex)
        else found
    )


def _read_module(data: Mapping[str, Any]) -> Any:
    import importlib

    if data["v"] not in MODULES:
        raise Malformed("a module that does not cross")
    return importlib.import_module(data["v"])


def _read_int(data: Mapping[str, Any]) -> int:
    return int(_str(data["v"]), 16)


def _read_complex(data: Mapping[str, Any]) -> complex:
    real, imaginary = _list(data["v"])
    return complex(float.fromhex(_str(real)), float.fromhex(_str(imaginary)))


_READERS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "int": _read_int,
    "float": lambda data: float.fromhex(_str(data["v"])),
    "complex": _read_complex,
    "bytes": lambda data: _unpacked(data["v"]),
    "text": lambda data: _unpacked(data["v"]).decode("utf-8", "surrogatepass"),
    "array": _read_array,
    "tensor": _read_tensor,
    "module": _read_module,
}


def _named(data: Mapping[str, Any], items: list[Any]) -> Any:
    fields, name = _list(data.get("f")), _str(data.get("n"))
    if len(fields) != len(items) or len(fields) > 1000 or not name.isidentifier():
        raise Malformed("a named tuple without its names")
    return collections.namedtuple(name, [_str(field) for field in fields])(*items)  # type: ignore[misc]


def _shape(value: Any, most: int) -> list[int]:
    sizes = _list(value)
    if len(sizes) > most or not all(type(size) is int and 0 <= size < 1 << 40 for size in sizes):
        raise Malformed("a shape that is none")
    return sizes


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f"a {type(value).__name__} where a list should be")
    return value


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed(f"a {type(value).__name__} where text should be")
    return value


def _packed(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Malformed(f"{len(content) >> 20} MiB of data; at most {MOST_BYTES >> 20} MiB cross at once")
    return base64.b64encode(content).decode()


def _unpacked(text: Any) -> bytes:
    try:
        return base64.b64decode(_str(text), validate=True)
    except binascii.Error:
        raise Malformed("bytes that are not in base 64") from None
