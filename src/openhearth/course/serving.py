"""JupyterLab, the apps and the built book, in a browser on this machine."""

import errno
import functools
import http.server
import json
import os
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import NoReturn

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
        "@jupyter/nbgrader:create-assignment": True,
        "@jupyterlab/apputils-extension:announcements": True,  # it would ask jupyter.org for news
    }
}
CONTENTS = "@jupyterlab/toc:plugin"
"""JupyterLab's table of contents."""
LAYOUT = {
    "layout-restorer:data": {
        "left": {
            "collapsed": False,
            "visible": True,
            "current": CONTENTS,
            "widgets": ["filebrowser", "running-sessions", CONTENTS, "extensionmanager.main-view"],
        },
        "relativeSizes": [0.22, 0.78, 0],
    }
}


def lab(
    course: Course, *, browser: bool = True, port: int | None = None, instructor: bool = False
) -> NoReturn:
    """JupyterLab on the first lesson, its table of contents open.

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
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    folder = course.build / "lab"
    layouts = WorkspacesManager(str(folder / "workspaces"))  # type: ignore[no-untyped-call]
    if not layouts.list_workspaces():
        layouts.save("openhearth", json.dumps({"data": LAYOUT, "metadata": {"id": "openhearth"}}))
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
    paths = [
        "" if instructor else str(folder / "config"),
        str(course.checkout / "notebooks" / "assignments"),  # nbgrader finds the class here
        os.environ.get("JUPYTER_CONFIG_PATH", ""),
    ]
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    # nbgrader calls alembic by name, also where .venv was not activated.
    environment["PATH"] = os.pathsep.join(
        (str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))
    )
    options += _common(browser, port)
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container; the server listens on localhost only
        options.append("--allow-root")
    _become(["jupyterlab", f"--ServerApp.root_dir={course.checkout}", *options], course, environment)


NOT_FOR_APPS = (
    "@jupyter/nbgrader",
    "@jupyter-notebook/lab-extension",
    "@voila-dashboards/jupyterlab-preview",
    "jupyterlab-jupytext",
    "jupyterlab_pygments",
)


def apps(course: Course, *, browser: bool = True, port: int | None = None) -> NoReturn:
    """The learner's app under Voila.

    Raises:
        CourseError: the app's notebook is missing.
    """
    path = course.checkout / APP
    if not path.is_file():
        raise CourseError(f"{path} is missing; restore it with git checkout")
    # The template fetches nothing from other hosts; JupyterLab's own extensions are not for apps.
    denied = [f"--VoilaConfiguration.extension_denylist={name}" for name in NOT_FOR_APPS]
    options = ["--template=hearth", *denied]
    templates = os.pathsep.join(filter(None, [str(path.parent), os.environ.get("JUPYTER_PATH", "")]))
    environment = {**os.environ, "JUPYTER_PATH": templates}
    _become(["voila", str(path), *options, *_common(browser, port)], course, environment)


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


def _common(browser: bool, port: int | None) -> list[str]:
    """Options that JupyterLab and Voila share."""
    return [*([] if browser else ["--no-browser"]), *([f"--port={port}"] if port else [])]


def _become(module_and_options: list[str], course: Course, environment: dict[str, str]) -> NoReturn:
    """Let ``python -m MODULE OPTIONS`` in the checkout take this process's place, signals and all."""
    command = [sys.executable, "-m", *module_and_options]
    os.chdir(course.checkout)
    if sys.platform == "win32":  # where exec would leave the shell to go on beside it
        sys.exit(subprocess.call(command, env=environment | course.environment))
    sys.stdout.flush()
    os.execve(sys.executable, command, environment | course.environment)
