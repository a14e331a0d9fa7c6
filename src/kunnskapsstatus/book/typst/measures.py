"""The measures of a page, in millimetres and points: the template has them, and tables are laid out by them."""

from __future__ import annotations

POINTS = 72 / 25.4
"""Points in a millimetre."""

PAGE = (210.0, 297.0)
"""Width and height of a page, in millimetres (A4)."""

SIDE, HEAD, FOOT = 27.0, 24.0, 22.0
"""Left and right of the text, above it and below it, in millimetres."""

OUTWARD = 6.5
"""How far a wide table stands out into each margin, in millimetres."""

LANDSCAPE = (22.5, 22.0, 18.0)
"""Side, head and foot of a page that lies on its side, in millimetres."""

LEAST_TYPE = 7.0
"""No type is smaller than this, in points."""

PORTRAIT_POINTS = (PAGE[0] - 2 * SIDE) * POINTS
"""The width of the text."""

HEIGHT_POINTS = (PAGE[1] - HEAD - FOOT) * POINTS
"""The height of the text."""

WIDE_POINTS = PORTRAIT_POINTS + 2 * OUTWARD * POINTS
"""The width of an upright table that stands out into both margins."""

LANDSCAPE_POINTS = (PAGE[1] - 2 * LANDSCAPE[0]) * POINTS
"""The width of the text on a page that lies on its side."""

LANDSCAPE_HEIGHT = (PAGE[0] - LANDSCAPE[1] - LANDSCAPE[2]) * POINTS
"""The height of the text there, in points."""


def template() -> str:
    """The measures as the template's first lines."""
    lengths = {
        "page-width": PAGE[0],
        "page-height": PAGE[1],
        "side": SIDE,
        "head": HEAD,
        "foot": FOOT,
        "outward": OUTWARD,
        **dict(zip(("flat-side", "flat-head", "flat-foot"), LANDSCAPE, strict=True)),
    }
    return "".join(f"#let {name} = {length:g}mm\n" for name, length in lengths.items())
