"""Write the learners' version of every assignment: solutions and hidden tests cleared (``make assignments``).

They are committed under ``notebooks/assignments/release``, so that a link opens a blank notebook on Colab or
Binder. ``--check`` writes nothing, names those that are out of date, and exits with status 1 if there are any.
"""

import argparse
import sys
from pathlib import Path

import nbformat

from openhearth.grading.notebooks import assignments
from openhearth.workspace import write_atomic

ROOT = Path(__file__).parent.parent / "notebooks" / "assignments"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which are out of date")
    check = parser.parse_args().check
    stale = []
    for assignment in assignments(ROOT):
        path = ROOT / "release" / assignment.id / f"{assignment.id}.ipynb"
        wanted = nbformat.writes(assignment.released(assignment.blank)) + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != wanted:
            stale.append(path.name)
            if not check:
                write_atomic(path, wanted)
    if check and stale:
        sys.exit(f"out of date: {', '.join(stale)}; run make assignments")


if __name__ == "__main__":
    main()
