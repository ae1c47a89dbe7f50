"""Figures: accessible, self-contained, and at home in light and dark."""

import re
import xml.etree.ElementTree as ET

import pytest

from openhearth import figures

ALT = "A line that rises from 0 to 3 over three steps"


def drawn() -> str:
    with figures.figure() as (fig, ax):
        ax.plot([0, 1, 2, 3], label="rise")
        ax.fill_between([0, 1], [1, 2], color=figures.colour("sea"), alpha=0.2)
        ax.set(title="It rises & falls", xlabel="step", ylabel="loss (nats)")
        ax.legend()
        return figures.to_svg(fig, ALT)


def test_a_figure_is_one_well_formed_image_with_its_alternative_text() -> None:
    root = ET.fromstring(drawn())
    assert root.get("role") == "img"
    assert root.get("aria-label") == ALT


def test_text_stays_text() -> None:
    assert "It rises &amp; falls" in drawn()


def test_every_colour_follows_the_theme() -> None:
    svg = drawn()
    assert "var(--oh-ember, #b3400e)" in svg
    bare = re.sub(r"var\(--oh-\w+, #[0-9a-f]{6}\)", "", svg)
    assert not [value for value in figures.LIGHT.values() if value in bare]


def test_two_figures_share_no_ids_and_style_nothing_outside() -> None:
    with figures.figure() as (fig, ax):
        ax.plot([3, 1, 2])
        other = figures.to_svg(fig, "Another line that falls from 3 to 1 and rises to 2")
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (drawn(), other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert "<style" not in drawn()


def test_every_reference_inside_a_figure_is_kept() -> None:
    svg = drawn()
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(re.findall(r' id="([^"]+)"', svg))


@pytest.mark.parametrize("alt", ["", "a plot", "   figure     1  "])
def test_alternative_text_that_says_nothing_is_refused(alt: str) -> None:
    with figures.figure() as (fig, _), pytest.raises(ValueError, match="alt text"):
        figures.to_svg(fig, alt)


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [figures.LIGHT, figures.DARK])
def test_every_colour_can_be_read_on_its_ground(palette: dict[str, str]) -> None:
    for name in (*figures.SERIES, "ink"):
        assert contrast(palette[name], palette["paper"]) >= 5.4, name
