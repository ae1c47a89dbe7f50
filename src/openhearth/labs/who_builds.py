"""Pictures of who builds models, and of what openness means (lesson 00). Each shows one figure, with its words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from openhearth.figures import SERIES, colour, figure, show
from openhearth.labs.concentration import Estimate, History, hhi

if TYPE_CHECKING:
    from matplotlib.patches import FancyBboxPatch


def openness_map(rows: Mapping[str, Sequence[str]], columns: Sequence[str]) -> None:
    """A map: aims down, ingredients across, in each field what the aim asks of the ingredient.

    Args:
        rows: by aim, one text a column; a line break where the text should break.
        columns: the ingredients.
    """
    with figure(7.2, 1.0 * len(rows) + 0.7) as (fig, ax):
        for j, name in enumerate(columns):
            ax.text(
                j + 0.5,
                -0.14,
                name,
                ha="center",
                va="bottom",
                fontsize=13,
                fontweight="bold",
                color=colour("ink"),
            )
        for i, (aim, fields) in enumerate(rows.items()):
            hue = SERIES[i]
            ax.text(
                -0.06,
                i + 0.5,
                aim,
                ha="right",
                va="center",
                fontsize=12,
                fontweight="bold",
                color=colour(hue),
            )
            for j, field in enumerate(fields):
                box = (j + 0.04, i + 0.06), 0.92, 0.86
                ax.add_patch(_rounded(*box, edge=colour(hue)))
                ax.text(j + 0.5, i + 0.49, field, ha="center", va="center", fontsize=11, color=colour("ink"))
        ax.set(xlim=(-1.0, len(columns)), ylim=(len(rows), -0.4))
        ax.axis("off")
        told = "; ".join(
            f"{aim}: "
            + ", ".join(
                f"{column}, {' '.join(field.split())}" for column, field in zip(columns, fields, strict=True)
            )
            for aim, fields in rows.items()
        )
        show(fig, alt=f"A map of what openness asks of {', '.join(columns)}. {told}.")


def _rounded(corner: tuple[float, float], width: float, height: float, edge: str) -> "FancyBboxPatch":
    from matplotlib.patches import FancyBboxPatch

    return FancyBboxPatch(
        corner,
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.09",
        facecolor="none",
        edgecolor=edge,
        linewidth=1.8,
    )


def training_cost(
    hours: Mapping[str, float], dollars: tuple[float, float], yardstick: tuple[str, float]
) -> None:
    """What single training runs took, on a scale on which each line is ten times the one before.

    Args:
        hours: GPU hours, by model.
        dollars: the lowest and highest price assumed for a GPU hour.
        yardstick: a name, and the GPU hours that it stands for.
    """
    order = sorted(hours, key=hours.__getitem__)
    low, high = dollars
    with figure(7.2, 0.5 * len(order) + 1.6) as (fig, ax):
        ax.axvline(yardstick[1], color=colour("sea"), lw=1.6, ls="--")
        ax.annotate(
            yardstick[0], (yardstick[1], -0.75), (5, 0), textcoords="offset points", color=colour("sea"),
            fontweight="bold", va="center",
        )  # fmt: skip
        ax.hlines(range(len(order)), 1, [hours[name] for name in order], color=colour("line"), lw=3)
        ax.plot([hours[name] for name in order], range(len(order)), "o", ls="", ms=9, color=colour("ember"))
        for i, name in enumerate(order):
            ax.annotate(
                money(low * hours[name], high * hours[name]), (hours[name], i), (9, 0), textcoords="offset points",
                va="center", fontsize=10,
            )  # fmt: skip
        ax.set_yticks(range(len(order)), order)
        ax.set_xscale("log")
        ax.set(xlim=(1, 2e10), ylim=(-1.1, len(order) - 0.5), xlabel="GPU hours of the final training run")
        ax.set_xticks(
            [10**n for n in range(0, 9, 2)], ["1", "100", "10 thousand", "1 million", "100 million"]
        )
        ax.grid(axis="y", visible=False)
        ax.set_title(f"From {hours[order[0]]:.0f} hours to {_two(hours[order[-1]] / 8766)} years of one GPU")
        told = "; ".join(
            f"{name} {hours[name]:,.0f}, {money(low * hours[name], high * hours[name])}" for name in order
        )
        show(
            fig,
            alt=f"GPU hours of training runs on a logarithmic scale, with the cost at {low:g} to {high:g} dollars an hour: "
            f"{told}. For comparison, {yardstick[0]}: {yardstick[1]:,.0f} hours.",
        )


def money(low: float, high: float) -> str:
    """A range of dollars, to two digits: ``$1.2–4.9 million``."""
    unit, name = next((u, n) for u, n in ((1e6, " million"), (1e3, " thousand"), (1, "")) if high >= u)
    return f"${_two(low / unit)}–{_two(high / unit)}{name}"


def _two(value: float) -> str:
    return f"{float(f'{value:.2g}'):,g}"


def users_over_time(histories: Mapping[str, History]) -> None:
    """Who has the users, round by round, in two histories: each band is a team."""
    with figure(7.2, 3.9, ncols=len(histories), sharey=True) as (fig, axes):
        told = []
        for ax, (name, history) in zip(axes, histories.items(), strict=True):
            order = np.argsort(-history.share[-1])
            fills = [colour(SERIES[i]) if i < len(SERIES) else colour("line") for i in range(len(order))]
            rounds = range(1, len(history.share) + 1)
            ax.stackplot(
                rounds, history.share.T[order], colors=fills, edgecolor=colour("paper"), linewidth=0.5
            )
            builders, largest = int(history.builders[-1]), history.share[-1].max()
            ax.set_title(
                f"{name}\n{builders} {'team builds' if builders == 1 else 'teams build'} in the end",
                fontsize=12,
            )
            ax.set(xlabel="round", ylim=(0, 1), xlim=(1, len(history.share)))
            told.append(
                f"{name}: {int(history.builders[0])} teams build at first, {builders} in the end; "
                f"the largest has {largest:.0%} of the users, HHI {hhi(history.share[-1]):.2f}"
            )
        axes[0].set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes[0].set_ylabel("share of all users")
        show(
            fig,
            alt=f"Two stacked areas, each band a team's share of users over the rounds. {'; '.join(told)}.",
        )


def effects(
    panels: Sequence[tuple[str, str, str, Mapping[float, Estimate]]], logarithmic: bool = True
) -> None:
    """How an effect of openness depends on an assumption.

    Args:
        panels: (title, what the assumption is, what the effect is, by value of the assumption the effect).
        logarithmic: the scale of the assumptions.
    """
    with figure(7.2, 3.7, ncols=len(panels)) as (fig, axes):
        told = []
        for ax, hue, (title, assumption, effect, found) in zip(axes, SERIES, panels, strict=False):
            x, values = list(found), list(found.values())
            ax.axhline(0, color=colour("slate"), lw=1)
            ax.fill_between(
                x, [e.low for e in values], [e.high for e in values], color=colour(hue), alpha=0.25, lw=0
            )
            ax.plot(x, [e.mean for e in values], color=colour(hue))
            if logarithmic:
                ax.set_xscale("log")
                ax.set_xticks(x, [f"{value:g}" for value in x])
                ax.minorticks_off()
            ax.set(xlabel=assumption, ylabel=effect)
            ax.set_title(title, fontsize=12)
            told.append(
                f"{effect}, by {assumption}: " + ", ".join(f"at {value:g} {e}" for value, e in found.items())
            )
        show(fig, alt=f"Effects of openness with 95 percent intervals. {'; '.join(told)}.")
