"""Run benchmarks and render their figures into RESULTS.md beside this file: ``make bench``.

python benchmarks/run.py [NAME ...] [--quick]

Without names all run. Each section of the results says when and on which machine it was made; those of benchmarks that
are not run stay as they are. ``--quick`` writes nothing.
"""

import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from openhearth.workspace import write_atomic

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
HELPERS = ("limits.py", "networks.py", "report.py", "rivals.py", "run.py", "turns.py")


def main() -> None:
    options = [argument for argument in sys.argv[1:] if argument.startswith("-")]
    scripts = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.name not in HELPERS}
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")] or list(scripts)
    for name in names:
        if name not in scripts:
            sys.exit(f"there is no benchmark {name!r}; there are {', '.join(scripts)}")
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "figures.json"
            done = subprocess.run(
                [sys.executable, str(scripts[name]), *options, "--json", str(out)], check=False
            )
            if done.returncode != 0:
                sys.exit(f"the benchmark {name} failed; see its output above")
            if "--quick" not in options:
                result = json.loads(out.read_text())
                keep(titled(name, result), section(result))


def titled(name: str, result: dict[str, Any]) -> str:
    """A section of its own for what ran on an accelerator."""
    machine = result["machine"]
    return name if machine["accelerator"] == "cpu" else f"{name} on {machine['accelerator_name']}"


def keep(name: str, text: str) -> None:
    """Put one benchmark's section into the results, in the place of its older one."""
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else "# Results\n"
    parts = dict(part.split("\n", 1) for part in before.split("\n## ")[1:])
    parts[name] = text
    sections = "".join(f"\n## {one}\n\n{parts[one].strip()}\n" for one in sorted(parts))
    write_atomic(RESULTS, f"# Results\n\nMade by `make bench`.\n{sections}")


def section(result: dict[str, Any]) -> str:
    """One benchmark's figures as Markdown, with the date and the machine."""
    machine = result["machine"]
    lines = [
        f"On {datetime.date.today().isoformat()}: {machine['accelerator_name']}, {machine['cores']} cores, "
        f"{machine['dtype']}.",
        "",
        "| figure | value | target | |",
        "|---|---:|---:|---|",
    ]
    for figure, value in result["figures"].items():
        sign, target = result["targets"].get(figure, ("", ""))
        verdict = "" if not sign else "met" if result["met"][figure] else "**missed**"
        lines.append(f"| {figure} | {value:.4g} | {sign} {target} | {verdict} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
