"""Run every benchmark and render RESULTS.md beside this file: ``make bench``."""

import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openhearth.workspace import write_atomic

HERE = Path(__file__).parent
HELPERS = ("limits.py", "networks.py", "report.py", "rivals.py", "run.py")


def main() -> None:
    arguments = sys.argv[1:]
    results: dict[str, dict[str, Any]] = {}
    for script in sorted(path for path in HERE.glob("*.py") if path.name not in HELPERS):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "figures.json"
            done = subprocess.run([sys.executable, str(script), *arguments, "--json", str(out)], check=False)
            if done.returncode != 0:
                sys.exit(f"the benchmark {script.name} failed; see its output above")
            results[script.stem] = json.loads(out.read_text())
    if "--quick" not in arguments:
        write_atomic(HERE / "RESULTS.md", rendered(results))


def rendered(results: dict[str, dict[str, Any]]) -> str:
    """The results as Markdown, with the date and the machine."""
    machine = next(iter(results.values()))["machine"]
    lines = [
        "# Results",
        "",
        f"Made by `make bench` on {datetime.date.today().isoformat()}: {machine['accelerator_name']}, "
        f"{machine['cores']} cores, {machine['dtype']}.",
    ]
    for name, result in results.items():
        lines += ["", f"## {name}", "", "| figure | value | target | |", "|---|---:|---:|---|"]
        for figure, value in result["figures"].items():
            sign, target = result["targets"].get(figure, ("", ""))
            verdict = "" if not sign else "met" if result["met"][figure] else "**missed**"
            lines.append(f"| {figure} | {value:.4g} | {sign} {target} | {verdict} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
