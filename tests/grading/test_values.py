"""Plain data crosses between the two processes unharmed; nothing that arrives can do harm."""

import collections
import enum
import json
import math
from typing import Any, NoReturn

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from openhearth.grading import values
from openhearth.grading.values import Kept, Malformed, decode, encode


def there_and_back(value: Any) -> Any:
    """``value`` after it has crossed, as JSON text."""
    return decode(json.loads(json.dumps(encode(value))), refuse)


def refuse(kept: Kept) -> NoReturn:
    raise Malformed(f"no object is expected here, but {kept}")


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters())
    | st.binary()
)
hashable = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4).map(tuple) | st.frozensets(inner, max_size=4)
)
anything = st.recursive(
    hashable,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.sets(hashable, max_size=5)
        | st.dictionaries(hashable, inner, max_size=5)
    ),
    max_leaves=20,
)


def same(one: Any, other: Any) -> bool:
    """Equal, and of equal types all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return all(same(*pair) for pair in zip(one.items(), other.items(), strict=True))
    if isinstance(one, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return bool(one == other)


@given(anything)
def test_plain_data_crosses_unharmed(value: Any) -> None:
    assert same(there_and_back(value), value)


@given(
    arrays.arrays(
        arrays.scalar_dtypes().filter(lambda d: d.kind in "biufc" and d.itemsize <= 16),
        arrays.array_shapes(min_dims=0, min_side=0),
    )
)
def test_arrays_cross_bit_by_bit(value: np.ndarray) -> None:
    found = there_and_back(value)
    assert isinstance(found, np.ndarray)
    assert (found.shape, found.dtype) == (value.shape, value.dtype)
    assert found.tobytes() == value.tobytes()


@pytest.mark.parametrize("kind", sorted(values.TENSORS))
def test_tensors_cross_bit_by_bit(kind: str) -> None:
    dtype = getattr(torch, kind)
    for shape in ((), (0, 3), (2, 3)):
        value = torch.randn(shape).mul(3).to(dtype)
        found = there_and_back(value)
        assert found.dtype == dtype
        assert found.shape == value.shape
        assert torch.equal(found, value)


def test_odd_values_cross() -> None:
    assert math.isnan(there_and_back(math.nan))
    assert there_and_back(np.float32(0.1)) == np.float32(0.1)
    assert type(there_and_back(np.float64(0.1))) is np.float64
    assert type(there_and_back(np.bool_(True))) is np.bool_
    assert there_and_back(collections.Counter("aab")).most_common(1) == [("a", 2)]
    assert there_and_back(collections.defaultdict(list, a=[1])) == {"a": [1]}
    Point = collections.namedtuple("Point", "x y")
    assert there_and_back(Point(1, 2)).y == 2
    assert there_and_back(range(3, 9, 2)) == range(3, 9, 2)
    assert there_and_back(slice(None, 2)) == slice(None, 2)
    assert there_and_back(torch) is torch
    assert there_and_back("\ud800") == "\ud800"
    assert there_and_back(torch.ones(2, requires_grad=True)).requires_grad
    assert torch.equal(
        there_and_back(torch.randn(3, 4).T @ torch.ones(3, 1)).isfinite(), torch.ones(4, 1) > 0
    )
    assert there_and_back(torch.nn.Parameter(torch.ones(2))).tolist() == [1, 1]
    assert there_and_back(enum.IntEnum("Level", "low high").high) == 2  # type: ignore[attr-defined]


class Pleases:
    """Compares as whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__  # type: ignore[assignment]
    __hash__ = object.__hash__


@pytest.mark.parametrize(
    "base", [int, float, str, list, tuple, dict, set, bytes, complex, np.ndarray, torch.Tensor]
)
def test_a_subclass_that_always_pleases_arrives_as_what_it_is(base: type) -> None:
    sly = type("Sly", (Pleases, base), {})
    value = (
        np.zeros(2).view(sly)
        if base is np.ndarray
        else torch.zeros(2).as_subclass(sly)
        if base is torch.Tensor
        else sly()
    )
    found = there_and_back(value)
    assert type(found) is base
    assert "Sly" not in type(found).__name__


def test_other_objects_stay_where_they_are() -> None:
    there: list[Any] = []

    def keep(value: Any) -> int:
        there.append(value)
        return len(there) - 1

    sent = encode([Pleases(), len, (n for n in range(3))], keep)
    found = decode(json.loads(json.dumps(sent)), lambda kept: kept)
    assert found == [Kept(0, "Pleases"), Kept(1, "builtin_function_or_method"), Kept(2, "generator")]
    assert isinstance(there[0], Pleases)
    with pytest.raises(TypeError, match="only plain data"):
        encode(len)


def test_what_is_too_large_or_too_deep_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(Malformed, match="deeper"):
        encode(deep)
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(Malformed, match="deeper"):
        encode(circle)
    monkeypatch.setattr(values, "MOST_ITEMS", 100)
    with pytest.raises(Malformed, match="items"):
        encode(list(range(200)))
    monkeypatch.setattr(values, "MOST_BYTES", 100)
    with pytest.raises(Malformed, match="at once"):
        encode(bytes(200))


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("tvndsfg"), inner, max_size=5)
    ),
    max_leaves=12,
)
TAGS = (
    "list",
    "tuple",
    "set",
    "frozenset",
    "dict",
    "counter",
    "named",
    "range",
    "slice",
    "int",
    "float",
    "complex",
)
TAGS += ("bytes", "text", "array", "tensor", "module", "kept", "pickle", "")
hostile = st.recursive(
    json_like,
    lambda inner: st.fixed_dictionaries(
        {
            "t": st.sampled_from(TAGS),
            "v": inner | st.lists(inner, max_size=3) | st.sampled_from(["AAAA", "os", "-0x1", "nan"]),
        },
        optional={
            "d": st.sampled_from(["<f4", "|O", "object", "float32", "<U9", "qint8", "|b1", ">i2"])
            | json_like,
            "s": st.lists(st.sampled_from([0, 1, 2, -1, 1 << 60, 10**30]), max_size=3) | json_like,
            "n": st.sampled_from(["x", "__class__", "class", ""]) | json_like,
            "f": st.lists(st.sampled_from(["a", "_b", "class", "a"]), max_size=3) | json_like,
            "g": json_like,
        },
    ),
    max_leaves=12,
)


@settings(max_examples=1500)
@given(hostile)
def test_whatever_arrives_is_a_value_or_is_malformed(data: Any) -> None:
    try:
        found = decode(data, lambda kept: kept)
    except Malformed:
        return
    encode(found, lambda value: 0)


@pytest.mark.parametrize(
    "data",
    [
        {"t": "module", "v": "os"},
        {"t": "array", "d": "|O", "s": [1], "v": "AAAAAAAAAAA="},
        {"t": "array", "d": "<f8", "s": [1 << 39, 1 << 39], "v": ""},
        {"t": "tensor", "d": "Storage", "s": [0], "v": ""},
        {"t": "tensor", "d": "bool", "s": [1], "v": "/w=="},
        {"t": "named", "n": "x", "f": ["__class__"], "v": [1]},
        {"t": "set", "v": [{"t": "list", "v": []}]},
        {"t": "int", "v": "0x" + "g" * 10},
        {"t": ["list"], "v": []},
        {"t": "kept", "v": True, "n": "x"},
        1.5,
    ],
    ids=lambda data: str(data)[:40],
)
def test_hostile_messages_are_malformed(data: Any) -> None:
    with pytest.raises(Malformed):
        decode(data, lambda kept: kept)
