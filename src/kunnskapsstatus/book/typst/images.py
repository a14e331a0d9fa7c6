"""The natural size of an image, so that it is set as large as it was drawn and no larger than the column."""

from __future__ import annotations

import re

_SVG_SIZE = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_NUMBER = r"([0-9]*\.?[0-9]+)"
FALLBACK_POINTS = (400.0, 260.0)


def image_points(suffix: str, data: bytes) -> tuple[float, float]:
    """Natural width and height in points: 96 px an inch, from the SVG's size or view box, or the PNG's header."""
    if suffix == "png" and data[:8] == b"\x89PNG\r\n\x1a\n":
        return int.from_bytes(data[16:20], "big") * 0.75, int.from_bytes(data[20:24], "big") * 0.75
    if suffix == "svg" and (tag := _SVG_SIZE.search(data.decode(errors="replace"))):
        sizes = [re.search(rf"""\s{name}=["']{_NUMBER}(?:px)?["']""", tag[0]) for name in ("width", "height")]
        if all(sizes):
            return float(sizes[0][1]) * 0.75, float(sizes[1][1]) * 0.75  # type: ignore[index]
        box = re.search(rf"""viewBox=["']\s*\S+[\s,]+\S+[\s,]+{_NUMBER}[\s,]+{_NUMBER}\s*["']""", tag[0])
        if box:
            return float(box[1]) * 0.75, float(box[2]) * 0.75
    return FALLBACK_POINTS
