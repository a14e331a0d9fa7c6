"""How a table is laid out on paper: type size, page orientation, column widths.

Widths are estimated on the wide side, so that a table fits the page by construction: columns are then given as shares
of the width, and Typst never sees a table wider than the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kunnskapsstatus.book.typst.cells import Grid, aligned
from kunnskapsstatus.book.typst.measures import (
    HEIGHT_POINTS,
    LANDSCAPE_HEIGHT,
    LANDSCAPE_POINTS,
    LEAST_TYPE,
    PORTRAIT_POINTS,
    WIDE_POINTS,
)
from kunnskapsstatus.book.typst.widths import HYPHENATED_EM, INSET_EM, comfortable, needs, roomy_em, share

WHOLE_POINTS = HEIGHT_POINTS - 40.0
"""An exhibit estimated lower than this is kept on one page; the text fills the page before it."""

LANDSCAPE_HEIGHT_POINTS = LANDSCAPE_HEIGHT - 40.0
"""The same on a page that lies on its side."""

LOOSE_POINTS = 240.0
"""A table in the running text estimated lower than this is kept on one page."""

BEGUN = 0.4
"""A higher one begins where at least so much of it has room, or so much of a page."""

MANY_COLUMNS = 10
"""A table with more columns goes on its side rather than have its words broken."""

SIZES_WITHIN = (9.0, 8.5, 8.0, 7.5, LEAST_TYPE)
"""The sizes of type, in points, for a table in a list or a box."""

DECENT_EM = 10.0
"""A column narrower than this is cramped when its text asks for more."""


@dataclass(frozen=True)
class Layout:
    """The form of a table. Widths are in em of ``size`` (points); ``measure`` is the width at hand, in points."""

    size: float
    measure: float
    widths: tuple[float, ...]
    height: float
    fits: bool = True
    hyphenate: bool = True

    @property
    def landscape(self) -> bool:
        """Whether the table needs a page on its side."""
        return self.measure == LANDSCAPE_POINTS

    @property
    def page_height(self) -> float:
        """The height in points that a page has for the table, with its caption and notes."""
        return LANDSCAPE_HEIGHT_POINTS if self.landscape else WHOLE_POINTS

    @property
    def wide(self) -> bool:
        """Whether the table stands out into the margins."""
        return self.measure == WIDE_POINTS


def with_commas_aligned(grid: Grid, taken: float = 0.0) -> tuple[Grid, Layout]:
    """The table with its decimal commas below each other, and its form; as it is, where that alone would lay its page
    on the side, or make it too wide."""
    straight = aligned(grid)
    form, plain = layout(straight, taken), layout(grid, taken)
    worse = (form.landscape, not form.fits) > (plain.landscape, not plain.fits)
    return (grid, plain) if worse else (straight, form)


def layout(grid: Grid, taken: float = 0.0) -> Layout:
    """The first upright form in which no column is cramped, else one where each holds its longest word.

    Words are hyphenated only where that is not enough.

    A table stands out into the margins before its type is smaller than 8 pt, and takes a page on its side last. One in
    a list or a box, which take so many points of the width (``taken``), can do neither.
    ``fits`` is false when even the smallest type is too wide; the columns then share the width.
    """
    candidates = _candidates(grid.columns) if not taken else [(size, PORTRAIT_POINTS - taken) for size in SIZES_WITHIN]
    least, most = needs(grid, math.inf)
    wished = comfortable(grid, least)
    decent = math.fsum(max(small, min(wish, DECENT_EM)) for small, wish in zip(least, wished, strict=True))
    unbroken = [(size, measure) for size, measure in candidates if measure != LANDSCAPE_POINTS]
    for size, measure in unbroken:
        if decent <= measure / size:
            widths = share(least, wished, most, measure / size)
            return Layout(size, measure, widths, _height(grid, widths, size), hyphenate=False)
    for size in (8.0, 7.5) if grid.columns > MANY_COLUMNS and not taken else ():
        if decent <= LANDSCAPE_POINTS / size:
            widths = share(least, wished, most, LANDSCAPE_POINTS / size)
            return Layout(size, LANDSCAPE_POINTS, widths, _height(grid, widths, size), hyphenate=False)
    for word_limit, forms in ((math.inf, unbroken), (HYPHENATED_EM, candidates)):
        least, most = needs(grid, word_limit)
        for size, measure in forms:
            if math.fsum(least) <= measure / size:
                widths = share(least, comfortable(grid, least), most, measure / size)
                return Layout(size, measure, widths, _height(grid, widths, size), hyphenate=word_limit == HYPHENATED_EM)
    size, measure = candidates[-1]
    widths = share(least, least, least, measure / size)
    return Layout(size, measure, widths, _height(grid, widths, size), fits=False)


def _candidates(columns: int) -> list[tuple[float, float]]:
    """Type sizes with widths in points, best first."""
    upright = [(size, PORTRAIT_POINTS) for size in ((9.0, 8.5) if columns < 8 else (8.5, 8.0))]
    upright += [(size, WIDE_POINTS) for size in ((9.0, 8.5, 8.0) if columns <= MANY_COLUMNS else (8.5, 8.0))]
    return upright + [(size, LANDSCAPE_POINTS) for size in (8.5, 8.0, 7.5, LEAST_TYPE)]


def _height(grid: Grid, widths: Sequence[float], size: float) -> float:
    """Estimated height in points."""
    lines = [1] * grid.rows
    for cell in grid.cells:
        width = math.fsum(widths[cell.column : cell.column + cell.columns]) - INSET_EM
        needed = math.ceil(roomy_em(cell.text, bold=cell.row < grid.head) / max(width, 1.0))
        if cell.rows == 1:
            lines[cell.row] = max(lines[cell.row], needed)
    return math.fsum((count * 1.15 + 0.84) * size for count in lines)
