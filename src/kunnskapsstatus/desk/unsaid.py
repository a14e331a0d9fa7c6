"""What the data have and the book does not say: seen from the last build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from kunnskapsstatus.book.centres.centre import DATASETS, centres
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation, rows_of
from kunnskapsstatus.desk.finding import Finding
from kunnskapsstatus.keys import OFFICIAL, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import format_number

COMPUTED = "derived"
Place = tuple[str, int]


def unsaid(book: Book, year: int, told: Iterable[dict[str, Any]], since: int = 0) -> list[Finding]:
    """Official figures up to a year that are newer than what any sentence says of their kind, and those that neither an
    exhibit nor a centre's page uses; of the years from ``since`` on. Several of one file, year and measure are one
    finding."""
    said = {(origin["file"], origin["line"]) for one in told for origin in one["origins"]}
    rows = _official(book, year)
    newest: dict[tuple[str, ...], int] = {}
    for row in rows:
        if _place(row) in said:
            newest[_kind(row)] = max(newest.get(_kind(row), 0), row.year or 0)
    rest = [row for row in rows if (row.year or 0) >= since and _place(row) not in said]
    late = [row for row in rest if (row.year or 0) > newest.get(_kind(row), row.year or 0)]
    maybe = [row for row in rest if _kind(row) not in newest]
    shown = {_place(row) for one in book.definitions.values() for row in book.selected(one)} if maybe else set()
    if any(row.dataset in DATASETS for row in maybe):
        shown |= {_place(row) for centre in centres(book, year) for row in centre.view.rows}
    unused = [row for row in maybe if _place(row) not in shown]
    return sorted([*_found(book, late, "and no sentence says it"), *_found(book, unused, "and nothing uses it")])


def _official(book: Book, year: int) -> list[Observation]:
    """The official figures up to a year that the book may use, as they were published: one that is computed from others
    is no news."""
    frame = book.observations
    rows = rows_of(frame[frame["dataset"].str.startswith(OFFICIAL) & (frame["year"] <= year)])
    return [row for row in rows if row.given and row.series != OLD_METHOD and row.access != COMPUTED]


def _place(row: Observation) -> Place:
    return row.file, row.line


def _kind(row: Observation) -> tuple[str, ...]:
    return row.dataset, row.population, row.category, row.group, row.measure


def _found(book: Book, rows: Iterable[Observation], fault: str) -> Iterator[Finding]:
    """One finding for the rows of a file, a year, a population and a measure."""

    def parts(row: Observation) -> tuple[str, int, str, str]:
        return row.file, row.year or 0, row.population, row.measure

    for (file, year, population, measure), group in groupby(sorted(rows, key=parts), parts):
        first, *others = sorted(group, key=lambda row: row.line)
        names = [book.codebook.label(("population",), population), book.codebook.label(("measure",), measure)]
        names += [
            book.codebook.label(book.codebook.names, key) for key in (first.category, first.group) if key != TOTAL
        ]
        value = first.text or format_number(first.value, first.decimals)
        what = f"{', '.join(names[:2])}, {len(others) + 1} numbers" if others else f"{', '.join(names)} {value}"
        yield Finding(file, first.line, f"{year}: {what}, {fault}", sure=False)
