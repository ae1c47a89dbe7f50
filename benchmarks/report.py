"""What every benchmark shares: figures held against targets, as JSON and as a table.

A benchmark is ``python benchmarks/NAME.py [--quick] [--json FILE]``. It measures ratios against a named rival
in one run, turn by turn, and takes medians; a target that is missed is shown as missed.
"""

import argparse
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openhearth.machine import detect
from openhearth.workspace import write_json

OPERATORS: dict[str, Callable[[float, float], bool]] = {">=": operator.ge, "<=": operator.le}


@dataclass
class Report:
    """The figures of one benchmark; add to it with `figure`."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    targets: dict[str, tuple[str, float]] = field(default_factory=dict)

    def figure(self, name: str, value: float, target: tuple[str, float] | None = None) -> None:
        """Record ``value`` under ``name`` (unit in the name), with (">=" or "<=", value) to reach."""
        self.figures[name] = value
        if target is not None:
            self.targets[name] = target

    @property
    def met(self) -> dict[str, bool]:
        return {
            name: OPERATORS[sign](self.figures[name], value) for name, (sign, value) in self.targets.items()
        }

    def to_json(self) -> dict[str, Any]:
        machine = {name: entry["value"] for name, entry in detect().to_json().items()}
        targets = {name: list(target) for name, target in self.targets.items()}
        return {"machine": machine, "figures": self.figures, "targets": targets, "met": self.met}


def main(name: str, measure: Callable[[Report, bool], None]) -> None:
    """Run ``measure(report, quick)`` as the command line asks."""
    parser = argparse.ArgumentParser(description=measure.__doc__)
    parser.add_argument("--quick", action="store_true", help="a small version, to see that it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    parser.add_argument("--full", action="store_true", help="the long version, where there is one")
    parser.add_argument("--part", help="one part only, where there are several")
    parser.add_argument(
        "--workers", help="so many trainings at once, each on its own cores, where there are many"
    )
    parser.add_argument("--dials", help="seconds with commas between, where there are several")
    parser.add_argument("--corpora", help="their names with commas between, where there are several")
    arguments = parser.parse_args()
    report = Report(name)
    measure(report, arguments.quick)
    if arguments.json:
        write_json(arguments.json, report.to_json())
    show(report)


def show(report: Report) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=report.name, title_justify="left")
    for column in ("figure", "value", "target", ""):
        table.add_column(column)
    for name, value in report.figures.items():
        sign, target = report.targets.get(name, ("", ""))
        verdict = "" if not sign else "met" if report.met[name] else "MISSED"
        table.add_row(name, f"{value:.4g}", f"{sign} {target}", verdict)
    Console().print(table)
