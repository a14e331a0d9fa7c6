"""Sizes, shapes, and every colour of the book: of charts, pages and paper, here and nowhere else.

``make notebooks`` writes the pages' colours to ``_static/palette.css`` from here; the PDF is set with :data:`PAPER`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

FONT = "Source Sans Pro, sans-serif"
WIDE, NARROW = 640, 328
SIZE, SMALL, LINE = 14, 13, 17
INK, MUTED, GRID, AXIS = "#1f2d38", "#53616c", "#dfe4e8", "#7d8a94"
SERIES = ("#1d4e79", "#b85415", "#20806f", "#7a4a96", "#6a7178", "#a3305a")
ON_DARK, ON_LIGHT, ON_MIDDLE = "#ffffff", "#0f1f2b", "#0b151d"
"""Texts on fills. On a dark page the first two change places, as the fills do; those of the middle keep theirs."""
SHEET = "#ffffff"
"""What a chart lies on where nothing is known of the page around it: in a notebook."""


class Fill(NamedTuple):
    """A fill with its edge and the text on it. What is too near the page to be seen has an edge that is not."""

    fill: str
    edge: str
    text: str


PALE, LIGHT_BLUE = Fill("#e0eefb", "#224e76", ON_LIGHT), Fill("#74a8d4", "#255680", ON_LIGHT)
DEEP, STRONG = Fill("#366d9f", "#366d9f", ON_DARK), Fill("#143658", "#143658", ON_DARK)
NO, UNKNOWN = Fill("#d26b22", "#d26b22", ON_MIDDLE), Fill("#7d8891", "#7d8891", ON_MIDDLE)
PURPLE, TEAL = Fill("#402454", "#402454", ON_DARK), Fill("#dbf1ed", "#1e796a", ON_LIGHT)
RAMPS = {1: (STRONG,), 2: (PALE, STRONG), 3: (PALE, DEEP, STRONG), 4: (PALE, LIGHT_BLUE, DEEP, STRONG)}
"""How many degrees a scale has, and their fills, the lowest first: the stronger the degree, the stronger the fill."""
APART = (STRONG, PALE, NO, PURPLE, TEAL, UNKNOWN)
"""For categories without an order. Of three that follow each other, each stands out from the others, in grey too."""
EARLIER = "#5b8fbf"
HEAT = ("#e0ecf5", "#96bcde", "#4b8cc6", "#2c5f8b", "#18344d")
ON_HEAT = (ON_LIGHT, ON_LIGHT, ON_LIGHT, ON_DARK, ON_DARK)
LAND = "#dde3e0"
ON_DARK_PAGES = {
    INK: "#dbe2e8", MUTED: "#a5b0ba", GRID: "#2d3640", AXIS: "#76828d",
    **dict(zip(SERIES, ("#7db9ea", "#f09a58", "#5cc7b5", "#c9a1e2", "#a9b3bc", "#f08fb2"), strict=True)),
    PALE.fill: "#0c3354", PALE.edge: "#76a8d7", LIGHT_BLUE.fill: "#306392", LIGHT_BLUE.edge: "#77aada",
    DEEP.fill: "#70a1cd", STRONG.fill: "#dcecfb",
    NO.fill: "#ca6821", UNKNOWN.fill: "#7b858f",
    PURPLE.fill: "#efe6f5", TEAL.fill: "#143530", TEAL.edge: "#2db39c",
    EARLIER: "#3a76a8",
    **dict(zip(HEAT, ("#162e42", "#285378", "#3b7ab0", "#76a6d1", "#c3d8eb"), strict=True)),
    LAND: "#2b343c", ON_DARK: "#0f1f2b", ON_LIGHT: "#ffffff", ON_MIDDLE: ON_MIDDLE,
}  # fmt: skip
"""What each colour of a chart is on a dark page."""
COLOURS = tuple(ON_DARK_PAGES)
STROKES = (MUTED, GRID, AXIS, LAND, *SERIES, *dict.fromkeys(fill.edge for ramp in (RAMPS[4], APART) for fill in ramp))
"""The colours that lines have too."""
LIGHT = {
    "--pst-color-background": "#ffffff",
    "--pst-color-on-background": "#ffffff",
    "--pst-color-surface": "#f4f6f8",
    "--pst-color-primary": "#1d4e79",
    "--pst-color-secondary": "#7a3a0c",
    "--pst-color-accent": "#20806f",
    "--pst-color-link": "#1a5687",
    "--pst-color-link-hover": "#7a3a0c",
    "--pst-color-text-base": INK,
    "--pst-color-text-muted": MUTED,
    "--pst-color-inline-code": "#7a3a0c",
    "--paper": "var(--pst-color-background)",
    "--rule": "#c9d0d6",
    "--rule-strong": MUTED,
    "--panel": "#f4f6f8",
    "--edge": "rgb(31 45 56 / 30%)",
    "--quiet": MUTED,
    "--holds": "#1d6b45",
    "--fails": "#9c2f14",
    "--fails-panel": "#fdf1ec",
}
"""The colours of a light page, by the names that style sheets use."""
DARK = {
    "--pst-color-primary": "#8cc4f0",
    "--pst-color-secondary": "#f0b483",
    "--pst-color-accent": "#67cbbb",
    "--pst-color-link": "#8cc4f0",
    "--pst-color-link-hover": "#f0b483",
    "--pst-color-text-base": "#dbe2e8",
    "--pst-color-text-muted": "#a5b0ba",
    "--pst-color-inline-code": "#f0b483",
    "--paper": "var(--pst-color-background)",
    "--rule": "#3a4552",
    "--rule-strong": "#8c98a4",
    "--panel": "#1d232b",
    "--edge": "rgb(200 215 230 / 35%)",
    "--quiet": "#a5b0ba",
    "--holds": "#7fd0a4",
    "--fails": "#ffab8f",
    "--fails-panel": "#34201a",
}
"""The same for a dark page; what is left out is the theme's own."""
PRINTED = {
    "--pst-color-background": "#ffffff",
    "--pst-color-on-background": "#ffffff",
    "--pst-color-surface": "#ffffff",
    "--sbt-color-announcement": "#ffffff",
    "--pst-color-text-base": "#000000",
    "--pst-color-text-muted": "#333333",
    "--pst-color-heading": "#000000",
    "--pst-color-primary": "#1d4e79",
    "--pst-color-link": "#1a5687",
    "--paper": "#ffffff",
    "--rule": "#999999",
    "--rule-strong": MUTED,
    "--panel": "#ffffff",
    "--quiet": "#333333",
    "--fails": "#9c2f14",
    "--fails-panel": "#fdf1ec",
}
"""The same for a page that a browser prints."""
INVENTED = "#7a0019"
"""What a synthetic book says of itself, on screen and on paper."""
PAPER = {
    "ink": "#1c2330", "accent": "#1f4e79", "quiet": "#566070", "hair": "#cfd5dc", "wash": "#f3f5f8",
    "invented": INVENTED,
}  # fmt: skip
"""The colours of the PDF, by the names that its template uses."""
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def colour(index: int) -> str:
    return SERIES[index % len(SERIES)]


def fills(keys: Iterable[str], strengths: Mapping[str, int]) -> dict[str, Fill]:
    """A fill for each answer. On a scale, whose strengths are given whole, an answer has the same in every chart: none
    (0) its own, degrees those of a ramp, and what has no strength is grey.

    Raises
    ------
    ValueError
        For more answers, or more degrees, than there are fills.
    """
    keys = list(keys)
    degrees = sorted(set(strengths.values()) - {0})
    if not strengths.keys() & set(keys):
        if len(keys) > len(APART):
            raise ValueError(f"a stacked chart has room for {len(APART)} answers, not {len(keys)}")
        return dict(zip(keys, APART, strict=False))
    if len(degrees) > max(RAMPS):
        raise ValueError(f"a scale has room for {max(RAMPS)} degrees, not {len(degrees)}")
    ramp = dict(zip(degrees, RAMPS[len(degrees)] if degrees else (), strict=True))
    return {key: ramp.get(strengths[key], NO) if key in strengths else UNKNOWN for key in keys}


def marker(index: int, size: int) -> dict[str, Any]:
    return {"filled": True, "fill": colour(index), "shape": SHAPES[index % len(SHAPES)], "size": size, "opacity": 1}
