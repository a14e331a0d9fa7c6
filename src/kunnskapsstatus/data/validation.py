"""Whether the observations are right as a whole: no value stands twice."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from kunnskapsstatus.data.observation import IDENTITY, Observation
from kunnskapsstatus.errors import DataError, together
from kunnskapsstatus.keys import TOTAL


def validate(rows: Iterable[Observation], root: Path) -> None:
    """Nothing, if the observations are right.

    Raises
    ------
    DataError
        For each value that stands twice: both lines, and what it is of.
    """
    faults = []
    seen: dict[tuple[object, ...], Observation] = {}
    identity = attrgetter(*IDENTITY)
    for row in rows:
        is_of = identity(row)
        first = seen.setdefault(is_of, row)
        if first is not row:
            what = ", ".join(str(part) for part in is_of[1:] if part not in (None, "", TOTAL))
            cause = f"column {row.column!r}: {row.text or row.value} repeats line {first.line} ({what})"
            remedy = "Each value stands once. Delete the row, or give it the category it is of."
            faults.append(DataError(cause, file=root / row.file, line=row.line, remedy=remedy))
    if faults:
        raise together(faults)
