"""JupyterLab, the apps and the built book, in a browser on this machine."""

import errno
import functools
import http.server
import os
import subprocess
import sys
import webbrowser

from openhearth.course import CourseError
from openhearth.course.lessons import FOLDER, Course
from openhearth.workspace import write_json

APP = "notebooks/apps/talk_to_your_model.ipynb"
FOR_INSTRUCTORS = ("nbgrader.server_extensions.course_list", "nbgrader.server_extensions.formgrader")
"""Server extensions that need a class set up: without one they answer learners with errors."""
NOT_IN_THE_WAY = {
    "disabledExtensions": {
        "@jupyter/nbgrader:course-list": True,
        "@jupyter/nbgrader:formgrader": True,
        "@jupyterlab/apputils-extension:announcements": True,  # it would ask jupyter.org for news
    }
}
CONTENTS_OPEN = {
    "layout-restorer:data": {
        "left": {"collapsed": False, "visible": True, "current": "table-of-contents", "widgets": []},
        "relativeSizes": [0.24, 0.76, 0],
    }
}


def lab(course: Course, *, browser: bool = True, port: int | None = None, instructor: bool = False) -> int:
    """JupyterLab on the first lesson, its table of contents open; return its exit status.

    The layout is written once: a learner's own, later, is kept.

    Args:
        instructor: leave nbgrader's formgrader and course list switched on.

    Raises:
        CourseError: there are no lessons.
    """
    if not course.lessons:
        raise CourseError(
            f"there are no lessons in {course.checkout / FOLDER}; restore them with git checkout"
        )
    folder = course.build / "lab"
    workspace = folder / "workspaces" / "openhearth.jupyterlab-workspace"
    if not workspace.exists():
        write_json(workspace, {"data": CONTENTS_OPEN, "metadata": {"id": "openhearth"}})
    page = f"/lab/workspaces/openhearth/tree/{course.lessons[0].path.relative_to(course.checkout).as_posix()}"
    options = [f"--LabApp.default_url={page}", f"--LabApp.workspaces_dir={folder / 'workspaces'}"]
    environment = dict(os.environ)
    if not instructor:
        write_json(folder / "config" / "labconfig" / "page_config.json", NOT_IN_THE_WAY)
        switched_off = dict.fromkeys(FOR_INSTRUCTORS, False)
        write_json(
            folder / "config" / "jupyter_server_config.json",
            {"ServerApp": {"jpserver_extensions": switched_off}},
        )
        paths = [str(folder / "config"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
        environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    options += [] if browser else ["--no-browser"]
    options += [f"--port={port}"] if port else []
    return _call(
        ["jupyterlab", "--ServerApp.root_dir=" + str(course.checkout), *options], course, environment
    )


def apps(course: Course, *, browser: bool = True, port: int | None = None) -> int:
    """The learner's app under Voila; return its exit status.

    Raises:
        CourseError: the app's notebook is missing.
    """
    path = course.checkout / APP
    if not path.is_file():
        raise CourseError(f"{path} is missing; restore it with git checkout")
    options = ["--theme=light", *([] if browser else ["--no-browser"]), *([f"--port={port}"] if port else [])]
    return _call(["voila", str(path), *options], course, dict(os.environ))


def serve(course: Course, *, port: int = 8000, browser: bool = False) -> None:
    """Serve the built book on this machine until Ctrl-C.

    Raises:
        CourseError: there is no book, or the port is taken.
    """
    html = course.build / "html"
    if not (html / "index.html").is_file():
        raise CourseError(f"there is no book in {html} yet; build it with `make book` or `make course`")
    handler = functools.partial(_Quiet, directory=str(html))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise CourseError(
            f"port {port} is taken or not allowed; choose another: openhearth course serve --port {port + 1}"
        ) from None
    except OverflowError:
        raise CourseError(f"port {port} is none; give a number from 1 to 65535") from None
    address = f"http://localhost:{server.server_port}"
    print(f"The book is on {address} (Ctrl-C ends it).", flush=True)
    if browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Logs errors only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def _call(module_and_options: list[str], course: Course, environment: dict[str, str]) -> int:
    """``python -m MODULE OPTIONS`` in the checkout until it ends; Ctrl-C is its own to handle."""
    command = [sys.executable, "-m", *module_and_options]
    environment |= course.environment
    process = subprocess.Popen(command, cwd=course.checkout, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except BaseException:
            process.terminate()
            raise
