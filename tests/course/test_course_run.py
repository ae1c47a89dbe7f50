"""Running the lessons: in order, once, recorded, and again only where something changed."""

import json
import sys

import nbformat
import pytest
from rich.console import Console
from standins import LEAVE, write_lesson

from openhearth.course import CourseError, runner
from openhearth.course.lessons import Course, open_course
from openhearth.errors import OpenhearthError
from openhearth.workspace import Workspace

QUIET = Console(quiet=True)


def test_every_lesson_is_run_in_order_and_recorded(course):
    assert runner.run(course, QUIET) == ["00_first", "01_second", "09_third"]
    timings = json.loads((course.build / "timings.json").read_text())
    assert list(timings["lessons"]) == ["00_first", "01_second", "09_third"]
    assert timings["machine"] == {"host": "stand-in"}
    for timing in timings["lessons"].values():
        assert timing["seconds"] > 0
        assert 10 < timing["peak_mb"] < 1000
    assert course.workspace.newest("run") is not None
    executed = nbformat.read(course.build / "lessons" / "09_third.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].text == "09_third ran\n"
    assert executed.metadata.language_info.name == "python"


def test_what_is_done_is_not_run_again(course):
    runner.run(course, QUIET)
    assert runner.run(Course(course.checkout, course.workspace, 0.1), QUIET) == []


@pytest.mark.parametrize("change", ["code", "minutes", "artefact", "executed", "workspace"])
def test_a_change_runs_the_lesson_and_all_after_it_again(course, change, tmp_path, checkout):
    runner.run(course, QUIET)
    minutes, workspace, first = 0.1, course.workspace, 1
    if change == "code":
        write_lesson(checkout, "01_second", LEAVE.format(kind="dataset", name="another"))
    elif change == "artefact":
        newest = workspace.newest("dataset")
        newest.path.rename(newest.path.with_name(".gone"))
    elif change == "executed":
        (course.build / "lessons" / "01_second.ipynb").write_text("{ half of it")
    else:
        minutes, workspace, first = {
            "minutes": (0.2, workspace, 0),
            "workspace": (0.1, Workspace(tmp_path / "other"), 0),
        }[change]
    expected = ["00_first", "01_second", "09_third"][first:]
    assert runner.run(Course(checkout, workspace, minutes), QUIET) == expected


def test_new_prose_runs_nothing_again(course, checkout):
    runner.run(course, QUIET)
    path = checkout / "notebooks" / "lessons" / "00_first.ipynb"
    path.write_text(path.read_text().replace("# 00_first", "# A better title"))
    assert runner.run(Course(checkout, course.workspace, 0.1), QUIET) == []


def test_chosen_lessons_alone_are_run(course, checkout):
    assert runner.run(course, QUIET, names=["00", "09_third"]) == ["00_first", "09_third"]
    # The third has run before the second, so the whole course runs it once more.
    assert runner.run(Course(checkout, course.workspace, 0.1), QUIET) == ["01_second", "09_third"]


def test_an_unknown_lesson_is_named_with_those_there_are(course):
    with pytest.raises(CourseError, match=r"no lesson '77'.*00_first, 01_second, 09_third"):
        runner.run(course, QUIET, names=["00", "77"])


def test_a_failing_cell_is_one_sentence_and_earlier_lessons_stay_done(course, checkout):
    path = write_lesson(checkout, "01_second", "fine = 1", "raise ValueError('too\\nmuch')")
    with pytest.raises(CourseError, match=r"^lesson 01_second, code cell 2: ValueError: too much$") as caught:
        runner.run(course, QUIET)
    assert "\x1b" not in str(caught.value)
    write_lesson(checkout, path.stem, "fine = 1")
    assert runner.run(Course(checkout, course.workspace, 0.1), QUIET) == ["01_second", "09_third"]


def test_a_kernel_that_dies_is_one_sentence(course, checkout):
    write_lesson(checkout, "00_first", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(CourseError, match=r"lesson 00_first, code cell 1: the kernel died"):
        runner.run(course, QUIET)


def test_lessons_see_the_dial_the_workspace_and_a_folder_of_their_own(course, checkout):
    write_lesson(
        checkout,
        "00_first",
        "import os; print(os.environ['OPENHEARTH_MINUTES'], os.environ['OPENHEARTH_HOME'], os.listdir('.'))",
    )
    runner.run(course, QUIET, names=["00"])
    executed = nbformat.read(course.build / "lessons" / "00_first.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].text == f"0.1 {course.workspace.root} []\n"


def test_the_kernel_is_this_python_whatever_kernels_are_installed(course, checkout, tmp_path, monkeypatch):
    odd = tmp_path / "jupyter" / "kernels" / "python3"
    odd.mkdir(parents=True)
    (odd / "kernel.json").write_text('{"argv": ["false"], "display_name": "odd", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise SystemExit('the learner has a profile')")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    write_lesson(checkout, "00_first", "import sys; print(sys.executable)")
    runner.run(course, QUIET, names=["00"])
    executed = nbformat.read(course.build / "lessons" / "00_first.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].text == f"{sys.executable}\n"


def test_peak_memory_is_the_kernels_own(course, checkout):
    ballast = bytearray(300_000_000)  # of this process, which the kernel is forked from
    ballast[::4096] = b"x" * len(ballast[::4096])
    write_lesson(
        checkout, "01_second", "b = bytearray(200_000_000); b[::4096] = b'x' * len(b[::4096]); del b"
    )
    runner.run(course, QUIET, names=["00", "01"])
    timings = course.timings()
    assert timings["00_first"]["peak_mb"] < 200
    assert timings["01_second"]["peak_mb"] > timings["00_first"]["peak_mb"] + 150


@pytest.mark.parametrize("minutes", ["0", "-1", "1e9", "abc", "nan"])
def test_an_absurd_dial_is_refused_before_anything_runs(checkout, minutes):
    with pytest.raises(OpenhearthError, match="minutes is"):
        open_course(minutes, start=checkout)


def test_outside_a_checkout_one_sentence_says_so(tmp_path):
    with pytest.raises(CourseError, match="not in a checkout of the course"):
        open_course(start=tmp_path)


def test_two_courses_at_once_are_refused(course, checkout, tmp_path):
    elsewhere = Course(tmp_path / "second checkout", course.workspace)
    elsewhere.checkout.mkdir()
    with runner.alone(course):
        with pytest.raises(CourseError, match="another course is writing to"), runner.alone(course):
            pass
        with (
            pytest.raises(OpenhearthError, match="another course is running in the workspace"),
            runner.alone(elsewhere),
        ):
            pass
    with runner.alone(course):  # free again
        pass


def test_a_workspace_that_cannot_be_written_is_one_sentence(checkout, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(OpenhearthError, match=r"cannot write to the workspace"),
        runner.alone(Course(checkout, Workspace(tmp_path / "file" / "home"))),
    ):
        pass
