"""Zips made to order."""

import zipfile
from pathlib import Path

GOOD = {"README.md": b"hello\n", "en/0001_a.md": b"# A\n"}
COMMIT = "0" * 40


def pack(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip of these members to ``path``."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
