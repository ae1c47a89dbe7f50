"""The course, run end to end: what ``make course`` does.

    bound       child processes that die with the course
    execute     one notebook in one kernel of its own, with its seconds and its peak memory
    lessons     the lessons of a checkout, and which of them are done
    runner      every lesson in order, in one workspace
    book        the book, from what the lessons left
    release     the newest release, beside the book
    serving     JupyterLab, the apps, and the built book, in a browser

All that a run leaves stands in ``_build``: ``lessons/NAME.ipynb`` (executed, each with its own record),
``timings.json``, ``.jupyter_cache``, ``html``, ``releases/NAME``. Each is written whole or not at all, so a
course that was stopped at any moment goes on with the first lesson that is not done.
"""

from openhearth.errors import OpenhearthError


class CourseError(OpenhearthError):
    """The course cannot go on as asked."""
