"""One public address: every link and install cell derives from it."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
STAMP = [sys.executable, str(ROOT / "tools" / "stamp.py")]


def stamp(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*STAMP, "--root", str(root), *options], capture_output=True, text=True, check=False
    )


def put(root: Path, name: str, *cells, **metadata) -> Path:
    path = root / "notebooks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells), metadata=metadata), path)
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in ("pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / name, folder)
    output = nbformat.v4.new_output("stream", text="old output")
    code = new_code_cell("print(1)", outputs=[output], execution_count=7, metadata={"collapsed": True})
    title = new_markdown_cell("# Title\n\nWhy?")
    put(folder, "lessons/09_train_it.ipynb", title, code, openhearth={"extras": ["labs", "release"]})
    put(folder, "apps/talk.ipynb", title, code)
    put(folder, "assignments/source/09-train_it/09-train_it.ipynb", title, code)
    return folder


def move(root: Path, address: str) -> None:
    project = root / "pyproject.toml"
    lines = project.read_text().splitlines()
    lines = [f'Repository = "{address}"' if line.startswith("Repository") else line for line in lines]
    project.write_text("\n".join(lines))


def test_what_is_committed_carries_the_address():
    done = stamp(ROOT, "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_lesson_gets_its_links_and_its_install_cell(root):
    done = stamp(root)
    assert done.returncode == 0, done.stderr
    notebook = nbformat.read(root / "notebooks" / "lessons" / "09_train_it.ipynb", as_version=4)
    nbformat.validate(notebook)
    title, launch, install, code = notebook.cells
    assert title.source.startswith("# Title")
    assert launch.metadata.tags == ["launch", "remove-cell"]  # the book has links of its own
    slug = "openhearth/openhearth"
    assert f"colab.research.google.com/github/{slug}/blob/main/notebooks/lessons/09_train_it" in launch.source
    assert f"mybinder.org/v2/gh/{slug}/main?urlpath=lab/tree/notebooks/lessons/09_tr" in launch.source
    assert install.metadata.tags == ["install", "remove-cell"]
    assert f'"openhearth[labs,release] @ git+https://github.com/{slug}"' in install.source
    assert (code.outputs, code.execution_count, code.metadata) == ([], None, {})
    assert notebook.metadata.kernelspec.name == "python3"
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_apps_and_assignments_get_the_install_cell_alone(root):
    stamp(root)
    for name in ("apps/talk.ipynb", "assignments/source/09-train_it/09-train_it.ipynb"):
        notebook = nbformat.read(root / "notebooks" / name, as_version=4)
        assert [cell.metadata.get("tags") for cell in notebook.cells] == [
            None,
            ["install", "remove-cell"],
            None,
        ]
        assert '"openhearth @ git+' in notebook.cells[1].source


def test_the_install_cell_does_nothing_off_colab(root, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    stamp(root)
    notebook = nbformat.read(root / "notebooks" / "apps" / "talk.ipynb", as_version=4)
    shell = InteractiveShell()
    called = []
    shell.system = called.append
    shell.run_cell(notebook.cells[1].source).raise_error()
    assert called == []
    shell.user_ns["sys"].modules["google.colab"] = None
    try:
        shell.run_line_magic = lambda name, line, **_: called.append(f"%{name} {line}")
        shell.run_cell(notebook.cells[1].source).raise_error()
    finally:
        del sys.modules["google.colab"]
    assert called[0] == "pip list --format=freeze > /tmp/colab.txt"
    assert called[1].startswith("%pip install -q -c /tmp/colab.txt ")


def test_stamping_twice_changes_nothing(root):
    assert stamp(root).stdout
    again = stamp(root)
    assert (again.returncode, again.stdout) == (0, "")
    assert stamp(root, "--check").returncode == 0


def test_a_moved_repository_is_followed_everywhere(root):
    stamp(root)
    (root / "README.md").write_text(
        "https://github.com/openhearth/openhearth and https://github.com/openhearth/openhearth-data and "
        "https://openhearth.github.io/openhearth/ and https://github.com/jupyter/nbgrader"
    )
    move(root, "https://github.com/example/hearth")
    done = stamp(root, "--check")
    assert done.returncode == 1
    for name in ("README.md", "CITATION.cff", "09_train_it.ipynb", "talk.ipynb"):
        assert name in done.stdout
    stamp(root)
    assert (root / "README.md").read_text() == (
        "https://github.com/example/hearth and https://github.com/openhearth/openhearth-data and "
        "https://example.github.io/hearth/ and https://github.com/jupyter/nbgrader"
    )
    assert 'repository-code: "https://github.com/example/hearth"' in (root / "CITATION.cff").read_text()
    assert "example/hearth" in (root / "notebooks" / "apps" / "talk.ipynb").read_text()
    assert stamp(root, "--check").returncode == 0


@pytest.mark.parametrize("address", ["https://gitlab.com/a/b", "example.org", "https://github.com/a"])
def test_an_address_that_colab_cannot_read_is_refused(root, address):
    move(root, address)
    done = stamp(root)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert address in done.stderr


def test_a_notebook_without_a_title_is_named(root):
    put(root, "lessons/01_untitled.ipynb", new_code_cell("1"))
    done = stamp(root)
    assert done.returncode == 1
    assert "01_untitled.ipynb does not begin" in done.stderr
