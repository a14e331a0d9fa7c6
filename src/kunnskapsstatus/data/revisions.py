"""Revisions: what published numbers were, what they are, when they were corrected and why. ``data/revisions.csv`` has
one line for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.limits import as_day, as_year
from kunnskapsstatus.data.observation import IDENTITY, Observation
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import parse_cell

FILE = Path("data") / "revisions.csv"
COLUMNS = (*IDENTITY, "was", "is", "date", "reason")


@dataclass(frozen=True)
class Revision:
    """A number that was corrected.

    Attributes
    ----------
    number : what it is of
    was, now : the values as they are written; ``now`` is empty where the number is taken out
    date : when it was corrected
    reason : why, in Bokmål
    line : its line in the file
    """

    number: Observation
    was: str
    now: str
    date: date
    reason: str
    line: int


def load(root: Path) -> tuple[Revision, ...]:
    """The revisions of a book, in their order; none where it has no such file.

    Raises
    ------
    DataError
        For a line that is not as it should be.
    """
    path = root / FILE
    if not path.exists():
        return ()
    return tuple(_revision(path, line, row) for line, row in read_table(path, COLUMNS))


def _revision(path: Path, line: int, row: dict[str, str]) -> Revision:
    def fail(column: str, cause: str, remedy: str) -> DataError:
        return DataError(f"column {column!r}: {cause}", file=path, line=line, remedy=remedy)

    try:
        year = as_year(row["year"]) if row["year"] else None
    except ValueError as error:
        raise fail("year", str(error), "Expected four digits or nothing.") from None
    try:
        day = as_day(row["date"])
    except ValueError as error:
        raise fail("date", str(error), "Write the day on which the number was corrected, as 2026-03-12.") from None
    if not row["reason"]:
        raise fail("reason", "is empty", "Say why in Bokmål, in one line: readers are told.")
    if same(row["was"], row["is"]):
        raise fail("is", f"{row['is']!r} is what it was", "Delete the line, or write both values.")
    given: dict[str, Any] = {name: row[name] for name in IDENTITY}
    given |= {"year": year, "category": row["category"] or TOTAL, "group": row["group"] or TOTAL}
    number = Observation(**given)
    return Revision(number, row["was"], row["is"], day, row["reason"], line)


def same(one: str, other: str) -> bool:
    """Whether two values, as they are written, are one."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> float | str:
    try:
        value = parse_cell(text)
    except ValueError:
        return text
    return text.strip() if value.value != value.value else value.value
