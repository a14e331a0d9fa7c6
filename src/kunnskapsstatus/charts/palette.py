"""Sizes, shapes, and every colour of the book: of charts, pages and paper, here and nowhere else.

``make notebooks`` writes the pages' colours to ``_static/palette.css`` from here; the PDF is set with :data:`PAPER`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

FONT = "Source Sans Pro, sans-serif"
WIDE, NARROW = 640, 328
SIZE, SMALL, LINE = 14, 13, 17
INK, MUTED, GRID, AXIS = "#1f2d38", "#53616c", "#dfe4e8", "#7d8a94"
SERIES = ("#1d4e79", "#b85415", "#20806f", "#7a4a96", "#6a7178", "#a3305a")
STACK = ("#1d4e7a", "#5b8fbf", "#a84f12", "#87919a", "#7a4a97", "#20807f")
ON_DARK, ON_LIGHT = "#ffffff", "#0f1f2b"
SHEET = "#ffffff"
"""What a chart lies on where nothing is known of the page around it: in a notebook."""
ON_STACK = (ON_DARK, ON_LIGHT, ON_DARK, ON_LIGHT, ON_DARK, ON_DARK)
ANSWERS = {"yes": 0, "partly": 1, "no": 2, "unknown": 3}  # the same answer has the same colour in every chart
EARLIER = STACK[1]
HEAT = ("#e6eef5", "#c0d6e8", "#8db4d6", "#3f74a5", "#173f63")
ON_HEAT = (ON_LIGHT, ON_LIGHT, ON_LIGHT, ON_DARK, ON_DARK)
LAND = "#dde3e0"
COLOURS = (INK, MUTED, GRID, AXIS, *SERIES, *STACK, *HEAT, LAND, ON_DARK, ON_LIGHT)
STROKES = (MUTED, GRID, AXIS, *SERIES)
"""The colours that lines have too."""
ON_DARK_PAGES = dict(
    zip(
        COLOURS,
        (
            "#dbe2e8", "#a5b0ba", "#2d3640", "#76828d",
            "#7db9ea", "#f09a58", "#5cc7b5", "#c9a1e2", "#a9b3bc", "#f08fb2",
            "#8cc4f0", "#3a76a8", "#f0a060", "#69737d", "#c9a1e2", "#5cc7b5",
            "#1d2a36", "#274158", "#33618a", "#5e9fd0", "#a9d3f5",
            "#2b343c", "#0f1f2b", "#ffffff",
        ),
        strict=True,
    )
)  # fmt: skip
"""What each colour of a chart is on a dark page."""
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
PAPER = {"ink": "#1c2330", "accent": "#1f4e79", "quiet": "#566070", "hair": "#cfd5dc", "wash": "#f3f5f8"}
"""The colours of the PDF, by the names that its template uses."""
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def colour(index: int) -> str:
    return SERIES[index % len(SERIES)]


def answer_colours(answers: Iterable[str]) -> list[int]:
    """A place in :data:`STACK` for each answer: its own where it has one, else the first that is free."""
    keys = list(answers)
    free = [place for place in range(len(STACK)) if place not in {ANSWERS[key] for key in keys if key in ANSWERS}]
    return [ANSWERS[key] if key in ANSWERS else free.pop(0) for key in keys]


def marker(index: int, size: int) -> dict[str, Any]:
    return {"filled": True, "fill": colour(index), "shape": SHAPES[index % len(SHAPES)], "size": size, "opacity": 1}
