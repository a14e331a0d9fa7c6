"""What the data have and the book does not say, and what it says that is not true: seen from the last build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.book import OFFICIAL, Book
from kunnskapsstatus.data.observation import Observation, rows_of
from kunnskapsstatus.desk.finding import Finding
from kunnskapsstatus.exhibits.view import selected
from kunnskapsstatus.keys import OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import format_number

COMPUTED = "derived"
STATEMENTS = "statements.json"
Place = tuple[str, int]


def statements(html: Path) -> list[dict[str, Any]]:
    """The numbers and claims of the book that was built last; none before the first."""
    try:
        found: list[dict[str, Any]] = json.loads((html / STATEMENTS).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return found


def untrue(told: Iterable[dict[str, Any]]) -> list[Finding]:
    """The claims that are false, each with its sentence and its numbers."""
    return [
        Finding(
            f"{one['chapter']}.md",
            one["line"],
            f"this is not true: «{one['sentence']}» "
            + "; ".join(f"{part['expression']} = {part['value']}" for part in one["parts"]),
        )
        for one in told
        if one.get("holds") is False
    ]


def unsaid(book: Book, year: int, told: Iterable[dict[str, Any]], since: int = 0) -> list[Finding]:
    """Official figures up to a year that are newer than what any sentence says of their kind, and those that nothing
    uses; of the years from ``since`` on. Several of one file, year and measure are one finding."""
    said = {(origin["file"], origin["line"]) for one in told for origin in one["origins"]}
    rows = _official(book, year)
    newest: dict[tuple[str, ...], int] = {}
    for row in rows:
        if _place(row) in said:
            newest[_kind(row)] = max(newest.get(_kind(row), 0), row.year or 0)
    rest = [row for row in rows if (row.year or 0) >= since and _place(row) not in said]
    late = [row for row in rest if (row.year or 0) > newest.get(_kind(row), row.year or 0)]
    maybe = [row for row in rest if _kind(row) not in newest]
    shown = {_place(row) for one in book.definitions.values() for row in selected(book, one)} if maybe else set()
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
