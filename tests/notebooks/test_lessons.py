"""Every lesson, opened alone in an empty workspace, at the dial's smallest setting."""

import re
from pathlib import Path

import nbformat
import pytest

from openhearth.course.execute import Outcome, execute

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks" / "lessons").glob("*.ipynb"))
NOTEBOOKS = [
    *LESSONS,
    *sorted((ROOT / "notebooks" / "apps").glob("*.ipynb")),
    *sorted((ROOT / "notebooks" / "assignments" / "source").glob("*/*.ipynb")),
]
LONGEST_CELL = 24  # lines, after formatting
LONGEST_FOLDED = 32  # of a cell that draws and is folded in the book
LARGEST_MB = 1500


def name(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module", params=LESSONS, ids=name)
def alone(request, tmp_path_factory, lesson_table) -> tuple[Path, Path, Outcome]:
    """(lesson, its workspace, what executing it gave)."""
    path, home = request.param, tmp_path_factory.mktemp("alone") / "workspace"
    outcome = execute(
        nbformat.read(path, as_version=4),
        name=path.stem,
        environment={"OPENHEARTH_HOME": str(home), "OPENHEARTH_MINUTES": "0.1"},
    )
    lesson_table[path.stem] = outcome.seconds, outcome.peak_mb
    return path, home, outcome


def outputs(outcome: Outcome):
    return [output for cell in outcome.notebook.cells for output in cell.get("outputs", [])]


def texts(outcome: Outcome) -> list[str]:
    found = [output.text for output in outputs(outcome) if output.output_type == "stream"]
    for output in outputs(outcome):
        found += [str(value) for value in output.get("data", {}).values()]
    return found


def test_a_lesson_runs_alone_within_its_memory_and_without_a_warning(alone):
    path, _, outcome = alone
    assert 0 < outcome.peak_mb <= LARGEST_MB
    warnings = [
        output.text
        for output in outputs(outcome)
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert not warnings, f"{path.stem} writes to stderr: {warnings[0][:500]}"


def _loads_corpora(path: Path) -> bool:
    cells = nbformat.read(path, as_version=4).cells
    return any(
        cell.cell_type == "code" and re.search(r"storybooks|udhr", cell.source, re.I) for cell in cells
    )


@pytest.mark.parametrize("path", [path for path in LESSONS if _loads_corpora(path)], ids=name)
def test_a_lesson_on_real_texts_teaches_without_them_and_says_what_it_uses(path, tmp_path):
    nowhere = {
        "OPENHEARTH_MIRROR": "",
        "https_proxy": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    outcome = execute(
        nbformat.read(path, as_version=4),
        name=path.stem,
        environment={"OPENHEARTH_HOME": str(tmp_path / "home"), "OPENHEARTH_MINUTES": "0.1", **nowhere},
    )
    assert any("tales" in text for text in texts(outcome))


def test_every_figure_says_in_words_what_it_shows(alone):
    path, _, outcome = alone
    for output in outputs(outcome):
        kinds = set(output.get("data", {}))
        assert not {kind for kind in kinds if kind.startswith("image/")}, f"{path.stem}: use figures.show()"
    for text in texts(outcome):
        for svg in re.findall(r"<svg\b[^>]*>", text):
            if 'aria-hidden="true"' in svg:  # decoration, said elsewhere in words
                continue
            label = re.search(r'aria-label="([^"]*)"', svg)
            assert 'role="img"' in svg, f"{path.stem}: {svg[:200]}"
            assert label, f"{path.stem}: {svg[:200]}"
            assert len(label[1]) >= 20, f"{path.stem}: {svg[:200]}"
        for image in re.findall(r"<img\b[^>]*>", text):
            assert re.search(r'alt="[^"]{20,}"', image), f"{path.stem}: {image[:200]}"


def test_no_output_tells_where_the_reader_keeps_files(alone):
    path, home, outcome = alone
    for text in texts(outcome):
        for private in (str(home), f"{Path.home()}/", str(ROOT)):
            assert private not in text, f"{path.stem}: {text[:500]}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_is_committed_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_lessons_cells_begin_with_its_title_and_are_short(path):
    cells = nbformat.read(path, as_version=4).cells
    for cell in cells:
        if cell.cell_type == "code":
            length = len(cell.source.splitlines())
            folded = "hide-input" in cell.metadata.get("tags", [])
            assert length <= (LONGEST_FOLDED if folded else LONGEST_CELL), (
                f"{length} lines: {cell.source[:200]}"
            )
    assert cells[0].source.startswith("# ")
