"""How a table is laid out on paper: type size, page orientation, column widths, what may break.

Widths are estimated from the text in em of Source Sans and are on the wide side, so that a table fits the page by
construction: columns are then given as shares of the width, and Typst never sees a table wider than the page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kunnskapsstatus.book.typst import markup

PORTRAIT_POINTS = 408.0
WIDE_POINTS = 480.0
"""The width of an upright table that stands out into both margins."""

LANDSCAPE_POINTS = 714.0
WHOLE_POINTS = 480.0
"""A numbered table estimated lower than this is kept on one page; the text fills the page before it."""

LOOSE_POINTS = 240.0
"""A table in the running text estimated lower than this is kept on one page."""

NARROW_SHARE = 0.62
"""The share of the width that a table takes when it needs less: a number is not parted far from its row's head."""

ROOM_EM = 2.5
"""The room a column has beside its text before its table is made narrow."""

MANY_COLUMNS = 10
"""A table with more columns goes on its side rather than have its words broken."""

LONG_CHARACTERS = 500
"""A row with a cell longer than this may go on over the foot of a page."""

MISSING = frozenset({".", "..", ":"})
FEWEST_ALIKE = 3
"""So many rows in a row without a value are set as one."""

INSET_EM = 0.84
HYPHENATED_EM = 6.5
"""A word longer than this may be hyphenated in a cell, so it does not set the least width of a column."""

DECENT_EM = 10.0
"""A column narrower than this is cramped when its text asks for more."""

HEAD_LINES = 3
"""A column's head may take as many lines as this before its column is made wider."""

_WIDE = {**dict.fromkeys("mwMW%@", 0.86), **dict.fromkeys("iljtfr.,:;!|'()[]- \u00a0\u202f", 0.34)}
_DIGIT_EM = 0.5
_NUMERAL = re.compile(r"[<>≤≥±+−–-]?\s?\d[\d\s.,]*%?(\s?\(\s?[\d\s.,]*%?\))?")
_WORD_BREAK = re.compile(r"[ \n\t]+|(?<=[-–/])")


@dataclass(frozen=True)
class Cell:
    """One cell: its markup, its bare text, its place in the grid (rows counted from the first header row)."""

    content: str
    text: str
    row: int
    column: int
    columns: int = 1
    rows: int = 1
    number: bool = False
    stub: bool = False
    align: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table's cells. The first ``head`` rows are the header, which is repeated on every page."""

    columns: int
    head: int
    cells: tuple[Cell, ...] = field(default_factory=tuple)

    @property
    def rows(self) -> int:
        """How many rows, header included."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)


@dataclass(frozen=True)
class Layout:
    """The form chosen for one table. Widths are in em of ``size`` (points); ``measure`` is the width at hand in points."""

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
    def wide(self) -> bool:
        """Whether the table stands out into the margins."""
        return self.measure == WIDE_POINTS


def text_em(text: str, *, bold: bool = False) -> float:
    """Estimated width of one line of text in em."""
    width = math.fsum(
        _DIGIT_EM if char.isdigit() else _WIDE.get(char, 0.62 if char.isupper() else 0.53) for char in text
    )
    return width * (1.05 if bold else 1.0)


def layout(grid: Grid) -> Layout:
    """The first upright form in which no column is cramped, else one where it holds its longest word, hyphenated if it must be.

    A table stands out into the margins before its type is smaller than 8 pt, and takes a page on its side last.
    ``fits`` is false when even the smallest type on a landscape page is too wide; the columns then share the page.
    """
    candidates = _candidates(grid.columns)
    least, most = _needs(grid, math.inf)
    comfortable = _comfortable(grid, least)
    decent = math.fsum(max(small, min(wish, DECENT_EM)) for small, wish in zip(least, comfortable, strict=True))
    unbroken = [(size, measure) for size, measure in candidates if measure != LANDSCAPE_POINTS]
    for size, measure in unbroken:
        if decent <= measure / size:
            widths = _share(least, comfortable, most, measure / size)
            return Layout(size, measure, widths, _height(grid, widths, size), hyphenate=False)
    for size in (8.0, 7.5) if grid.columns > MANY_COLUMNS else ():
        if decent <= LANDSCAPE_POINTS / size:
            widths = _share(least, comfortable, most, LANDSCAPE_POINTS / size)
            return Layout(size, LANDSCAPE_POINTS, widths, _height(grid, widths, size), hyphenate=False)
    for word_limit, forms in ((math.inf, unbroken), (HYPHENATED_EM, candidates)):
        least, most = _needs(grid, word_limit)
        for size, measure in forms:
            if math.fsum(least) <= measure / size:
                widths = _share(least, _comfortable(grid, least), most, measure / size)
                return Layout(size, measure, widths, _height(grid, widths, size), hyphenate=word_limit == HYPHENATED_EM)
    widths = _share(least, least, least, LANDSCAPE_POINTS / 6)
    return Layout(6, LANDSCAPE_POINTS, widths, _height(grid, widths, 6), fits=False)


def compact(grid: Grid) -> Grid:
    """The table with rows that say nothing but "no value", one after the other, set as one row with all their heads."""
    rows = [[cell for cell in _reading_order(grid.cells) if cell.row == row] for row in range(grid.rows)]
    spanned = {row for cell in grid.cells if cell.rows > 1 for row in range(cell.row, cell.row + cell.rows)}
    runs: list[list[int]] = []
    for at, row in enumerate(rows):
        empty = at >= grid.head and at not in spanned and _says_nothing(row, grid.columns)
        if empty and runs and runs[-1][-1] == at - 1 and _alike(rows[at - 1], row):
            runs[-1].append(at)
        elif empty:
            runs.append([at])
    joined = {run[0]: run for run in runs if len(run) >= FEWEST_ALIKE}
    dropped = {at for run in joined.values() for at in run[1:]}
    place = {at: at - sum(1 for gone in dropped if gone < at) for at in range(grid.rows)}
    cells = []
    for cell in grid.cells:
        if cell.row in dropped:
            continue
        if cell.row in joined and cell.column == 0:
            heads = [rows[at][0] for at in joined[cell.row]]
            join = markup.text("; ")
            cell = replace(
                cell, content=join.join(head.content for head in heads), text="; ".join(head.text for head in heads)
            )
        cells.append(replace(cell, row=place[cell.row]))
    return replace(grid, cells=tuple(cells))


def _says_nothing(row: Sequence[Cell], columns: int) -> bool:
    """Whether a row has its head and, in all columns with values, a sign that there is none."""
    values = [cell for cell in row if not cell.stub]
    signs = {cell.text for cell in values}
    return len(row) == columns and row[0].stub and bool(signs & MISSING) and signs <= MISSING | {""}


def _alike(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return [cell.text for cell in row[1:]] == [cell.text for cell in other[1:]]


def row_headers(grid: Grid) -> list[list[tuple[bool, tuple[int, ...]]]]:
    """For each body row, for each cell in it: is it a row header, and which row headers (by index) hold for it.

    The index counts the row headers of the table in reading order.
    """
    body = _reading_order(cell for cell in grid.cells if cell.row >= grid.head)
    stubs = [cell for cell in body if cell.stub]
    return [
        [
            (cell.stub, tuple(i for i, stub in enumerate(stubs) if stub is not cell and _covers(stub, cell)))
            for cell in body
            if cell.row == row
        ]
        for row in range(grid.head, grid.rows)
    ]


def table_markup(grid: Grid, form: Layout) -> str:
    """The call that sets the table, in code mode."""
    cells = _reading_order(grid.cells)
    long = {cell.row for cell in cells if len(cell.text) > LONG_CHARACTERS}
    header = [_cell(cell, True) for cell in cells if cell.row < grid.head]
    arguments = [markup.call("table.header", *header, "head-rule", repeat="true")] if header else []
    arguments += [_cell(cell, False, breakable=cell.row in long) for cell in cells if cell.row >= grid.head]
    return markup.call(
        "ruled-table",
        *arguments,
        columns=markup.array([f"{width * form.size / form.measure * 100:.3f}%" for width in form.widths]),
        align=markup.array(_alignments(grid)),
        head=str(grid.head),
        hyphenate="true" if form.hyphenate else "false",
        size=f"{form.size:g}pt",
    )


def _candidates(columns: int) -> list[tuple[float, float]]:
    """Type sizes with widths in points, best first."""
    upright = [(size, PORTRAIT_POINTS) for size in ((9.0, 8.5) if columns < 8 else (8.5, 8.0))]
    upright += [(size, WIDE_POINTS) for size in ((9.0, 8.5, 8.0) if columns <= MANY_COLUMNS else (8.5, 8.0))]
    return upright + [(size, LANDSCAPE_POINTS) for size in (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)]


def _needs(grid: Grid, word_limit: float) -> tuple[list[float], list[float]]:
    """Least and natural width of each column in em. Numbers are never broken; words longer than the limit may be.

    Cells over several columns widen their columns evenly.
    """
    least = [1.6] * grid.columns
    most = [1.6] * grid.columns
    for cell in sorted(grid.cells, key=lambda cell: cell.columns):
        span = range(cell.column, min(cell.column + cell.columns, grid.columns))
        bold = cell.row < grid.head
        if cell.number or _NUMERAL.fullmatch(cell.text):
            need_least = text_em(cell.text, bold=bold) + INSET_EM
        else:
            longest = max((text_em(word, bold=bold) for word in _WORD_BREAK.split(cell.text)), default=0.0)
            need_least = min(longest, word_limit) + INSET_EM
        need_most = text_em(cell.text, bold=bold) + INSET_EM
        if cell.columns > 1 and cell.row >= grid.head:
            need_most = need_least
        for needs, need in ((least, need_least), (most, max(need_most, need_least))):
            lacking = need - math.fsum(needs[i] for i in span)
            for i in span:
                needs[i] += max(0.0, lacking) / len(span)
    return least, most


def _comfortable(grid: Grid, least: Sequence[float]) -> list[float]:
    """The width of each column when its body stands on one line and its head on at most three."""
    widths = list(least)
    for cell in grid.cells:
        if cell.columns == 1:
            head = cell.row < grid.head
            need = text_em(cell.text, bold=head) * (1.15 / HEAD_LINES if head else 1.0) + INSET_EM
            widths[cell.column] = max(widths[cell.column], need)
    return widths


def _share(
    least: Sequence[float], comfortable: Sequence[float], most: Sequence[float], available: float
) -> tuple[float, ...]:
    """Widths that fill the available width, or a fixed share of it when the text needs far less.

    With room to spare, natural widths and the rest shared. With less, between comfortable and natural. With too little for
    comfort, no column is wider than need be before the narrow ones are as wide as they wish: only long texts are broken.
    """
    most = [max(pair) for pair in zip(comfortable, most, strict=True)]
    if math.fsum(most) + ROOM_EM * len(most) <= available * NARROW_SHARE:
        available *= NARROW_SHARE
    if math.fsum(most) <= available:
        spare = available - math.fsum(most)
        others = len(most) - 1
        if others == 0:
            return (available,)
        return (most[0] + spare * 0.4, *(width + spare * 0.6 / others for width in most[1:]))
    if math.fsum(comfortable) <= available:
        flexible = math.fsum(most) - math.fsum(comfortable)
        factor = (available - math.fsum(comfortable)) / flexible
        return tuple(low + (high - low) * factor for low, high in zip(comfortable, most, strict=True))
    if math.fsum(least) >= available or math.fsum(comfortable) == math.fsum(least):
        return tuple(width * available / math.fsum(least) for width in least)
    low, high = 0.0, max(comfortable)
    for _ in range(40):
        cap = (low + high) / 2
        capped = [max(small, min(wish, cap)) for small, wish in zip(least, comfortable, strict=True)]
        low, high = (cap, high) if math.fsum(capped) <= available else (low, cap)
    capped = [max(small, min(wish, low)) for small, wish in zip(least, comfortable, strict=True)]
    return tuple(width * available / math.fsum(capped) for width in capped)


def _height(grid: Grid, widths: Sequence[float], size: float) -> float:
    """Estimated height in points."""
    lines = [1] * grid.rows
    for cell in grid.cells:
        width = math.fsum(widths[cell.column : cell.column + cell.columns]) - INSET_EM
        needed = math.ceil(text_em(cell.text, bold=cell.row < grid.head) / max(width, 1.0))
        if cell.rows == 1:
            lines[cell.row] = max(lines[cell.row], needed)
    return math.fsum((count * 1.15 + 0.84) * size for count in lines)


def _covers(stub: Cell, cell: Cell) -> bool:
    return stub.row < cell.row + cell.rows and cell.row < stub.row + stub.rows


def _reading_order(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _cell(cell: Cell, head: bool, *, breakable: bool = False) -> str:
    named = {}
    if cell.columns > 1:
        named["colspan"] = str(cell.columns)
    if cell.rows > 1:
        named["rowspan"] = str(cell.rows)
    if cell.rows > 1 or breakable:
        named["breakable"] = "true"
    if head and cell.columns > 1:
        named |= {"align": "center + bottom", "stroke": "(bottom: 0.4pt + quiet)"}
    elif cell.align or cell.columns > 1:
        named["align"] = cell.align or "left"
    content = markup.block(cell.content)
    if cell.stub and cell.columns > 1:
        content = markup.call("group-row", content)
    return markup.call("table.cell", content, **named)


def _alignments(grid: Grid) -> list[str]:
    """A column is set to the right when any of its body cells is a number, or when all say that there is none."""
    body = [cell for cell in grid.cells if cell.row >= grid.head and cell.columns == 1]
    numeric = {cell.column for cell in body if cell.number}
    for column in set(range(grid.columns)) - numeric:
        signs = {cell.text for cell in body if cell.column == column}
        if signs & MISSING and signs <= MISSING | {""}:
            numeric.add(column)
    return ["right" if column in numeric else "left" for column in range(grid.columns)]


def is_complete(grid: Grid) -> bool:
    """Whether the cells fill the grid exactly. If not, a cell would stand in another column than in its source."""
    places = [
        (cell.row + down, cell.column + right)
        for cell in grid.cells
        for down in range(cell.rows)
        for right in range(cell.columns)
    ]
    return len(places) == len(set(places)) == grid.rows * grid.columns
