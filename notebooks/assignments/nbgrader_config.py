"""The class's settings, for nbgrader run in this folder and for JupyterLab opened on the repository."""

from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import ClearHiddenTests, GetGrades

c = get_config()  # noqa: F821  (nbgrader gives it)

c.CourseDirectory.course_id = "openhearth"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("Replace this line with your code.")'}
c.ClearSolutions.text_stub = "*Write your answer here.*"

c.Execute.timeout = 60  # seconds a cell
c.ExecutePreprocessor.timeout = 60
c.OverwriteCells.add_missing_cells = True  # a deleted test is put back
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 30

# Feedback shows what was asked and what went wrong, not the tests that learners cannot see.
c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, CSSHTMLHeaderPreprocessor]
