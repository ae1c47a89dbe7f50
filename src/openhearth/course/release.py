"""The newest release, copied from the workspace to where a newcomer finds it, and verified there."""

from pathlib import Path

from openhearth.course.lessons import Course


def publish_release(course: Course) -> Path | None:
    """Copy the newest release to ``_build/releases/NAME`` and verify the copy; return its folder.

    None where there is no release yet (the last lesson makes it).

    Raises:
        ReleaseError: the copy cannot be written, or does not verify; the message names the file.
    """
    newest = course.workspace.newest("release")
    if newest is None:
        return None
    from openhearth.release import verify
    from openhearth.release.bundle import BUNDLE, copy

    final = copy(newest.path / BUNDLE, course.build / "releases" / newest.name)
    verify(final)
    return final
