"""The one look of all figures: Matplotlib in, accessible SVG out.

``show(fig, alt)`` puts a figure into a notebook as inline SVG whose colours are CSS variables. So one
figure serves JupyterLab, Colab, Voila and the book, follows the book's dark mode, keeps its text as text,
and carries its alternative text wherever it goes.
"""

import contextlib
import hashlib
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LIGHT = {
    "ink": "#1b1f27",
    "paper": "#fffdf9",
    "ember": "#b3400e",
    "sea": "#0b6b77",
    "moss": "#4d6b1f",
    "plum": "#7a3b69",
    "gold": "#8a6100",
    "slate": "#4a5261",
    "line": "#d9d3c7",
}
DARK = {
    "ink": "#ece8e1",
    "paper": "#14171d",
    "ember": "#ff9a5c",
    "sea": "#5cc8d6",
    "moss": "#a9cf6a",
    "plum": "#e0a0cf",
    "gold": "#e8c35a",
    "slate": "#b4bccb",
    "line": "#3a404b",
}
SERIES = ("ember", "sea", "moss", "plum", "gold", "slate")
"""The order in which a figure uses the colours."""
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))

_FONTS = ["DejaVu Sans"]


def colour(name: str) -> str:
    """The colour called ``name`` (light; the book swaps it in dark mode)."""
    return LIGHT[name]


def style() -> dict[str, Any]:
    """Matplotlib's settings for Openhearth's look: pass to ``matplotlib.rc_context``."""
    from cycler import cycler

    look = cycler(color=[LIGHT[name] for name in SERIES])
    look += cycler(marker=list(MARKERS)) + cycler(linestyle=list(DASHES))
    return {
        "axes.axisbelow": True,
        "axes.edgecolor": LIGHT["slate"],
        "axes.facecolor": LIGHT["paper"],
        "axes.grid": True,
        "axes.labelcolor": LIGHT["ink"],
        "axes.labelsize": 11,
        "axes.prop_cycle": look,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlecolor": LIGHT["ink"],
        "axes.titlelocation": "left",
        "axes.titlepad": 12,
        "axes.titlesize": 13,
        "axes.titleweight": "bold",
        "figure.constrained_layout.use": True,
        "figure.dpi": 96,
        "figure.facecolor": LIGHT["paper"],
        "figure.figsize": (7.2, 4.0),
        "font.family": "sans-serif",
        "font.sans-serif": _FONTS,
        "font.size": 11,
        "grid.color": LIGHT["line"],
        "grid.linewidth": 0.8,
        "image.cmap": "cividis",
        "legend.frameon": False,
        "lines.linewidth": 2.0,
        "lines.markersize": 6,
        "savefig.facecolor": LIGHT["paper"],
        "svg.fonttype": "none",
        "text.color": LIGHT["ink"],
        "xtick.color": LIGHT["slate"],
        "xtick.labelcolor": LIGHT["ink"],
        "ytick.color": LIGHT["slate"],
        "ytick.labelcolor": LIGHT["ink"],
    }


@contextlib.contextmanager
def figure(width: float = 7.2, height: float = 4.0, **subplots: Any) -> Iterator[tuple["Figure", Any]]:
    """A figure in the house look: ``with figure() as (fig, ax): ...; show(fig, alt="...")``.

    Args:
        width, height: inches; 7.2 fills the book's column.
        **subplots: passed to ``plt.subplots`` (``nrows``, ``ncols``, ``sharey`` ...).
    """
    import matplotlib
    from matplotlib import pyplot as plt

    with matplotlib.rc_context(style()):  # type: ignore[arg-type]
        fig, axes = plt.subplots(figsize=(width, height), **subplots)
        try:
            yield fig, axes
        finally:
            plt.close(fig)


def label_line(ax: "Axes", x: float, y: float, text: str, name: str, **kwargs: Any) -> None:
    """Write ``text`` at the end of a line in its own colour: a label read without a legend."""
    options: dict[str, Any] = {
        "xytext": (6, 0),
        "textcoords": "offset points",
        "va": "center",
        "fontweight": "bold",
    }
    ax.annotate(text, (x, y), color=colour(name), **(options | kwargs))


def to_svg(fig: "Figure", alt: str) -> str:
    """``fig`` as one ``<svg>`` element: text kept as text, colours as CSS variables, ids unique to it.

    Raises:
        ValueError: ``alt`` says nothing, or only that there is a plot.
    """
    alt = " ".join(alt.split())
    if len(alt) < 20:
        raise ValueError(f"alt text {alt!r} is too short: say what the figure shows, with its numbers")
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "openhearth"}):
        fig.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    return _tidy(buffer.getvalue(), alt)


def show(fig: "Figure", alt: str) -> None:
    """Display ``fig`` in the notebook with its alternative text.

    Args:
        alt: what the figure shows, in a sentence with its numbers: write it with an f-string.
    """
    from IPython.display import HTML, display

    display(HTML(f'<figure class="oh-figure" style="margin:0">{to_svg(fig, alt)}</figure>'))


def save(fig: "Figure", path: Path, alt: str) -> Path:
    """Write ``fig`` as an SVG file that stands alone."""
    from openhearth.workspace import write_atomic

    return write_atomic(path, to_svg(fig, alt))


def _tidy(svg: str, alt: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(
        r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.S
    )  # it would style the whole page
    svg = re.sub(r">\s+<", "><", svg)
    mark = "oh" + hashlib.sha256((svg + alt).encode()).hexdigest()[:8]
    used = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{mark}-{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{mark}-\1)", svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{mark}-\1"', svg)
    for name, value in LIGHT.items():
        svg = re.sub(rf"(?<=[ :]){value}", f"var(--oh-{name}, {value})", svg)
        # Presentation attributes do not take var(): say them as style.
        svg = re.sub(rf'(fill|stroke)="{value}"', rf'style="\1: var(--oh-{name}, {value})"', svg)
    svg = re.sub(
        r"font: ([^;\"]*?)'DejaVu Sans'[^;\"]*", r"font: \1 var(--oh-sans, system-ui), sans-serif", svg
    )
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    label = html.escape(alt, quote=True)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-label="{label}" viewBox="0 0 {width} {height}" '
        f'style="width:100%;max-width:{float(width) * 4 / 3:.0f}px;height:auto;stroke-linejoin:round">'
    )
    return opening + f"<title>{label}</title>" + svg[svg.index(">") + 1 :].strip()
