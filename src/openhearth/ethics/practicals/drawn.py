"""What is drawn for one learner."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Drawn:
    """The files that a learner gets, by name, and what there is to find in them, as JSON can hold it."""

    files: Mapping[str, bytes]
    truth: Mapping[str, Any]


def table(rows: Iterable[Mapping[str, object]]) -> bytes:
    """``rows``, all with the same columns, as CSV."""
    whole = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(whole[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(whole)
    return text.getvalue().encode()
