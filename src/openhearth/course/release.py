"""The newest release, copied from the workspace to where a newcomer finds it, and verified there."""

import shutil
from pathlib import Path

from openhearth.course.lessons import Course
from openhearth.workspace import _replace_folder as replace_folder


def publish_release(course: Course) -> Path | None:
    """Copy the newest release to ``_build/releases/NAME`` and verify the copy; return its folder.

    None where there is no release yet (the last lesson makes it).

    Raises:
        ReleaseError: the release does not verify; the message names the file.
    """
    newest = course.workspace.newest("release")
    if newest is None:
        return None
    from openhearth.release import verify

    folder = course.build / "releases"
    final, partial = folder / newest.name, folder / f".{newest.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(newest.path, partial)
    verify(partial)
    replace_folder(partial, final)
    return final
