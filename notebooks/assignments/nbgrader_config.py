"""The class's settings, for nbgrader run in this folder and for JupyterLab opened on the repository."""

from pathlib import Path

from openhearth.grading.nbgrader_glue import use

c = get_config()  # noqa: F821  (nbgrader gives it)

c.CourseDirectory.course_id = "openhearth"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("Replace this line with your code.")'}
c.ClearSolutions.text_stub = "*Write your answer here.*"

c.Execute.timeout = 60  # seconds a cell
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 30

use(c)  # nbgrader autograde and the formgrader confine submissions, and feedback shows no hidden test
