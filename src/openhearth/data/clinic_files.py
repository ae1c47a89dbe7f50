"""The clinic's tables as CSV files, as a hospital hands them over: patients, stays, measurements. Never the truth."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from openhearth.data.clinic import Clinic
from openhearth.data.records import DataError
from openhearth.workspace import replacing

TABLES = ("patients", "stays", "measurements")


def write(clinic: Clinic, folder: Path) -> None:
    """Write the tables into ``folder``; a column that is true or false is written as 1 or 0."""
    for table in TABLES:
        columns: Mapping[str, Any] = getattr(clinic, table)
        with replacing(folder / f"{table}.csv") as path, path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(zip(*(_plain(column) for column in columns.values()), strict=True))


def read(folder: Path, table: str) -> dict[str, np.ndarray[Any, Any]]:
    """One table's columns: whole numbers, numbers, or text.

    Raises:
        DataError: there is no such table in ``folder``, or it is damaged.
    """
    path = folder / f"{table}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        columns = zip(header, zip(*rows, strict=True), strict=True)
        return {name: _typed(values) for name, values in columns}
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is no table of the clinic ({error})") from None


def _plain(column: np.ndarray[Any, Any]) -> list[Any]:
    found: list[Any] = (column.astype(int) if column.dtype == bool else column.astype(str)).tolist()
    return found


def _typed(values: tuple[str, ...]) -> np.ndarray[Any, Any]:
    for kind in (int, float):
        try:
            return np.array([kind(value) for value in values])
        except ValueError:
            continue
    return np.array(values)
