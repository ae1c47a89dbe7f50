"""Tiny lessons that stand in for the real ones."""

from pathlib import Path

import nbformat

LEAVE = """
from openhearth.workspace import Workspace
with Workspace().create("{kind}") as folder:
    (folder / "it.txt").write_text("from {name}")
print("{name} ran")
"""


def write_lesson(checkout: Path, name: str, *cells: str) -> Path:
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"# {name}"),
            *(nbformat.v4.new_code_cell(cell.strip()) for cell in cells),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    path = checkout / "notebooks" / "lessons" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path
