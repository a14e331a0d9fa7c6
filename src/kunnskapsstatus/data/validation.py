"""Whether the observations are right as a whole: no value stands twice."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kunnskapsstatus.data.observation import IDENTITY
from kunnskapsstatus.errors import DataError


def validate(frame: pd.DataFrame, root: Path) -> pd.DataFrame:
    """The frame, if it is right.

    Raises
    ------
    DataError
        For the first value that stands twice: both lines, and what it is of.
    """
    again = frame.duplicated(list(IDENTITY))
    if again.any():
        row = frame[again].iloc[0]
        same = (frame[list(IDENTITY)].astype(str) == row[list(IDENTITY)].astype(str)).all(axis=1)
        what = ", ".join(
            str(row[name]) for name in IDENTITY[1:] if not pd.isna(row[name]) and row[name] not in ("", "total")
        )
        line = frame[same].iloc[0]["line"]
        raise DataError(
            f"column {row['column']!r}: {row['text'] or row['value']} repeats line {line} ({what})",
            file=root / row["file"],
            line=int(row["line"]),
            remedy="Each value stands once. Delete the row, or give it the category it is of.",
        )
    return frame
