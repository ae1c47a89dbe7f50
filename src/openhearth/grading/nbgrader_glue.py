"""nbgrader as before, graded here: its command line, its formgrader, its feedback.

In a course's ``nbgrader_config.py``::

    from openhearth.grading.nbgrader_glue import use
    use(c)
"""

from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.apps import api as nbgrader_api
from nbgrader.apps import autogradeapp
from nbgrader.converters import Autograde as Plain
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from traitlets import Unicode

from openhearth.grading.autograde import Line, autograde
from openhearth.grading.course import Course
from openhearth.grading.errors import GradingError
from openhearth.grading.grader import QUARANTINED, UNREADABLE
from openhearth.grading.notebooks import is_autograded
from openhearth.grading.places import ISOLATIONS


class Autograde(Plain):  # type: ignore[misc]
    """nbgrader's converter from submitted to autograded, by `autograde`; what nbgrader's own would do to a submission's files
    is not done.
    """

    isolation = Unicode("strict", help=f"How submissions are confined: {', '.join(ISOLATIONS)}").tag(
        config=True
    )

    def start(self) -> None:
        """Grade what the course directory's ``assignment_id`` and ``student_id`` name.

        Raises:
            NbGraderException: a submission could not be read or entered.
        """
        from pathlib import Path

        directory = self.coursedir
        try:
            course = Course(Path(directory.root), directory)
            summary = autograde(
                course,
                directory.assignment_id,
                None if directory.student_id == "*" else [directory.student_id],
                isolation=self.isolation,
                force=self.force,
                progress=self._log_line,
            )
        except GradingError as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from None
        unread = [line for line in summary.lines if line.outcome in (UNREADABLE, QUARANTINED)]
        if summary.problem or unread:
            why = summary.problem or "; ".join(f"{line.student}: {line.reason}" for line in unread)
            self.log.error(why)
            raise NbGraderException(why)

    def _log_line(self, line: Line, done: int, of: int) -> None:
        said = f"{line.student}: {line.outcome}" + (f" ({line.reason})" if line.reason else "")
        (self.log.info if line.outcome == "graded" else self.log.warning)("%s", said)


class HideTests(ClearHiddenTests):  # type: ignore[misc]
    """For feedback: of a cell with hidden tests, neither they nor what they print or raise."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        hidden = self._hidden(cell.source) if is_autograded(cell) else set()
        if hidden:
            cell.outputs = [_said(self._verdict(cell, hidden))]
        done: tuple[Any, Any] = super().preprocess_cell(cell, resources, index)
        return done

    def _hidden(self, source: str) -> set[int]:
        """The lines of the hidden tests, counted from 1."""
        found, inside = set(), False
        for number, line in enumerate(source.split("\n"), start=1):
            inside = inside or self.begin_test_delimeter in line
            if inside:
                found.add(number)
            inside = inside and self.end_test_delimeter not in line
        return found

    def _verdict(self, cell: Any, hidden: set[int]) -> str:
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if not errors:
            return "Every test in this cell passes.\n"
        lines = set(cell.metadata.get("openhearth", {}).get("lines", []))
        if not lines or lines & hidden:
            return "A test that you cannot see fails.\n"
        said = str(errors[-1].evalue)
        # The exceptions of `check` are sentences; others need their names.
        return (
            said + "\n" if errors[-1].ename in ("Wrong", "NotAttempted") else f"{errors[-1].ename}: {said}\n"
        )


def use(config: Any) -> None:
    """Let nbgrader, run under ``config``, grade here, and show learners no hidden test and nobody a page with others' scripts."""
    autogradeapp.Autograde = nbgrader_api.Autograde = Autograde
    config.GenerateFeedback.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": "openhearth.grading.outputs.markdown"}


def _said(text: str) -> Any:
    import nbformat

    whole: Any = nbformat
    return whole.v4.new_output("stream", name="stdout", text=text)
