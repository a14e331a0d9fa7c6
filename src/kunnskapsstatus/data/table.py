"""Tables as CSV, read strictly by RFC 4180: what could be read in two ways is refused where it begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kunnskapsstatus.data.text import SAVE, fold, read_text
from kunnskapsstatus.errors import DataError, Faults

_CELL = re.compile(r'(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<plain>[^",\n]*))(?:(?P<more>,)|\Z)')
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
LATER = {"accessed": "the day when you read the number, as 2026-05-31, of figures of 2025 and later; else empty"}
"""Columns that files have got since, so that rows of the form before have no cell for them; and what they hold."""
_OTHERS = {";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True)
class Table:
    """A table: its header, and its rows with the line that each begins on. Every row is as long as the header."""

    path: Path
    header: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row by the names of its columns, with its line."""
        return (
            (line, dict(zip(self.header, row, strict=True))) for line, row in zip(self.lines, self.rows, strict=True)
        )


def read_table(path: Path, required: Collection[str] = ()) -> Table:
    """A CSV file that has at least the required columns. Cells stand without space around them.

    Raises
    ------
    DataError
        Names the file, the line, what was found and what was expected.
    """
    table = _parsed(path, read_text(path))
    for name in required:
        if name not in table.header:
            cause = f"the column {name!r} is missing; found {', '.join(table.header)}"
            raise DataError(cause, file=path, line=1, remedy=f"The header must have: {', '.join(required)}.")
    return table


@lru_cache(maxsize=512)
def _parsed(path: Path, text: str) -> Table:
    """The table that a text is. The list of what there is and the observations are both made of it."""
    text = text.rstrip()
    _separated(path, text.partition("\n")[0])
    records = ((line, _clean(path, line, record)) for line, record in _records(path, text))
    _, header = next(records)
    _named(path, header)
    lines, rows, faults = [], [], Faults()
    for line, row in records:
        with faults.noted():
            _as_long(path, header, line, row)
        lines.append(line)
        rows.append(row)
    faults.tell()
    return Table(path, header, tuple(lines), tuple(rows))


def _as_long(path: Path, header: tuple[str, ...], line: int, row: tuple[str, ...]) -> None:
    """Nothing, if a row has a cell for each column."""
    if len(row) == len(header):
        return
    cause = f"the row has {len(row)} cells, the header {len(header)}"
    remedy = 'Quote cells that hold a comma, as in "18,5"; write an empty cell between two commas.'
    if not any(row):
        cause, remedy = "the line is empty", "Delete it."
    elif len(row) < len(header):
        gone = header[len(row) :]
        cause += f": none for {', '.join(map(repr, gone))}; its last, {row[-1]!r}, is for {header[len(row) - 1]!r}"
        remedy = " ".join([remedy, *(f"{name}: {LATER[name]}." for name in gone if name in LATER)])
    raise DataError(cause, file=path, line=line, remedy=remedy)


def as_line(cells: Iterable[str]) -> str:
    """Cells as one line of CSV."""
    return ",".join('"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell for cell in cells)


def _separated(path: Path, first: str) -> None:
    """Nothing, if cells are separated by commas."""
    bare = _QUOTED.sub("", first)
    other = next((sign for sign in _OTHERS if sign in bare), "")
    if other and "," not in bare:
        cause = f"the cells are separated by {_OTHERS[other]}, not by commas: {first[:60]!r}"
        raise DataError(cause, file=path, line=1, remedy=SAVE)


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row as they stand, with the line that the row begins on."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        begins, record = at + 1, lines[at]
        at += 1
        if '"' not in record:
            yield begins, record.split(",")
            continue
        parts, open_ = [record], record.count('"') % 2
        while open_ and at < len(lines):
            parts.append(lines[at])
            open_ ^= lines[at].count('"') % 2
            at += 1
        yield begins, list(_cells(path, begins, "\n".join(parts)))


def _cells(path: Path, begins: int, record: str) -> Iterator[str]:
    """The cells of a row that has quotes."""
    at, more = 0, True
    while more:
        found = _CELL.match(record, at)
        if found is None:
            raise _quoted_wrongly(path, begins + record.count("\n", 0, at), record[at:])
        quoted, more = found["quoted"], found["more"] is not None
        yield found["plain"] if quoted is None else quoted.replace('""', '"')
        at = found.end()


def _quoted_wrongly(path: Path, line: int, rest: str) -> DataError:
    cell = rest.partition("\n")[0].partition(",")[0]
    closed = _QUOTED.match(rest)
    if not rest.startswith('"'):
        cause = f"there is a quotation mark inside the cell {cell!r}"
    elif closed:
        cause = f"the quotation mark before {cell[1:]!r} opens a cell, and something follows where it is closed"
    else:
        cause = f"the quotation mark before {cell[1:]!r} is never closed"
    remedy = 'Quote the whole cell, with each quotation mark in it written twice ("a ""b"" c"), or delete the mark.'
    return DataError(cause, file=path, line=line, remedy=remedy)


def _clean(path: Path, line: int, record: list[str]) -> tuple[str, ...]:
    """The cells on one line each.

    A cell that holds as many commas as the rows that its lines would be is what a forgotten quotation mark makes of
    rows: the rows would be gone.
    """
    for cell in record:
        if "\n" in cell and cell.count(",") >= (len(record) - 1) * cell.count("\n"):
            cause = f"the quotation mark before {cell.partition(chr(10))[0]!r} takes whole rows into its cell"
            raise DataError(cause, file=path, line=line, remedy="Delete the mark, or write the text on one line.")
    try:
        return tuple(map(fold, record))
    except ValueError as error:
        raise DataError(str(error), file=path, line=line, remedy="Write the number on one line.") from None


def _named(path: Path, header: tuple[str, ...]) -> None:
    """Nothing, if each column has a name of its own."""

    def fail(cause: str, remedy: str) -> DataError:
        return DataError(cause, file=path, line=1, remedy=remedy)

    if not any(header):
        raise fail("the file is empty", "Begin with the header; data/README.md has it.")
    if "" in header:
        number = header.index("") + 1
        raise fail(f"column {number} has no name, {header[number - 2]!r} stands before it", "Name it, or delete it.")
    for name in header:
        if header.count(name) > 1:
            raise fail(f"the column {name!r} stands twice", "Every column has one name, and a name of its own.")
