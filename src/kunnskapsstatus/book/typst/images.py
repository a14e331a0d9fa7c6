"""The natural size of an image, so that it is set as large as it was drawn and no larger than the column."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import imagesize

_SVG_SIZE = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SIZE = re.compile(r"([0-9.]+)\s*(px|pt|cm|mm|in|em|%|)")
_POINTS = {"px": 0.75, "": 0.75, "pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "em": 10.5}
_NUMBER = r"([0-9]*\.?[0-9]+)"
FALLBACK_POINTS = (400.0, 260.0)


def image_points(suffix: str, data: bytes) -> tuple[float, float]:
    """Natural width and height in points: 96 px an inch, from the SVG's size or view box, or a photograph's header."""
    if suffix != "svg":
        width, height = imagesize.get(io.BytesIO(data))
        return (width * 0.75, height * 0.75) if width > 0 and height > 0 else FALLBACK_POINTS
    if tag := _SVG_SIZE.search(data.decode(errors="replace")):
        sizes = [re.search(rf"""\s{name}=["']{_NUMBER}(?:px)?["']""", tag[0]) for name in ("width", "height")]
        if all(sizes):
            return float(sizes[0][1]) * 0.75, float(sizes[1][1]) * 0.75  # type: ignore[index]
        box = re.search(rf"""viewBox=["']\s*\S+[\s,]+\S+[\s,]+{_NUMBER}[\s,]+{_NUMBER}\s*["']""", tag[0])
        if box:
            return float(box[1]) * 0.75, float(box[2]) * 0.75
    return FALLBACK_POINTS


def asked_points(natural: tuple[float, float], asked: Mapping[str, object], column: float) -> tuple[float, float]:
    """Width and height in points as an author asks for them (``width``, ``height``, ``scale``), else the natural
    ones. What is not asked for follows. ``column`` is what a per cent is of."""
    width, height = (_points(str(asked.get(side, "")), column) for side in ("width", "height"))
    scale = float(str(asked.get("scale", 100))) / 100
    if width and height:
        return width * scale, height * scale
    ratio = width / natural[0] if width else height / natural[1] if height else 1.0
    return natural[0] * ratio * scale, natural[1] * ratio * scale


def _points(size: str, column: float) -> float:
    """A length in points; 0 for one that is not given."""
    found = _SIZE.fullmatch(size.strip())
    return float(found[1]) * (column / 100 if found[2] == "%" else _POINTS[found[2]]) if found else 0.0
