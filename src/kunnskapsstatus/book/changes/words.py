"""What cells and values are called, for readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kunnskapsstatus.book.changes.cells import Cell, Exhibit
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import ANSWER, BASE, BY_OLD_METHOD, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import format_number

NONE = "–"
"""What stands where a book has no such cell."""


def cell_name(book: Book, exhibit: Exhibit, cell: Cell) -> str:
    """What a cell is of: ``Menn, 2023``; with population and measure where the exhibit has several."""
    row = cell.row
    parts = [row.heading, *_keys(book, exhibit, row), *_varying(book, exhibit, row)]
    parts += ["" if row.year is None else str(row.year), BY_OLD_METHOD if row.series == OLD_METHOD else ""]
    text = ", ".join(part for part in parts if part) or "I alt"
    return text[:1].upper() + text[1:]


def _keys(book: Book, exhibit: Exhibit, row: Observation) -> Iterator[str]:
    definition = book.definitions.get(exhibit.shown.id)
    for key in (row.category, row.group):
        if key not in (TOTAL, "", BASE):
            label = book.codebook.label(definition.variables if definition else (), key)
            yield label if label != key else book.codebook.label(book.codebook.names, key)


def _varying(book: Book, exhibit: Exhibit, row: Observation) -> Iterator[str]:
    for dimension in ("population", "measure"):
        own = getattr(row, dimension)
        if own and len({getattr(one, dimension) for one in exhibit.shown.rows}) > 1:
            yield book.codebook.label((dimension,), own)


def value(book: Book, row: Observation | None) -> str:
    """A value as the book shows it, with its unit."""
    if row is None:
        return NONE
    if row.known and row.symbol != "-":
        hedge = f"{row.qualifier} " if row.qualifier else ""
        return hedge + format_number(row.value, row.decimals) + (f" {row.unit}" if row.unit else "")
    return row.symbol or book.codebook.label((ANSWER,), row.text) or "tom"


def place(row: Observation | None) -> str:
    """The file and the line of a value."""
    return "" if row is None else f"{row.file}:{row.line}" if row.line else row.file


def lines(found: Mapping[str, list[int]]) -> str:
    """The files and the lines that a statement is from: ``data/official/men.csv:3, 8``."""
    return "; ".join(f"{file}:{', '.join(map(str, lines))}" for file, lines in found.items())
