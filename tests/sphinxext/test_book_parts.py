"""The book's small extensions, each by itself."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from openhearth.sphinxext import address, alternatives, glossary, mathematics, pages, timings
from openhearth.sphinxext.contents import Chapter

MATHML = "{http://www.w3.org/1998/Math/MathML}"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="a.png">',
        '<img src="a.png" alt="">',
        '<img src="a.png" alt="A plot.">',
        '<img src="_images/loss_curve.png" alt="loss_curve.png">',
        "<svg><path/></svg>",
        '<svg role="img"><title>t</title></svg>',
        '<svg aria-label="Loss falls from 3 to 1"></svg>',
    ],
)
def test_a_picture_without_words_is_found(html: str) -> None:
    assert len(alternatives.without_words(f"<p>{html}</p>")) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<img src="a.png" alt="Loss falls from 3 to 1 in 200 steps">',
        '<img src="a.png" alt="" role="presentation">',
        '<svg role="img" aria-label="Loss falls from 3 to 1"><svg><path/></svg></svg>',
        '<svg aria-hidden="true"><svg><path/></svg></svg><p>words</p>',
        "<p>no picture</p>",
    ],
)
def test_a_picture_that_says_what_it_shows_passes(html: str) -> None:
    assert alternatives.without_words(html) == []


@pytest.mark.parametrize(
    "latex",
    [
        r"x_t",
        r"\mathcal{L} = -\frac{1}{T}\sum_{t=1}^{T} \log_2 p_\theta(x_t \mid x_{<t})",
        r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d}}\right)V",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{pmatrix}\cos\theta & -\sin\theta\\ \sin\theta & \cos\theta\end{pmatrix}",
        r"\begin{cases} 1 & i \le t \\ 0 & \text{otherwise} \end{cases}",
        r"N \approx \sqrt{C / 120}",
    ],
)
def test_a_formula_becomes_well_formed_mathml_that_keeps_its_source(latex: str) -> None:
    element = ElementTree.fromstring(mathematics.mathml(latex, block=True))
    assert element.tag == f"{MATHML}math"
    assert element.get("display") == "block"
    assert element.get("alttext") == latex


@pytest.mark.parametrize(
    "latex", [r"\frac{a", "a}", r"\left( a", r"\unheardof{x}", r"\begin{unheardof}a\end{unheardof}", "a & b"]
)
def test_a_formula_that_cannot_be_read_is_refused(latex: str) -> None:
    with pytest.raises(ValueError, match=r"not|Error"):
        mathematics.mathml(latex)


def test_the_address_makes_the_links_of_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nRepository = "https://github.com/a/b/"\n')
    where = address.repository(tmp_path)
    assert (
        address.colab(where, "n/x.ipynb")
        == "https://colab.research.google.com/github/a/b/blob/main/n/x.ipynb"
    )
    assert (
        address.binder(where, "n/x.ipynb") == "https://mybinder.org/v2/gh/a/b/main?urlpath=lab/tree/n/x.ipynb"
    )


@pytest.mark.parametrize(
    "text", ["", "[project]\n", '[project.urls]\nRepository = "https://example.org/a/b"\n', "["]
)
def test_an_address_that_makes_no_links_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"pyproject\.toml"):
        address.repository(tmp_path)


def test_the_longest_term_is_found_also_in_the_plural_and_never_inside_a_word() -> None:
    found = glossary.pattern(["token", "tokenizer", "bits per byte", "loss"])
    text = "Tokenizers cut tokens; a lossless token-wise code gives bits per byte."
    assert [match[1] for match in found.finditer(text)] == ["Tokenizer", "token", "bits per byte"]


def test_a_term_is_found_across_a_lines_end_and_a_name_only_as_it_is_spelled() -> None:
    found = glossary.pattern(["CRediT", "model card", "open-source AI"])
    text = "Give credit in a Model\ncard by CRediT. Open-source AI is not open-source ai."
    assert [match[1] for match in found.finditer(text)] == ["Model\ncard", "CRediT", "Open-source AI"]


def test_a_chapter_has_its_number_and_name_from_its_file() -> None:
    lesson = Chapter("notebooks/lessons/09_train_it", "How well?", "A model")
    assert (lesson.number, lesson.label, lesson.opens) == ("09", "Train it", False)
    page = Chapter("book/run_it", "Run it on your machine", "Begin")
    assert (page.number, page.label) == ("", "Run it on your machine")
    assert Chapter("book/parts/data", "Data", "Data").opens


def test_the_table_of_timings_sums_the_seconds_and_names_the_machine() -> None:
    lessons = {
        "09_train_it": {"seconds": 125.4, "peak_mb": 812.2},
        "00_why_open": {"seconds": 3.21, "peak_mb": 240},
    }
    machine = {"accelerator_name": {"value": "CPU <x>"}, "cores": {"value": 2}, "memory": {"value": 8e9}}
    table = timings.table({"lessons": lessons, "machine": machine})
    assert table.index("00 Why open") < table.index("09 Train it")
    assert "3.2 s" in table
    assert "2 min 05 s" in table
    assert "2 min 09 s" in table
    assert table.count("812 MB") == 2
    assert "CPU &lt;x&gt;, 2 cores, 8.0 GB of memory" in table


@pytest.mark.parametrize("content", [None, "", "[]", '{"lessons": {}}', "{"])
def test_a_run_that_left_no_timings_gives_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "_build").mkdir()
        (tmp_path / timings.FILE).write_text(content)
    assert timings.read(tmp_path) == {}


def test_a_page_is_mended_and_a_lessons_own_table_left_as_it_is() -> None:
    own = '<div class="oh-table" tabindex="0"><table><tr><td>1</td></tr></table></div>'
    body = (
        '<div role="list" class="citation-list"><div class="citation" id="a" role="doc-biblioentry">x</div></div>'
        f'<summary aria-label="Toggle hidden content">Show</summary>{own}<table><tr><td>2</td></tr></table>'
    )
    mended = pages.mend(body, {})
    for fault in ("role=", "aria-label"):
        assert fault not in mended
    assert own in mended
    assert '<div class="oh-table"><table><tr><td>2</td></tr></table></div>' in mended


def test_an_image_gets_its_size_and_loads_late(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    mended = pages.mend('<img src="../_images/a.png" alt="x">', {"a.png": tmp_path / "a.png"})
    assert 'width="30" height="20"' in mended
    assert 'loading="lazy"' in mended
