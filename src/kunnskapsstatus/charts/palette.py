"""Sizes, colours and shapes. ``_static/book.css`` gives each colour again for a dark page."""

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
ON_STACK = (ON_DARK, ON_LIGHT, ON_DARK, ON_LIGHT, ON_DARK, ON_DARK)
ANSWERS = {"yes": 0, "partly": 1, "no": 2, "unknown": 3}  # the same answer has the same colour in every chart
EARLIER = STACK[1]
HEAT = ("#e6eef5", "#c0d6e8", "#8db4d6", "#3f74a5", "#173f63")
ON_HEAT = (ON_LIGHT, ON_LIGHT, ON_LIGHT, ON_DARK, ON_DARK)
LAND = "#dde3e0"
COLOURS = (INK, MUTED, GRID, AXIS, *SERIES, *STACK, *HEAT, LAND, ON_DARK, ON_LIGHT)
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
