"""Pictures of what is inside a tokenizer and a model (lesson 08). Each shows one figure, with its words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from openhearth.figures import colour, figure, label_line, show


def token_cost(cost: Mapping[str, Mapping[str, float]], names: Mapping[str, str]) -> None:
    """What each language pays in tokens under two tokenizers.

    Args:
        cost: by tokenizer (two of them, the dearer first), by language: tokens, 1 being English under the first.
        names: what each language is called.
    """
    (dear_name, dear), (fair_name, fair) = cost.items()
    order = sorted(dear, key=dear.__getitem__)
    rows = range(len(order))
    with figure(height=0.36 * len(order) + 1.4) as (fig, ax):
        ax.hlines(
            rows, [fair[c] for c in order], [dear[c] for c in order], color=colour("line"), lw=4, zorder=0
        )
        for name, values, hue, marker in ((dear_name, dear, "ember", "o"), (fair_name, fair, "sea", "s")):
            ax.plot([values[c] for c in order], rows, marker, ls="", ms=8, color=colour(hue), label=name)
        ax.axvline(1, color=colour("slate"), lw=1)
        ax.set_yticks(rows, [names[c] for c in order])
        ax.grid(axis="y", visible=False)
        ax.set_xlabel("tokens for the same stories (1 = English, cut by the first tokenizer)")
        ax.legend(title="the tokenizer has read", loc="lower right")
        ax.set_title(f"The same stories take up to {max(dear.values()):.0f} times the tokens")
        told = (
            f"{name}: " + ", ".join(f"{names[c]} {values[c]:.1f}" for c in order)
            for name, values in cost.items()
        )
        show(
            fig,
            alt=f"Tokens for the same stories, by what the tokenizer has read; 1 is English under the first. {'; '.join(told)}.",
        )


def scores_by_distance(here: Sequence[float], later: Sequence[float], shift: int) -> None:
    """How a score falls with distance, ``here`` and ``shift`` tokens later."""
    distance, gap = range(len(here)), float(np.abs(np.subtract(here, later)).max())
    with figure(height=3.3) as (fig, ax):
        ax.axhline(0, color=colour("slate"), lw=1)
        ax.plot(distance, here, "-", marker="", color=colour("sea"), label="early in the story")
        ax.plot(
            distance[::3],
            later[::3],
            "o",
            ls="",
            mfc="none",
            mew=1.6,
            color=colour("ember"),
            label=f"{shift:,} tokens later",
        )
        ax.set(xlabel="tokens between key and query", ylabel="score", ylim=(-0.1, 1.1))
        ax.legend(loc="upper right")
        ax.set_title("The score knows the distance, not the place")
        points = ", ".join(f"{here[d]:.2f} at {d}" for d in (0, 1, 4, 16, len(here) - 1))
        show(
            fig,
            alt=f"Score of two vectors that point the same way, falling in waves with the distance in tokens: {points}. "
            f"{shift:,} tokens later the scores are the same, to {gap:.0e}.",
        )


def learning_curves(bits: Mapping[str, Sequence[float]], limit: float) -> None:
    """Training loss (bits per byte) of several runs, against what is possible; the axis ends at a thousandth."""
    ends = {name: float(np.mean(curve[-5:])) for name, curve in bits.items()}
    steps, bottom = max(map(len, bits.values())), 1e-3
    with figure(height=4.0) as (fig, ax):
        for (name, curve), hue, dash in zip(
            bits.items(), ("sea", "ember", "plum"), ("-", "--", "-."), strict=False
        ):
            ax.plot(curve, dash, marker="", color=colour(hue))
            label_line(ax, len(curve), max(ends[name], 1.5 * bottom), name, hue)
        ax.hlines(limit, 0, steps, color=colour("ink"), lw=1.2)
        label_line(ax, steps, limit, "the limit", "ink")
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        ax.set(xlabel="training step", ylabel="bits per byte", xlim=(0, 1.4 * steps), ylim=(bottom, None))
        ax.set_xticks(range(0, steps + 1, 20))
        under = sum(end < limit for end in ends.values())
        ax.set_title(f"{('None', 'One', 'Two', 'Three')[under]} of these are too good to be true")
        told = ", ".join(f"{name} {end:.2g}" for name, end in ends.items())
        show(
            fig,
            alt=f"Training loss in bits per byte, on a logarithmic scale; the limit is {limit:.3f}. "
            f"After {steps} steps: {told}.",
        )


def attention_maps(maps: Mapping[str, Any], tokens: Sequence[str], offset: Mapping[str, int]) -> None:
    """Where one head of each model looks.

    Args:
        maps: by model, (T, T) weights; row = the token that looks.
        tokens: the T tokens.
        offset: by model, which neighbour the title speaks of: -1 the one before, 1 the next.
    """
    with figure(7.2, 4.4, ncols=len(maps), sharey=True) as (fig, axes):
        told = []
        for ax, (name, weights) in zip(axes, maps.items(), strict=True):
            share = float(np.diagonal(weights, offset[name]).mean())
            told.append(f"{name}: {share:.0%} on the {'next token' if offset[name] > 0 else 'token before'}")
            ax.imshow(np.ma.masked_less(weights, 0.04), cmap="cividis_r", vmin=0, vmax=1)
            ax.plot(
                [-0.5, len(tokens) - 0.5],
                [-0.5, len(tokens) - 0.5],
                ":",
                marker="",
                lw=1,
                color=colour("slate"),
            )
            ax.set_xticks(range(len(tokens)), tokens, rotation=90, fontsize=9)
            ax.set_yticks(range(len(tokens)), tokens, fontsize=9)
            ax.grid(visible=False)
            ax.set_title(told[-1].replace(": ", "\n"), fontsize=11)
            ax.set_xlabel("… takes from this one")
        axes[0].set_ylabel("this token …")
        show(fig, alt=f"Maps of attention between the {len(tokens)} tokens of a sentence. {'; '.join(told)}.")
