"""Expected loss against the size of the model: what the dial saw when it chose."""

from typing import TYPE_CHECKING

from openhearth.plan.plan import Plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw(ax: "Axes", found: list[Plan], chosen: Plan) -> str:
    """Draw the sizes in ``found`` with their intervals, and mark ``chosen``; returns the alternative text.

    Args:
        found: one plan for each size, smallest first (`plan.candidates`).
    """
    from openhearth.figures import colour

    sizes = [plan.parameters for plan in found]
    losses = [plan.predicted.loss for plan in found]
    low, high = zip(*(plan.predicted.loss_interval for plan in found), strict=True)
    ax.fill_between(sizes, low, high, color=colour("sea"), alpha=0.15, linewidth=0, label="nine runs of ten")
    ax.plot(sizes, losses, color=colour("sea"), marker="o", linestyle="-")
    ax.plot(
        [chosen.parameters],
        [chosen.predicted.loss],
        marker="D",
        markersize=11,
        color=colour("ember"),
        linestyle="none",
    )
    ax.annotate(
        f"chosen: {short(chosen.parameters)}",
        (chosen.parameters, chosen.predicted.loss),
        xytext=(0, -20),
        textcoords="offset points",
        ha="center",
        color=colour("ember"),
        fontweight="bold",
    )
    ax.set_xscale("log")
    ax.set_xticks(sizes, [short(size) for size in sizes], rotation=45)
    ax.minorticks_off()
    ax.set_xlabel("parameters")
    ax.set_ylabel("expected bits per byte")
    ax.set_title(f"In {chosen.minutes:g} min, {short(chosen.parameters)} parameters are expected to do best")
    ax.set_ylim(0, min(max(high), 3 * max(chosen.predicted.loss_interval[1], 0.1)))
    ends = f"{short(sizes[0])} parameters would end at {losses[0]:.2f}"
    if len(found) > 1:
        ends += f" and {short(sizes[-1])} at {losses[-1]:.2f}"
    interval = chosen.predicted.loss_interval
    return (
        f"Expected bits per byte against the parameters of the model, for {chosen.minutes:g} minutes. The lowest point "
        f"is near {short(chosen.parameters)} parameters, which are chosen: {chosen.predicted.loss:.2f}, in nine runs "
        f"of ten from {interval[0]:.2f} to {interval[1]:.2f}. {ends}."
    )


def in_terminal(found: list[Plan], chosen: Plan, width: int = 44) -> list[tuple[str, str, str]]:
    """(size, bar, loss) for each size: a bar as long as the expected loss, the chosen one marked."""
    most = min(max(plan.predicted.loss for plan in found), 3 * chosen.predicted.loss)
    lines = []
    for plan in found:
        loss = plan.predicted.loss
        filled = round(min(loss / most, 1.0) * width)
        beyond = "…" if loss > most else ""
        mark = "◆ chosen" if plan.width == chosen.width and plan.layers == chosen.layers else ""
        lines.append((short(plan.parameters), "█" * filled + beyond, f"{loss:.3f} {mark}".strip()))
    return lines


def short(count: float) -> str:
    """``95 k``, ``1.2 M``, ``3.4 G``."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if count >= size:
            return f"{count / size:.2g} {unit}" if count < 100 * size else f"{count / size:.0f} {unit}"
    return f"{count:.0f}"
