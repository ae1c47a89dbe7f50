"""A made-up course with one small assignment, which is proved; tests spoil it one way at a time."""

from dataclasses import dataclass
from pathlib import Path

import nbformat

from openhearth.grading.notebooks import Assignment
from openhearth.grading.script import from_script

ID = "07-share"
SCRIPT = '''\
# %% [markdown]
# # Shares

# %% locked id=setup
from openhearth.grading import check, fresh

# %% solution id=share
def share(counts):
    """Each language's share."""
    ### BEGIN SOLUTION
    return {name: count / sum(counts.values()) for name, count in counts.items()}
    ### END SOLUTION

# %% test id=test_share points=2
with check("share"):
    assert abs(share({"Twi": 1, "Zulu": 3})["Twi"] - 0.25) < 1e-9, "one story of four is a quarter"
    ### BEGIN HIDDEN TESTS
    draw = fresh("share")
    counts = {name: draw.randint(1, 99) for name in "abc"}
    assert abs(sum(share(counts).values()) - 1) < 1e-9, "shares sum to one"
    ### END HIDDEN TESTS

# %% solution id=largest
def largest(counts):
    ### BEGIN SOLUTION
    return max(counts, key=counts.get)
    ### END SOLUTION

# %% test id=test_largest points=1.5
with check("largest"):
    assert largest({"Twi": 1, "Zulu": 3}) == "Zulu", "Zulu has the most stories"
    ### BEGIN HIDDEN TESTS
    assert largest({"Twi": 10, "Zulu": 9}) == "Twi", "ten are more than nine"
    ### END HIDDEN TESTS

# %% [markdown] manual id=why points=3
# Because.
'''
SHARE = "def share(counts):\n    return {name: count / %s for name, count in counts.items()}\n"
LARGEST = "def largest(counts):\n    return %s\n"
WRONG_SHARES = {"by_the_largest": "max(counts.values())", "by_a_hundred": "100", "by_one": "1"}
WRONG_LARGEST = {"first": "min(counts)", "last": "max(counts)", "least": "min(counts, key=counts.get)"}


@dataclass(frozen=True)
class Course:
    root: Path

    @property
    def assignment(self) -> Assignment:
        return Assignment(ID, self.root)

    def source(self, script: str, name: str = ID) -> None:
        """Write the source notebook of the assignment ``name``."""
        draft = self.root / "draft.py"
        draft.write_text(script, encoding="utf-8")
        folder = self.root / "source" / name
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(from_script(draft), folder / f"{name}.ipynb")
        draft.unlink()

    def variant(self, name: str, text: str) -> Path:
        """Write ``right/x`` or ``wrong/x``."""
        path = self.root / "variants" / ID / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def wrong(idea: str, loses: str, section: str, text: str) -> str:
    return f'"""{idea}.\n\nloses: {loses}\n"""\n\n# %% {section}\n{text}'
