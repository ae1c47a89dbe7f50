"""A value and why we believe it: what all detection gives."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A detected value and why we believe it."""

    value: T
    reason: str
