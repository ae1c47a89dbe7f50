"""`openhearth prove` on made-up assignments: what is right is proved, what is not is named."""

import json
import sys

import pytest
from made_up import ID, LARGEST, SCRIPT, SHARE, WRONG_LARGEST, WRONG_SHARES, Course, wrong

from openhearth import cli
from openhearth.grading.errors import GradingError
from openhearth.grading.proof import prove


def misses(course: Course, **settings: float) -> tuple[str, ...]:
    return prove(course.root, **settings).proofs[0].misses


def test_an_assignment_whose_tests_are_right_is_proved(course):
    report = prove(course.root)
    assert report.clean
    caught = {
        "test_share": [f"wrong/{name}" for name in sorted(WRONG_SHARES)],
        "test_largest": [f"wrong/{name}" for name in sorted(WRONG_LARGEST)],
    }
    assert report.to_json() == {
        "assignments": {
            ID: {
                "reference": True,
                "blank": True,
                "right": [1, 1],
                "wrong": [6, 6],
                "catches": caught,
                "shared": [],
                "misses": [],
            }
        }
    }


def test_a_test_that_could_be_forged_is_shown_as_such(course, monkeypatch, capsys):
    course.source(SCRIPT.replace("test_share points=2", "test_share points=2 shared"))
    assert run_cli(monkeypatch, "--course", str(course.root)) == 0
    shown = capsys.readouterr().out
    assert "test_share (shared)" in shown
    assert "test_largest (shared)" not in shown
    assert "could be forged" in shown


def test_a_wrong_variant_that_no_test_catches_is_reported(course):
    course.variant("wrong/harmless", wrong("Is right", "test_share", "share", SHARE % "sum(counts.values())"))
    proof = prove(course.root).proofs[0]
    assert proof.misses == ("wrong/harmless: test_share does not catch it",)
    assert proof.wrong == (6, 7)


def test_a_wrong_variant_that_loses_more_than_it_says_is_reported(course):
    both = SHARE % "1" + "\n# %% largest\n" + LARGEST % "None"
    course.variant("wrong/two", wrong("Is wrong twice", "test_share", "share", both))
    (miss,) = misses(course)
    assert miss.startswith("wrong/two: test_largest, which it does not say it loses, got 0 of 1.5 (Wrong: ")


def test_a_test_that_refuses_a_correct_answer_is_reported(course):
    unordered = 'def share(counts):\n    raise TypeError("no")\n'
    course.variant("right/odd", '"""An odd way."""\n\n# %% share\n' + unordered)
    proof = prove(course.root).proofs[0]
    assert proof.misses == ("right/odd: test_share got 0 of 2 (TypeError: no)",)
    assert proof.right == (1, 2)


def test_a_test_that_too_few_wrong_answers_prove_is_reported(course):
    (course.root / "variants" / ID / "wrong" / "first.py").unlink()
    assert misses(course) == ("test_largest catches 2 wrong variants; write at least 3",)


def test_a_test_that_gives_marks_for_nothing_is_reported(course):
    course.source(SCRIPT + "\n# %% test id=test_free points=1\npass\n")
    found = misses(course)
    assert "blank: test_free got 1 marks for nothing" in found
    assert not prove(course.root).proofs[0].blank


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (
            'share({"Twi": 1})',
            'blank: the cell `share({"Twi": 1})`, no solution or test cell, stops with Not',
        ),
        ("1 / 0", "reference: the cell `1 / 0` stops with ZeroDivisionError: division by zero"),
    ],
)
def test_a_cell_that_stops_where_none_may_is_reported(course, cell, says):
    course.source(f"{SCRIPT}\n# %%\n{cell}\n")
    assert any(miss.startswith(says) for miss in misses(course))


def test_a_blank_answer_that_is_called_wrong_instead_of_not_attempted_is_reported(course):
    course.source(
        SCRIPT.replace('with check("share"):', 'with check("share"):\n    assert share is None, "no"')
    )
    assert 'blank: test_share should say "not attempted" and says Wrong: Wrong, because no.' in misses(course)


def test_an_assertion_that_says_not_attempted_will_do_for_a_blank(course):
    asks = (
        'try:\n    largest({"Twi": 1})\nexcept NotImplementedError:\n'
        '    raise AssertionError("Not attempted yet") from None\n'
    )
    course.source(SCRIPT.replace('with check("largest"):', asks + 'with check("largest"):'))
    assert misses(course) == ()


def test_a_notebook_that_breaks_when_its_hidden_tests_are_cut_is_reported(course):
    visible = '    assert largest({"Twi": 1, "Zulu": 3}) == "Zulu", "Zulu has the most stories"\n'
    course.source(SCRIPT.replace(visible, ""))
    found = misses(course)
    assert any(m.startswith("reference, as released: test_largest got 0 of 1.5 (SyntaxError") for m in found)


def test_a_warning_costs_no_marks(course):
    noisy = 'import sys\n\nsys.stderr.write("a warning\\n");\nwith check("share"):'
    course.source(SCRIPT.replace('with check("share"):', noisy))
    assert not misses(course)


def test_an_answer_that_never_ends_is_ended_by_its_deadline(course):
    course.variant("wrong/forever", wrong("Never ends", "test_share", "share", "while True:\n    pass\n"))
    (miss, *others) = misses(course, deadline=1.5)
    assert miss == "wrong/forever: was ended by its deadline after 2 s in share"
    assert others == [
        "wrong/forever: test_largest, which it does not say it loses, "
        "got 0 of 1.5 (it did not run to its end (past the deadline))"
    ]


def test_an_answer_that_ends_its_own_process_gets_nothing_after(course):
    text = "import os\n\nos._exit(0)\n"
    course.variant("wrong/leaves", wrong("Leaves", "test_share, test_largest", "share", text))
    assert misses(course) == ("wrong/leaves: ended its own process in share",)


def test_an_answer_that_silences_its_errors_gets_nothing_for_them(course):
    text = SHARE % "1" + "\nget_ipython().showtraceback = lambda *args, **settings: None\n"
    course.variant("wrong/silent", wrong("Hides its error", "test_share", "share", text))
    assert misses(course) == ()


def test_hidden_tests_get_the_seed_that_was_given(course):
    shows = 'import os\n\nassert os.environ["OPENHEARTH_GRADING_SEED"] == "41"\nwith check("share"):'
    course.source(SCRIPT.replace('with check("share"):', shows))
    assert prove(course.root, seed=41).clean
    assert not prove(course.root, seed=42).clean


def test_an_unknown_assignment_gets_the_nearest_names(course):
    course.source(SCRIPT, "08-tokenizer")
    with pytest.raises(GradingError, match=r"no assignment is called '7-shares' .*nearest are 07-share\)"):
        prove(course.root, ["7-shares"])


def run_cli(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["openhearth", "prove", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code or 0


def test_the_command_prints_json_and_exits_with_status_0_when_all_is_proved(course, monkeypatch, capsys):
    status = run_cli(monkeypatch, "--course", str(course.root), "--json", "--seed", "5")
    captured = capsys.readouterr()
    assert json.loads(captured.out)["assignments"][ID]["misses"] == []
    assert "seed 5" in captured.err
    assert status == 0


def test_the_command_names_each_miss_and_exits_with_status_1(course, monkeypatch, capsys):
    (course.root / "variants" / ID / "wrong" / "first.py").unlink()
    monkeypatch.chdir(course.root / "source")
    assert run_cli(monkeypatch) == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert "1 miss" in printed
    assert "test_largest catches 2 wrong variants; write at least 3" in printed


def test_a_folder_that_is_no_course_gets_one_sentence(tmp_path, monkeypatch, capsys):
    assert run_cli(monkeypatch, "--course", str(tmp_path)) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "is no course root" in captured.err
