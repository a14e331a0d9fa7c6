"""What a table on paper is: cells with their text, the rows that say the same, and which heads hold for which cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.forms import grid

MISSING = frozenset({".", "..", ":"})
_NUMBER = re.compile(r"[<>≤≥±+−–-]?\s?\d[\d\s]*?(?P<tail>(,\d+)?(\s?%)?)")
FEWEST_ALIKE = 3
"""So many rows in a row without a value are set as one."""


@dataclass(frozen=True)
class Cell(grid.Span):
    """One cell: its place in the grid (rows counted from the first header row), its markup, its bare text, and what is
    left blank behind it, as wide as these letters."""

    content: str = ""
    text: str = ""
    number: bool = False
    stub: bool = False
    align: str | None = None
    lacks: str = ""

    @property
    def wide_as(self) -> str:
        """The text with what is left blank behind it."""
        return self.text + self.lacks


@dataclass(frozen=True)
class Grid:
    """A table's cells. The first ``head`` rows are the header, which is repeated on every page."""

    columns: int
    head: int
    cells: tuple[Cell, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows, header included."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def is_complete(self) -> bool:
        """Whether the cells fill the grid exactly."""
        return grid.fills(self.cells, self.rows, self.columns)

    @property
    def body(self) -> list[Cell]:
        """The cells below the header in reading order."""
        return in_reading_order(cell for cell in self.cells if cell.row >= self.head)


def in_reading_order(cells: Iterable[Cell]) -> list[Cell]:
    """Row by row, from the left."""
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def compact(table: Grid) -> Grid:
    """The table with rows that say nothing but "no value", one after the other, set as one row with all their heads."""
    cells = in_reading_order(table.cells)
    rows = [[cell for cell in cells if cell.row == row] for row in range(table.rows)]
    spanned = {row for cell in table.cells if cell.rows > 1 for row in range(cell.row, cell.row + cell.rows)}
    runs: list[list[int]] = []
    for at, row in enumerate(rows):
        empty = at >= table.head and at not in spanned and _says_nothing(row, table.columns)
        if empty and runs and runs[-1][-1] == at - 1 and _alike(rows[at - 1], row):
            runs[-1].append(at)
        elif empty:
            runs.append([at])
    joined = {run[0]: run for run in runs if len(run) >= FEWEST_ALIKE}
    dropped = {at for run in joined.values() for at in run[1:]}
    place = {at: at - sum(1 for gone in dropped if gone < at) for at in range(table.rows)}
    kept = []
    for cell in table.cells:
        if cell.row in dropped:
            continue
        if cell.row in joined and cell.column == 0:
            heads = [rows[at][0] for at in joined[cell.row]]
            join = markup.text("; ")
            cell = replace(
                cell, content=join.join(head.content for head in heads), text="; ".join(head.text for head in heads)
            )
        kept.append(replace(cell, row=place[cell.row]))
    return replace(table, cells=tuple(kept))


def _says_nothing(row: Sequence[Cell], columns: int) -> bool:
    """Whether a row has its head and, in all columns with values, a sign that there is none."""
    values = [cell for cell in row if not cell.stub]
    signs = {cell.text for cell in values}
    return len(row) == columns and row[0].stub and bool(signs & MISSING) and signs <= MISSING | {""}


def _alike(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return [cell.text for cell in row[1:]] == [cell.text for cell in other[1:]]


def aligned(table: Grid) -> Grid:
    """The table with decimal commas below each other in each column.

    Cells are set to the right, and a number with fewer decimals than others has the room of those it lacks behind it. A
    sign that there is no number stands where whole numbers end.
    """
    columns: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.body:
        if cell.columns == 1 and not cell.stub:
            columns[cell.column].append(cell)
    longest = {column: max((_tail(cell.text) for cell in cells), key=len) for column, cells in columns.items()}
    cells = []
    for cell in table.cells:
        if cell in columns.get(cell.column, ()) and (_NUMBER.fullmatch(cell.text) or cell.text in MISSING):
            tail = longest[cell.column]
            cells.append(replace(cell, lacks=tail[: len(tail) - len(_tail(cell.text))]))
        else:
            cells.append(cell)
    return replace(table, cells=tuple(cells))


def _tail(text: str) -> str:
    """A number from its decimal comma on, or the unit behind a whole one."""
    found = _NUMBER.fullmatch(text)
    return found["tail"] if found else ""


def row_headers(table: Grid) -> list[list[tuple[bool, tuple[int, ...]]]]:
    """For each body row, for each cell in it: is it a row header, and which row headers (by index) hold for it.

    The index counts the row headers of the table in reading order.
    """
    stubs = [cell for cell in table.body if cell.stub]
    heading: dict[int, set[int]] = {row: set() for row in range(table.rows)}
    for number, stub in enumerate(stubs):
        for row in stub.lines:
            heading[row].add(number)
    found: list[list[tuple[bool, tuple[int, ...]]]] = [[] for _ in range(table.head, table.rows)]
    for cell in table.body:
        holding = set().union(*(heading[row] for row in cell.lines))
        found[cell.row - table.head].append((cell.stub, tuple(n for n in sorted(holding) if stubs[n] is not cell)))
    return found
