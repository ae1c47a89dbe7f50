"""The book, from what the lessons left: jupyter-book finds every lesson in its cache and executes nothing.

It is built beside the old one and takes its place only when whole and without a warning.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openhearth.course import CourseError
from openhearth.course.bound import bound
from openhearth.course.lessons import Course, read_notebook
from openhearth.workspace import content_hash, read_json, replace_folder, sha256_of, write_atomic, write_json

if TYPE_CHECKING:
    from rich.console import Console

SOURCES = (
    "_config.yml",
    "_toc.yml",
    "pyproject.toml",
    "book",
    "notebooks/lessons",
    "notebooks/apps",
    "notebooks/assignments/source",
    "src/openhearth",
)
"""What a book is made of, besides the executed lessons."""
COMPLAINT = re.compile(r"WARNING|ERROR|^[\w.]*(Error|Exception): \S|^Extension error")
"""A line of jupyter-book's that says what is wrong."""


def build_book(course: Course, console: "Console") -> Path:
    """Build the book into ``_build/html`` unless it is there and current; return that folder.

    Raises:
        CourseError: jupyter-book failed or warned; the message has its first complaint and its log.
    """
    html, stamp = course.build / "html", course.build / ".book.json"
    key = _key(course)
    if html.is_dir() and stamp.is_file() and read_json(stamp) == key:
        return html
    fill_cache(course, course.build / ".jupyter_cache")
    stage = course.build / ".book"
    shutil.rmtree(stage, ignore_errors=True)
    (stage / "_build").mkdir(parents=True)
    _lend_cache(course.build / ".jupyter_cache", stage / "_build" / ".jupyter_cache")
    with console.status("Building the book ..."):
        _jupyter_book(course, stage)
    stamp.unlink(missing_ok=True)
    replace_folder(stage / "_build" / "html", html)
    write_json(stamp, key)
    shutil.rmtree(stage, ignore_errors=True)
    return html


def fill_cache(course: Course, folder: Path) -> None:
    """Put every executed lesson into the jupyter-cache ``folder``, where it is not there already.

    jupyter-cache finds a notebook by its code cells and its kernelspec. A cache that is broken (a kill can
    leave its database without tables) is made anew: nothing is in it that is not elsewhere.
    """
    try:
        _fill_cache(course, folder)
    except OSError:
        raise
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _fill_cache(course, folder)
        except Exception as error:
            raise CourseError(
                f"cannot write the cache {folder} ({error}); free some space and run again"
            ) from error


def _fill_cache(course: Course, folder: Path) -> None:
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache = get_cache(folder)
    there = {(record.uri, record.data.get("run")): record.pk for record in cache.list_cache_records()}
    for lesson in course.lessons:
        record = course.record(lesson)
        if record is None:
            continue
        pk = there.get((str(lesson.path), record.run))
        if pk is not None and _is_readable(cache, pk):
            continue
        data = {"execution_seconds": record.seconds, "run": record.run}
        bundle = CacheBundleIn(read_notebook(course.executed(lesson)), str(lesson.path), data=data)
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _is_readable(cache: Any, pk: int) -> bool:
    try:
        cache.get_cache_bundle(pk)
    except Exception:  # a kill can leave the record without its file, or half of it
        return False
    return True


def _lend_cache(cache: Path, link: Path) -> None:
    """Let a build in the stage use the cache."""
    try:
        link.symlink_to(cache, target_is_directory=True)
    except OSError:  # Windows, without the right to make links
        shutil.copytree(cache, link)


def _jupyter_book(course: Course, stage: Path) -> None:
    log = course.build / "book.log"
    command = bound("from jupyter_book.cli.main import main; main()")
    command += ["build", ".", "--path-output", str(stage), "-W", "--keep-going"]
    done = subprocess.run(
        command,
        cwd=course.checkout,
        env={**os.environ, **course.environment, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout.decode("utf-8", "replace"))
    write_atomic(log, output)
    if done.returncode:
        lines = [line.strip() for line in output.splitlines() if re.search(r"\w", line)] or ["nothing"]
        complaints = [line for line in lines if COMPLAINT.search(line)] or lines[-1:]
        raise CourseError(
            f"the book was not built: jupyter-book says {complaints[0]!r} (one of {len(complaints)} complaints; "
            f"all are in {log}); mend that and run again"
        )


def _key(course: Course) -> str:
    """SHA-256 (hex) of all that decides the book's pages."""
    listed = []
    for source in SOURCES:
        top = course.checkout / source
        paths = [top] if top.is_file() else top.rglob("*")
        kept = [path for path in paths if path.is_file() and "__pycache__" not in path.parts]
        listed += [(path.relative_to(course.checkout).as_posix(), sha256_of(path)) for path in kept]
    records = [course.record(lesson) for lesson in course.lessons]
    parts = [content_hash(listed), [record.run if record else None for record in records]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
