"""The newest release, verified, and copied from the workspace to where a newcomer finds it."""

from pathlib import Path

from openhearth.course.lessons import Course


def publish_release(course: Course) -> Path | None:
    """Verify the newest release and copy it to ``_build/releases/NAME``; return that folder.

    None where there is no release yet (the last lesson makes it).

    Raises:
        ReleaseError: it does not verify, or the copy cannot be written; the message names the file.
    """
    newest = course.workspace.newest("release")
    if newest is None:
        return None
    from openhearth.release import verify
    from openhearth.release.bundle import BUNDLE, copy

    verify(newest.path / BUNDLE)
    return copy(newest.path / BUNDLE, course.build / "releases" / newest.name)
