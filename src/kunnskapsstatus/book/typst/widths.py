"""How wide a table's columns must be and may be: in em of Source Sans, on the wide side."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations_with_replacement, pairwise

from kunnskapsstatus.book.typst.cells import Grid
from kunnskapsstatus.letters import text_em

NARROW_SHARE = 0.62
"""The share of the width that a table takes when it needs less: a number is not parted far from its row's head."""

ROOM_EM = 2.5
"""The room a column has beside its text before its table is made narrow."""

INSET_EM = 0.84
HYPHENATED_EM = 6.5
"""A word longer than this may be hyphenated in a cell, so it does not set the least width of a column."""

HEAD_LINES = 3
"""A column's head may take as many lines as this before its column is made wider."""

SHORT_EM = 3.0
"""A column's head shorter than this, such as "I alt", stands on one line."""

ROOMY = 1.05
"""How much wider a column is taken to be than its letters: a table that is a little too wide breaks words."""
_NUMERAL = re.compile(r"[<>≤≥±+−–-]?\s?\d[\d\s.,]*%?(\s?\(\s?[\d\s.,]*%?\))?")
_BREAK = re.compile(r"(?<=[-/ \n\t])|(?<=–)(?!\d)")


def roomy_em(text: str, *, bold: bool = False) -> float:
    """The width of one line of text in em, on the wide side."""
    return ROOMY * text_em(text, bold=bold)


def needs(grid: Grid, word_limit: float) -> tuple[list[float], list[float]]:
    """Least and natural width of each column in em. Numbers are never broken; words longer than the limit may be.

    Cells over several columns widen their columns evenly.
    """
    least = [1.6] * grid.columns
    most = [1.6] * grid.columns
    for cell in sorted(grid.cells, key=lambda cell: cell.columns):
        span = range(cell.column, min(cell.column + cell.columns, grid.columns))
        bold = cell.row < grid.head
        if cell.number or _NUMERAL.fullmatch(cell.text):
            need_least = roomy_em(cell.wide_as, bold=bold) + INSET_EM
        else:
            longest = max((roomy_em(word.strip(), bold=bold) for word in _BREAK.split(cell.text)), default=0.0)
            need_least = min(longest, word_limit) + INSET_EM
        need_most = roomy_em(cell.wide_as, bold=bold) + INSET_EM
        if cell.columns > 1 and cell.row >= grid.head:
            need_most = need_least
        for widths, need in ((least, need_least), (most, max(need_most, need_least))):
            lacking = need - math.fsum(widths[i] for i in span)
            for i in span:
                widths[i] += max(0.0, lacking) / len(span)
    return least, most


def head_em(text: str) -> float:
    """The least width in em at which a head takes no more lines than it may."""
    whole, parts = roomy_em(text, bold=True), _BREAK.split(text)
    if whole <= SHORT_EM:
        return whole
    breaks = combinations_with_replacement(range(len(parts) + 1), HEAD_LINES - 1)
    lines = (["".join(parts[start:end]).strip() for start, end in pairwise((0, *at, len(parts)))] for at in breaks)
    return min(max(roomy_em(line, bold=True) for line in found) for found in lines)


def comfortable(grid: Grid, least: Sequence[float]) -> list[float]:
    """The width of each column when its body and a short head stand on one line, a long head on at most three."""
    widths = list(least)
    for cell in grid.cells:
        if cell.columns == 1:
            need = head_em(cell.text) if cell.row < grid.head else roomy_em(cell.wide_as)
            widths[cell.column] = max(widths[cell.column], need + INSET_EM)
    return widths


def share(
    least: Sequence[float], wished: Sequence[float], most: Sequence[float], available: float
) -> tuple[float, ...]:
    """Widths that fill the available width, or a fixed share of it when the text needs far less.

    With room to spare, natural widths and the rest shared. With less, between wished and natural. With too little for
    comfort, no column is wider than need be before the narrow ones are as wide as they wish: only long texts are
    broken.
    """
    most = [max(pair) for pair in zip(wished, most, strict=True)]
    if math.fsum(most) + ROOM_EM * len(most) <= available * NARROW_SHARE:
        available *= NARROW_SHARE
    if math.fsum(most) <= available:
        spare = available - math.fsum(most)
        others = len(most) - 1
        if others == 0:
            return (available,)
        return (most[0] + spare * 0.4, *(width + spare * 0.6 / others for width in most[1:]))
    if math.fsum(wished) <= available:
        flexible = math.fsum(most) - math.fsum(wished)
        factor = (available - math.fsum(wished)) / flexible
        return tuple(low + (high - low) * factor for low, high in zip(wished, most, strict=True))
    if math.fsum(least) >= available or math.fsum(wished) == math.fsum(least):
        return tuple(width * available / math.fsum(least) for width in least)
    low, high = 0.0, max(wished)
    for _ in range(40):
        cap = (low + high) / 2
        capped = [max(small, min(wish, cap)) for small, wish in zip(least, wished, strict=True)]
        low, high = (cap, high) if math.fsum(capped) <= available else (low, cap)
    capped = [max(small, min(wish, low)) for small, wish in zip(least, wished, strict=True)]
    return tuple(width * available / math.fsum(capped) for width in capped)
