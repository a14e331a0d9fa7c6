"""Tables whose cells span rows and columns, as in HTML: in which column a cell stands, and whether all is covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Place = tuple[int, int]
"""A row and a column, both counted from 0."""


@dataclass(frozen=True)
class Span:
    """What a cell takes up: its first row and column, and how many of each."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def lines(self) -> range:
        """The rows that the cell stands in."""
        return range(self.row, self.row + self.rows)

    def places(self) -> Iterator[Place]:
        """Every place that the cell covers."""
        for row in self.lines:
            for column in range(self.column, self.column + self.columns):
                yield row, column


def spans(sizes: Iterable[Sequence[tuple[int, int]]]) -> list[list[Span]]:
    """Where each cell stands: in the first column of its row that no cell from above reaches into.

    Parameters
    ----------
    sizes
        For each row, for each of its cells from left to right: over how many rows and how many columns it goes.
    """
    taken: set[Place] = set()
    found = []
    for row, cells in enumerate(sizes):
        line, column = [], 0
        for rows, columns in cells:
            while (row, column) in taken:
                column += 1
            span = Span(row, column, rows, columns)
            taken.update(span.places())
            line.append(span)
            column += columns
        found.append(line)
    return found


def fills(cells: Iterable[Span], rows: int, columns: int) -> bool:
    """Whether the cells cover every place of so many rows and columns, and none twice.

    If not, a cell would stand in another column than in its source.
    """
    places = [place for cell in cells for place in cell.places()]
    return len(places) == len(set(places)) == rows * columns
