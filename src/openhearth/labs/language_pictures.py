"""Lesson 07's pictures: the ranked strip of translations, strips side by side, and what a window holds."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from openhearth.figures import colour, figure, show
from openhearth.labs.languages import Premiums

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BOTH, GAINED, LOST, NEITHER = ("s", "ember"), ("D", "sea"), ("x", "gold"), (".", "line")
"""Marker and colour of a part that fits with both tokenizers, the second alone, the first alone, none."""


def strip(one: Premiums, names: Mapping[str, str]) -> None:
    """Show every translation as a line, cheap to dear, and those in ``names`` (by code) with their names."""
    cost = one.relative
    ranked = sorted(names, key=lambda code: cost[code])
    dearest = ranked[-1]
    with figure(height=3.4) as (fig, ax):
        ax.vlines(
            [cost[code] for code in cost if code not in names], 0, 1, colour("slate"), lw=0.8, alpha=0.35
        )
        ax.vlines([cost[code] for code in ranked], 0, 1, colour("ember"), lw=2)
        heights = [1.17 + 0.42 * (i % 4) for i in range(len(ranked))]
        ax.vlines([cost[code] for code in ranked], 1, heights, colour("line"), lw=1)
        behind = {"facecolor": colour("paper"), "edgecolor": "none", "pad": 0.5}
        for code, height in zip(ranked, heights, strict=True):
            words = f"{names[code]}\n{cost[code]:.1f}×"
            ax.text(cost[code], height, words, ha="center", va="bottom", fontsize=9.5, bbox=behind)
        ax.set(xscale="log", ylim=(0, 3.1), xlabel="tokens for the same text (English = 1)")
        _times(ax, [tick for tick in (1, 2, 4, 8, 16) if tick < 2 * max(cost.values())])
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.grid(visible=False)
        ax.set_title(
            f"One text, {len(cost)} translations: {names[dearest]} pays {cost[dearest]:.0f} times what English pays"
        )
        told = ", ".join(f"{names[code]} {cost[code]:.1f}" for code in ranked)
        show(
            fig,
            f"A ranked strip, a line for each translation, cheap to dear. Tokens relative to English: {told}.",
        )


def strips(paid: Mapping[str, Premiums]) -> None:
    """Show one strip for each tokenizer, with what half and nine in ten of the translations stay below."""
    told = []
    with figure(height=3.6) as (fig, ax):
        for row, (kind, one) in enumerate(paid.items()):
            ax.vlines(list(one.relative.values()), row - 0.24, row + 0.24, colour("slate"), lw=1, alpha=0.3)
            for share, mark, hue in ((0.5, "o", "ember"), (0.9, "D", "sea")):
                at = one.quantile(share)
                ax.plot(at, row, mark, color=colour(hue), markersize=9)
                ax.text(at, row - 0.3, f"{at:.1f}", ha="center", color=colour(hue), fontweight="bold")
            told.append(
                f"{kind}: half below {one.median:.2f}, nine in ten below {one.quantile(0.9):.2f}, dearest {one.quantile(1):.1f}"
            )
        ax.axvline(1, color=colour("ink"), lw=1, ls="--", marker="")
        ax.set_yticks(range(len(paid)), list(paid))
        ax.set(xscale="log", ylim=(len(paid) - 0.5, -0.8), xlabel="tokens for the same text (English = 1)")
        _times(ax, [0.5, 1, 2, 4, 8])
        ax.grid(axis="y", visible=False)
        for mark, hue, words in (("o", "ember", "half pay less"), ("D", "sea", "nine in ten pay less")):
            ax.plot([], [], mark, color=colour(hue), ls="", label=words)
        fig.legend(loc="outside lower right", ncols=2)
        ax.set_title("What a tokenizer reads decides who pays")
        show(
            fig,
            "Three strips of tokens relative to English, one for each tokenizer. " + "; ".join(told) + ".",
        )


def window_rows(
    fits: Mapping[str, tuple[int, int]], names: Mapping[str, str], *, parts: int, called: str, window: int
) -> None:
    """Show how many of ``parts`` parts fit a window, for each code (with the first tokenizer, with the second)."""
    first: Sequence[str] = sorted(fits, key=lambda code: (-fits[code][0], -fits[code][1]))
    most, least = first[0], first[-1]
    with figure(height=1.4 + 0.34 * len(first)) as (fig, ax):
        for row, code in enumerate(first):
            before, after = fits[code]
            for at in range(parts):
                seen = {(1, 1): BOTH, (0, 1): GAINED, (1, 0): LOST, (0, 0): NEITHER}[at < before, at < after]
                ax.plot(
                    at, row, seen[0], color=colour(seen[1]), markersize=3 if seen is NEITHER else 7.5, ls=""
                )
            ax.text(parts + 0.3, row, f"{before} → {after}", va="center", fontsize=10)
        ax.set_yticks(range(len(first)), [names[code] for code in first])
        ax.set(ylim=(len(first) - 0.4, -0.7), xlim=(-0.8, parts + 3.5))
        ax.set_xticks([])
        ax.grid(visible=False)
        ax.set_xlabel(f"{called}, from the first. Fits: ■ with both, ◆ balanced only, × English only")
        ax.set_title(
            f"What {window:,} tokens hold: {fits[most][0]} {called} in {names[most]}, {fits[least][0]} in {names[least]}"
        )
        told = ", ".join(f"{names[code]} {before} then {after}" for code, (before, after) in fits.items())
        show(
            fig,
            f"For each language a row of {parts} marks, one for each of the {called}; those that fit into {window:,} tokens are "
            f"filled, with the English-only tokenizer, then with the balanced one: {told}.",
        )


def _times(ax: "Axes", ticks: Sequence[float]) -> None:
    ax.set_xticks(ticks, [f"{tick:g}×" for tick in ticks])
    ax.minorticks_off()
