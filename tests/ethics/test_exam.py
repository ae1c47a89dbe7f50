"""The exam: items that are sound for all they can draw, papers from a secret, rules that hold, answers that are not lost."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from openhearth.ethics.exam import (
    Bank,
    Exam,
    ExamError,
    ItemError,
    Store,
    StoreError,
    draw,
    expressions,
    load_bank,
)
from openhearth.ethics.exam.attempts import HOUR, ITEMS, REQUIRED, SECONDS
from openhearth.ethics.exam.items import MODULES, load_file

ITEM = """
[[item]]
id = "{id}"
objective = "{objective}"
difficulty = {difficulty}
stem = "In {{city}} the smallest group has {{k}} people, and {{asked}} were agreed. What do you do?"
draw = {{ city = ["Lima", "Accra", "Pune"], k = {{ from = 2, to = 9 }}, asked = [5, 10] }}
derive = {{ short = "asked - k" }}
where = "k != 9"
[[item.option]]
text = "Publish it"
when = "k >= asked"
if_right = "There are {{k}} of them."
if_wrong = "It is {{short}} short."
[[item.option]]
text = "Group ages more widely first"
when = "k < asked and short <= 3"
if_right = "It is only {{short}} short."
if_wrong = "That is not needed, or not enough."
[[item.option]]
text = "Do not publish it"
when = "short > 3"
if_right = "It is {{short}} short."
if_wrong = "There is a milder way."
"""
NOON = 1_800_000_000.0


def file(module: str, count: int = 9) -> str:
    items = [
        ITEM.format(id=f"{module}-{n}", objective=("one", "two", "three")[n % 3], difficulty=1 + n % 3)
        for n in range(count)
    ]
    return f'module = "{module}"\n[objectives]\none = "One."\ntwo = "Two."\nthree = "Three."\n' + "".join(
        items
    )


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    folder = tmp_path_factory.mktemp("bank")
    for module in MODULES:
        (folder / f"{module}.toml").write_text(file(module))
    return load_bank(folder)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def exam(bank: Bank, clock: Clock, tmp_path: Path) -> Exam:
    return Exam(bank, b"a class secret", Store(tmp_path / "exam.db"), clock)


def take(exam: Exam, learner: str, right: int) -> None:
    """Answer an attempt with so many right answers."""
    for at, item in enumerate(exam.begin(learner).paper):
        wrong = (item.right + 1) % len(item.choices)
        exam.answer(learner, at, item.right if at < right else wrong)


SPOILED = {
    "no right answer": ('when = "k >= asked"', "when = false", "no option is right for"),
    "two right answers": ('when = "short > 3"', 'when = "short > 2"', "are both right for"),
    "a missing explanation": ('if_wrong = "It is {short} short."\n', "", "if_wrong does not say why"),
    "no reason for being right": ('if_right = "There are {k} of them."\n', "", "if_right does not say why"),
    "a name that nothing draws": ("{city} the", "{town} the", "shows {town}, which nothing draws"),
    "a formula over nothing": ('"asked - k"', '"wanted - k"', "names 'wanted', which nothing draws"),
    "a call into Python": ('"asked - k"', "\"__import__('os').getpid()\"", "calls what is none of"),
    "a bracket open": ("{city} the", "{city the", "a bracket too many or too few"),
    "an objective nobody set": ('objective = "one"', 'objective = "four"', "is not one of one, two, three"),
    "a difficulty of its own": ("difficulty = 1", "difficulty = 7", "not 1, 2 or 3"),
    "a word misspelt": ("where =", "whereas =", "nothing is called 'whereas'"),
    "too many draws": ("to = 9", "to = 9000", "too many to look at"),
    "two options alike": ('text = "Do not publish it"', 'text = "Publish it"', "two options read alike"),
    "nothing to draw from": ('["Lima", "Accra", "Pune"]', "[]", "neither a list nor whole numbers"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_an_unsound_item_is_named_with_its_file(how: str, tmp_path: Path) -> None:
    old, new, sentence = SPOILED[how]
    sound = file("E1", 1)
    assert sound.count(old)
    path = tmp_path / "E1.toml"
    path.write_text(sound)
    load_file(path)
    path.write_text(sound.replace(old, new, 1))
    with pytest.raises(ItemError) as error:
        load_file(path)
    assert str(error.value).startswith("E1.toml, item E1-0: ")
    assert sentence in str(error.value)


def test_an_answer_that_can_be_learnt_by_heart_is_refused(tmp_path: Path) -> None:
    text = file("E1", 1)
    for condition, to in (
        ('"k >= asked"', "true"),
        ('"k < asked and short <= 3"', "false"),
        ('"short > 3"', "false"),
    ):
        text = text.replace(f"when = {condition}", f"when = {to}")
    (tmp_path / "E1.toml").write_text(text)
    with pytest.raises(ItemError, match="can be learnt by heart"):
        load_file(tmp_path / "E1.toml")


@pytest.mark.parametrize(
    "text",
    [
        "k.real",
        "[k for k in (1,)]",
        "lambda: 1",
        "k ** 99",
        "open('x')",
        "k if",
        "(k := 2)",
        "f'{k}'",
        "round(k, ndigits=1)",
        "b'x'",
    ],
)
def test_expressions_hold_nothing_that_could_do_harm(text: str) -> None:
    with pytest.raises(expressions.ExpressionError):
        expressions.check(text, ["k"])


def test_every_item_differs_materially_where_another_option_is_right(bank: Bank) -> None:
    assert len(bank.templates) == 6 * 9
    assert bank.items == 3 * len(bank.templates)
    for template in bank.templates:
        for right, cases in template.cases.items():
            for values in cases:
                assert template.item(values, (2, 0, 1)).right == (2, 0, 1).index(right)


def test_a_paper_follows_from_the_secret_and_from_nothing_else(bank: Bank) -> None:
    one = draw.paper(bank, b"secret", "ada", 1)
    assert one == draw.paper(bank, b"secret", "ada", 1)
    assert len(one) == ITEMS
    assert Counter(item.module for item in one) == draw.BLUEPRINT
    others = [
        draw.paper(bank, b"another", "ada", 1),
        draw.paper(bank, b"secret", "bo", 1),
        draw.paper(bank, b"secret", "ada", 2),
    ]
    for other in others:
        assert [(item.stem, item.choices) for item in other] != [(item.stem, item.choices) for item in one]
    objectives = Counter((item.module, item.objective) for item in one)
    assert max(objectives.values()) - min(objectives.values()) <= 1
    assert 8 <= Counter(item.difficulty for item in one)[1] <= 16


def test_each_option_is_right_about_as_often_and_stands_anywhere(bank: Bank) -> None:
    template = bank.templates[0]
    drawn = [draw.drawn(template, b"secret", f"learner {n}", 1) for n in range(900)]
    by_text = Counter(item.choices[item.right].text for item in drawn)
    by_place = Counter(item.right for item in drawn)
    for counts in (by_text, by_place):  # 300 expected of each, standard deviation 14
        assert all(230 < count < 370 for count in counts.values())
        assert len(counts) == 3


def test_a_second_attempt_meets_new_items_first(bank: Bank) -> None:
    one = draw.paper(bank, b"secret", "ada", 1)
    two = draw.paper(bank, b"secret", "ada", 2, [item.id for item in one])
    fresh = {item.id for item in two} - {item.id for item in one}
    assert len(fresh) == len(bank.templates) - ITEMS


def test_a_bank_that_is_too_small_is_named(bank: Bank) -> None:
    small = Bank(bank.templates[:50], bank.objectives)
    with pytest.raises(ItemError, match="the bank has 5 items of E6, and an exam needs 6"):
        draw.paper(small, b"secret", "ada", 1)


def test_who_passes_has_passed_and_hears_of_objectives_alone(exam: Exam) -> None:
    take(exam, "ada", REQUIRED)
    said = exam.finish("ada")
    assert (said.score, said.passed, said.again) == (REQUIRED, True, None)
    assert sum(right for _, _, right, _ in said.objectives) == REQUIRED
    assert sum(of for *_, of in said.objectives) == ITEMS
    with pytest.raises(ExamError, match="passed already"):
        exam.begin("ada")
    take(exam, "bo", REQUIRED - 1)
    assert not exam.finish("bo").passed


def test_three_attempts_with_a_day_and_three_days_between(exam: Exam, clock: Clock) -> None:
    for number, wait in ((1, 24), (2, 72), (3, None)):
        take(exam, "ada", 10)
        said = exam.finish("ada")
        assert said.number == number
        if wait is None:
            assert said.again is None
            break
        assert said.again == clock.now + wait * HOUR
        clock.now += wait * HOUR - 1
        with pytest.raises(ExamError, match=f"attempt {number + 1} may begin on"):
            exam.begin("ada")
        clock.now += 1
    clock.now += 1000 * HOUR
    with pytest.raises(ExamError, match="all three attempts are used"):
        exam.begin("ada")


def test_after_the_time_nothing_is_taken_and_what_was_answered_counts(exam: Exam, clock: Clock) -> None:
    paper = exam.begin("ada").paper
    exam.answer("ada", 0, paper[0].right)
    clock.now += SECONDS + 1
    with pytest.raises(ExamError, match="its time is over"):
        exam.answer("ada", 1, paper[1].right)
    said = exam.finish("ada")
    assert said.score == 1
    assert said.again == NOON + SECONDS + 24 * HOUR  # from when it ended, not from when somebody looked


def test_two_windows_are_one_attempt_and_the_last_answer_counts(
    bank: Bank, clock: Clock, tmp_path: Path
) -> None:
    windows = [Exam(bank, b"a class secret", Store(tmp_path / "exam.db"), clock) for _ in range(2)]
    papers = [window.begin("ada").paper for window in windows]
    assert papers[0] == papers[1]
    right = papers[0][0].right
    windows[0].answer("ada", 0, right)
    windows[1].answer("ada", 0, (right + 1) % 3)
    assert windows[0].finish("ada").score == 0
    with pytest.raises(ExamError, match="no attempt is open"):
        windows[1].answer("ada", 0, right)
    assert windows[1].finish("ada").number == 1


def test_a_clock_that_was_set_back_is_noticed(exam: Exam, clock: Clock) -> None:
    take(exam, "ada", 3)
    exam.finish("ada")
    clock.now -= 10 * HOUR
    with pytest.raises(ExamError, match="this computer's clock says"):
        exam.begin("bo")


def test_a_paper_stays_as_it_was_drawn_when_the_bank_changes(
    bank: Bank, clock: Clock, tmp_path: Path
) -> None:
    store = Store(tmp_path / "exam.db")
    before = Exam(bank, b"a class secret", store, clock).begin("ada")
    changed = Bank(bank.templates[::-1], bank.objectives)
    after = Exam(changed, b"another secret", store, clock).begin("ada")
    assert after.paper == before.paper


def test_an_attempt_goes_on_on_another_machine_that_has_its_record(
    bank: Bank, clock: Clock, tmp_path: Path
) -> None:
    """And its time goes on too. Without the record the same paper is drawn: it follows from the secret."""
    with Store(tmp_path / "here" / "exam.db") as store:
        exam = Exam(bank, b"a class secret", store, clock)
        paper = exam.begin("ada").paper
        exam.answer("ada", 0, paper[0].right)
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    clock.now += SECONDS - 60
    with Store(tmp_path / "there" / "exam.db") as store:
        exam = Exam(bank, b"a class secret", store, clock)
        again = exam.begin("ada")
        assert (again.paper, again.answers, again.started) == (paper, {0: paper[0].right}, NOON)
        exam.answer("ada", 1, paper[1].right)
        clock.now += 61
        with pytest.raises(ExamError, match="its time is over"):
            exam.answer("ada", 2, paper[2].right)
        assert exam.finish("ada").score == 2
    with Store(tmp_path / "elsewhere" / "exam.db") as store:
        assert Exam(bank, b"a class secret", store, clock).begin("ada").paper == paper


@pytest.mark.parametrize(("question", "choice"), [(-1, 0), (ITEMS, 0), (0, 3), (0, -1)])
def test_an_answer_to_nothing_is_refused(exam: Exam, question: int, choice: int) -> None:
    exam.begin("ada")
    with pytest.raises(ExamError, match="there is no choice"):
        exam.answer("ada", question, choice)


def test_an_answer_that_was_taken_survives_a_kill(tmp_path: Path, bank: Bank) -> None:
    """The process says each answer that it has recorded, and is killed at some point while it goes on."""
    folder = tmp_path / "bank"
    folder.mkdir()
    for module in MODULES:
        (folder / f"{module}.toml").write_text(file(module))
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from openhearth.ethics.exam import Exam, Store, load_bank
        exam = Exam(load_bank(Path(sys.argv[1])), b"a class secret", Store(Path(sys.argv[2])))
        paper = exam.begin("ada").paper
        while True:
            for at, item in enumerate(paper):
                exam.answer("ada", at, item.right)
                print(at, flush=True)
        """
    )
    path = tmp_path / "exam.db"
    for enough in (3, 17, 40, 90):
        words = [sys.executable, "-c", script, str(folder), str(path)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            said = [int(running.stdout.readline()) for _ in range(enough)]
            os.kill(running.pid, signal.SIGKILL)
            said += [int(line) for line in running.stdout.read().split("\n")[:-1]]
        with Store(path) as store:
            [attempt] = store.attempts("ada")
        assert all(attempt.answers[at] == attempt.paper[at].right for at in set(said))


def test_a_file_that_is_no_record_of_attempts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "exam.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match=r"exam\.db cannot be used"):
        Store(path)


def test_the_exam_in_a_terminal_is_left_and_taken_up(tmp_path: Path) -> None:
    bank = tmp_path / "bank"
    bank.mkdir()
    for module in MODULES:
        (bank / f"{module}.toml").write_text(file(module))
    about = {**os.environ, "OPENHEARTH_HOME": str(tmp_path / "home")}

    def ethics(*words: str, typed: str = "", status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "openhearth", "ethics", *words],
            input=typed,
            capture_output=True,
            text=True,
            env=about,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    assert "make one with" in ethics("exam", "--bank", str(bank), status=1)
    ethics("identity", "--name", "Amina Diallo")
    assert "nobody has finished the exam yet" in ethics("report", status=1)
    assert "there is no class secret" in ethics("exam", "--bank", str(bank), status=1)
    ethics("secret")
    assert (tmp_path / "home" / "ethics" / "class.secret").stat().st_mode & 0o777 == 0o600
    assert "already" in ethics("secret", status=1)
    small = tmp_path / "small"
    small.mkdir()
    (small / "E1.toml").write_text(file("E1", 3))
    assert "an exam needs 7; add items, or practise" in ethics("exam", "--bank", str(small), status=1)
    left = ethics("exam", "--bank", str(bank), typed="9\n1\n2\nq\n")
    assert "[3 of 40]" in left
    again = ethics("exam", "--bank", str(bank), typed="p\nn\n1\nh\nn\nh\ny\n")
    assert again.count("[3 of 40]") == 2
    assert "37 are not answered. Hand in?" in again
    assert "of 40 right: not passed" in again
    assert "Another attempt may begin on" in again
    assert "attempt 2 may begin on" in " ".join(ethics("exam", "--bank", str(bank), status=1).split())
    assert "1 first attempts, 0 passed" in ethics("report")
    assert json.loads(ethics("report", "--json"))["verdict"].startswith("no verdict: 1 attempts")
    practised = ethics("exam", "--practice", "--items", "2", typed="1\n1\n")
    assert practised.count("right (yours)") + practised.count("wrong (yours)") == 2
    assert "Nothing was kept." in practised
    assert "54 templates, 162 items" in ethics("check", *sorted(str(path) for path in bank.glob("*.toml")))


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return load_bank()


def test_openhearths_own_bank_is_sound_and_large(shipped: Bank) -> None:
    assert len(shipped.templates) >= 120
    assert shipped.items >= max(240, 2 * len(shipped.templates))
    for template in shipped.templates:
        assert (template.module, template.objective) in shipped.objectives
        assert template.id.startswith(template.module)


def test_openhearths_own_bank_has_each_objective_at_each_difficulty(shipped: Bank) -> None:
    there = Counter((item.module, item.objective, item.difficulty) for item in shipped.templates)
    for (module, objective), difficulty in itertools.product(shipped.objectives, draw.DIFFICULTIES):
        assert there[module, objective, difficulty] >= 2, (module, objective, difficulty)


HABITS = {
    "choose the longest option": lambda texts: max(map(len, texts)),
    "choose the shortest option": lambda texts: min(map(len, texts)),
    "choose the first option of the file": lambda texts: len(texts[0]),
}


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("habit", HABITS)
def test_no_habit_pays_in_openhearths_own_bank(shipped: Bank, habit: str, module: str) -> None:
    """Over all that can be drawn, each right option of a template counted alike, as an exam draws them."""
    rates = []
    for template in shipped.of(module):
        for right, cases in template.cases.items():
            hits = 0.0
            for values in cases:
                texts = [option.text.format_map(values) for option in template.options]
                wanted = HABITS[habit](texts)
                chosen = (
                    [0] if "first" in habit else [n for n, text in enumerate(texts) if len(text) == wanted]
                )
                hits += (right in chosen) / len(chosen)
            rates.append(hits / len(cases))
    assert sum(rates) / len(rates) < 0.45


def test_an_exam_is_drawn_from_openhearths_own_bank_for_everybody(shipped: Bank) -> None:
    used, first, longest = set[str](), 0, 0.0
    learners = [f"learner {n}" for n in range(100)]
    for learner in learners:
        paper = draw.paper(shipped, b"a class secret", learner, 1)
        assert Counter(item.module for item in paper) == draw.BLUEPRINT
        assert len({item.id for item in paper}) == ITEMS
        for item in paper:
            assert sum(choice.right for choice in item.choices) == 1
            assert not {"{", "}"} & set(item.stem + "".join(c.text + c.why for c in item.choices))
            used.add(item.id)
            first += item.right == 0
            lengths = [len(choice.text) for choice in item.choices]
            longest += (lengths[item.right] == max(lengths)) / lengths.count(max(lengths))
    assert used == {template.id for template in shipped.templates}
    for hits in (first, longest):  # a quarter to a third would be chance
        assert hits / (ITEMS * len(learners)) < 0.4


def test_three_attempts_meet_no_item_of_openhearths_own_bank_twice(shipped: Bank) -> None:
    for learner in ("ada", "bo", "chidi"):
        seen: list[str] = []
        for attempt in (1, 2, 3):
            seen += [item.id for item in draw.paper(shipped, b"a class secret", learner, attempt, seen)]
        assert len(set(seen)) == 3 * ITEMS
