"""Whether the observations are right: each field as the schema says, percentages and counts in their range, no value
twice."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kunnskapsstatus.data.observation import CHECKS, IDENTITY, dtypes
from kunnskapsstatus.errors import BookError, DataError


def validate(frame: pd.DataFrame, root: Any) -> pd.DataFrame:
    """The frame, if it is right.

    Raises
    ------
    DataError
        For the first row that is not right: file, line, value and what was expected.
    """
    import pandera.pandas as pan  # heavy, and needed only when data have changed

    try:
        _schema(pan).validate(frame, lazy=True)
    except pan.errors.SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        row = frame.loc[case["index"]] if not pd.isna(case["index"]) else frame.iloc[0]
        whole = case["schema_context"] == "DataFrameSchema" or case["column"] not in frame.columns
        field = "value" if whole else case["column"]
        cause = f"found {field} {row[field]}, expected {case['check']}"
        raise _fault(row, cause, root, "Compare with the source.") from None
    again = frame.duplicated(list(IDENTITY))
    if again.any():
        row = frame[again].iloc[0]
        same = (frame[list(IDENTITY)].astype(str) == row[list(IDENTITY)].astype(str)).all(axis=1)
        what = ", ".join(
            str(row[name]) for name in IDENTITY[1:] if not pd.isna(row[name]) and row[name] not in ("", "total")
        )
        cause = f"{row['text'] or row['value']} repeats line {frame[same].iloc[0]['line']} ({what})"
        raise _fault(row, cause, root, "Each value stands once. Delete the row, or give it the category it is of.")
    return frame


def _fault(row: Any, cause: str, root: Any, remedy: str) -> BookError:
    return DataError(
        f"column {row['column']!r}: {cause}", file=root / row["file"], line=int(row["line"]), remedy=remedy
    )


def _schema(pan: Any) -> Any:
    """The schema of pandera that follows from the fields' checks."""

    def checks(given: dict[str, Any]) -> list[Any]:
        found = [pan.Check.str_length(min_value=1)] if given["required"] else []
        found += [pan.Check.in_range(*given["between"])] if "between" in given else []
        return found + ([pan.Check.isin(given["among"])] if "among" in given else [])

    columns = {name: pan.Column(dtypes()[name], checks(given), nullable=True) for name, given in CHECKS.items()}
    return pan.DataFrameSchema(
        columns,
        checks=[
            pan.Check(
                lambda df: (df["measure"] != "percent") | df["value"].isna() | df["value"].between(0, 100),
                name="a percentage from 0 to 100",
            ),
            pan.Check(
                lambda df: (df["measure"] != "count") | df["value"].isna() | (df["value"] >= 0),
                name="a count that is not negative",
            ),
        ],
    )
