"""``{sweep}`` CORPUS: the sweep that the dial's law was fitted to, as a figure, the law, and a table of its points.

All of it comes from ``openhearth/plan/scaling.json``, which ``make sweep`` writes: no number here is typed.
"""

import html
from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from openhearth import figures
from openhearth.plan import Law, Shape, best_step, law_for
from openhearth.plan.picture import short
from openhearth.plan.scaling import sweep

MOST_ROUNDS = 4
"""Points that read their text more often are in the table alone."""
TICKS = (0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3)


def drawing(law: Law, points: list[dict[str, Any]]) -> str:
    """Bits per byte against tokens: points measured, lines by the law, a colour and mark a size; as SVG."""
    first = [p for p in points if p["seed"] == 0 and _usual(p)]
    often = Counter((p["width"], p["layers"]) for p in first).most_common(len(figures.SERIES))
    shapes = sorted((shape for shape, _ in often), key=lambda s: Shape(*s).matrices)
    least, most = min(p["bits"] for p in points), max(p["bits"] for p in points)
    with figures.figure(height=4.6) as (fig, ax):
        low, high = law.tokens
        tokens = [low * (high / low) ** (i / 40) for i in range(41)]
        for shape, name, mark in zip(shapes, figures.SERIES, figures.MARKERS, strict=False):
            size = Shape(*shape).matrices
            paint = figures.colour(name)
            ax.plot(
                tokens,
                [law.expected(size, d) for d in tokens],
                color=paint,
                marker=mark,
                markevery=[],
                linestyle="-",
                label=f"{short(size)} parameters",
            )
            mine = [p for p in first if (p["width"], p["layers"]) == shape]
            ax.plot(
                [p["tokens"] for p in mine],
                [_level(law, p) for p in mine],
                mark,
                color=paint,
                linestyle="none",
            )
        ax.axhline(law.entropy, color=figures.colour("slate"), marker="", linestyle="--", linewidth=1.2)
        ax.set(xscale="log", yscale="log", xlabel="tokens read", ylabel="held-out bits per byte")
        asked = sorted({p["asked"] for p in first})
        ax.set_xticks(asked, [short(value) for value in asked])
        ticks = [t for t in TICKS if law.entropy / 1.1 <= t <= most * 1.2]
        ax.set_yticks(ticks, [f"{t:g}" for t in ticks])
        ax.minorticks_off()
        ax.legend(loc="best")
        ax.set_title(f"{len(points)} trained models, from {most:.2f} down to {least:.2f} bits per byte")
        alt = (
            f"Held-out bits per byte against tokens read on {law.corpus}, for models whose layers have "
            f"{', '.join(short(Shape(*shape).matrices) for shape in shapes)} parameters. The points lie between {most:.2f} and "
            f"{least:.2f}; the fitted lines pass within about {law.spread:.0%} of them and fall with more tokens, those of "
            f"larger models sooner."
        )
        return figures.to_svg(fig, alt)


def _usual(point: dict[str, Any]) -> bool:
    """Whether its step is about the dial's and it did not read its text too often."""
    near = 0.5 <= point["tokens_a_step"] / best_step(point["tokens"]) <= 2
    return bool(near and point["tokens"] <= MOST_ROUNDS * point["unique"])


def _level(law: Law, point: dict[str, Any]) -> float:
    """Its bits per byte as if its held-out stories had the corpus's entropy, where theirs is known."""
    return float(point["bits"] + (0 if point["limit"] is None else law.entropy - point["limit"]))


def formula(law: Law) -> str:
    """The fitted law as a list of its numbers."""
    named = [
        ("E", "entropy of the text, bits per byte", law.entropy),
        ("A", "what a model of a million parameters cannot reach", law.size_factor),
        ("a", "how fast that shrinks with size", law.size_power),
        ("B", "what a million tokens do not teach", law.tokens_factor),
        ("b", "how fast that shrinks with more tokens", law.tokens_tail),
        ("S", "where every model starts, above the rest", law.start),
        ("K", "tokens after which half of S is learned, at a million parameters", law.tokens_needed),
        ("q", "how much sooner a larger model learns", law.tokens_power),
        ("p", "how steeply", law.steepness),
        (
            "H",
            "share by which all that rises, for each parameter a token, in each further round",
            law.by_heart,
        ),
        ("spread", "standard deviation of what the law misses, relative", law.spread),
    ]
    rows = "".join(
        f'<tr><th scope="row"><i>{name}</i></th><td>{html.escape(what)}</td><td class="oh-figure-cell">{_number(value)}</td></tr>'
        for name, what, value in named
    )
    return (
        f"<table><caption>The law of {html.escape(law.corpus)}, as fitted</caption><thead><tr>"
        '<th scope="col">symbol</th><th scope="col">what it is</th><th scope="col" class="oh-figure-cell">value</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def table(law: Law, points: list[dict[str, Any]]) -> str:
    """Every point of the sweep, with what the law expects of it."""
    rows = "".join(
        f"<tr><td>{p['layers']} × {p['width']}</td>"
        + "".join(
            f'<td class="oh-figure-cell">{value}</td>'
            for value in (
                f"{p['matrices']:,}",
                f"{p['tokens']:,}",
                f"{p['tokens'] / p['unique']:.1f}",
                f"{p['tokens_a_step']:,}",
                str(p["seed"]),
                f"{p['bits']:.3f}",
                f"{law.expected(p['matrices'], p['tokens'], p['unique']):.3f}",
            )
        )
        + "</tr>"
        for p in sorted(points, key=lambda p: (p["matrices"], p["tokens"], p["seed"]))
    )
    heads = ("parameters", "tokens", "rounds", "a step", "seed", "measured", "by the law")
    columns = "".join(f'<th scope="col" class="oh-figure-cell">{head}</th>' for head in heads)
    return (
        f"<details><summary>All {len(points)} points</summary><table><caption>The sweep on {html.escape(law.corpus)}: "
        f'bits per byte on held-out stories</caption><thead><tr><th scope="col">layers × width</th>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


class Sweep(SphinxDirective):
    """The directive; it takes the corpus's name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        corpora = sweep()["corpora"]
        if name not in corpora:
            raise self.error(f"no sweep was made on {name!r}; there are {', '.join(corpora)}")
        law, points = law_for(name), corpora[name]["points"]
        machines = Counter(point["machine"] for point in points)
        made = f"Last fitted on {sweep()['date']}: {len(points)} trainings, " + ", ".join(
            f"{count} on {machine}" for machine, count in sorted(machines.items())
        )
        content = (
            f'<figure class="oh-figure">{drawing(law, points)}</figure>{formula(law)}{table(law, points)}'
        )
        return [nodes.raw("", content, format="html"), nodes.paragraph("", f"{made}.")]


def setup(app: Sphinx) -> None:
    app.add_directive("sweep", Sweep)
