"""What became of the centres, year by year, where a source says so: ``data/registers/centres.csv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus.data.limits import as_year
from kunnskapsstatus.data.municipalities import CENTRES
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError, Faults, did_you_mean

EVENTS = Path("data") / "registers" / "centres.csv"
OPENED, CLOSED, MERGED, TOGETHER = KINDS = ("opened", "closed", "merged-into", "answers-with")
"""What may become of a centre in a year: it opens, it closes, it becomes a part of another, or it answers the survey
together with another."""


@dataclass(frozen=True)
class Event:
    """What became of a centre in a year, by a source that says so."""

    centre: str
    year: int
    kind: str
    other: str
    source: str


def happened(root: Path) -> tuple[Event, ...]:
    """What has become of the centres, in the order of the file.

    Raises
    ------
    DataError
        For each centre, year or event that is none, with file and line.
    """
    path, found, faults = root / EVENTS, [], Faults()
    keys = [row["key"] for _, row in read_table(root / CENTRES, ("key",))]
    for line, row in read_table(path, ("centre", "year", "event", "with", "source")):
        with faults.noted():
            found.append(_event(path, line, row, keys))
    faults.tell()
    return tuple(found)


def _event(path: Path, line: int, row: Mapping[str, str], keys: Sequence[str]) -> Event:
    def fail(column: str, cause: str, remedy: str) -> DataError:
        return DataError(f"column {column!r}: {cause}", file=path, line=line, remedy=remedy)

    for column in ("centre", "with"):
        key = row[column]
        if key not in keys and (key or column == "centre"):
            raise fail(column, f"{key!r} is no centre{did_you_mean(key, keys)}", f"Name it as in {CENTRES}.")
    if row["event"] not in KINDS:
        cause = f"{row['event']!r} is none{did_you_mean(row['event'], KINDS)}"
        raise fail("event", cause, f"It is one of: {', '.join(KINDS)}.")
    if bool(row["with"]) != (row["event"] in (MERGED, TOGETHER)):
        raise fail("with", "names the other centre of two, and of nothing else", "Fill it in, or empty it.")
    if not row["source"]:
        raise fail("source", "is empty", "Say who says so.")
    try:
        year = as_year(row["year"])
    except ValueError as error:
        raise fail("year", str(error), "Expected such as 2019.") from None
    return Event(row["centre"], year, row["event"], row["with"], row["source"])


def check(root: Path) -> None:
    """Nothing, if the file is right. A book without it needs none of it. Raises as :func:`happened`."""
    if (root / EVENTS).exists():
        happened(root)
