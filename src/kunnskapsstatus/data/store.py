"""The observations: one tidy frame of all that the book's data say, one row a value.

The frame is kept as Parquet, with units and provenance in the schema's metadata, in ``_build/data/observations.parquet``. It is
made anew, and validated, whenever a file that it is read from has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kunnskapsstatus import rooms
from kunnskapsstatus.data import definitions, sources
from kunnskapsstatus.data.derived import derive
from kunnskapsstatus.errors import DataError

FIELDS = {
    "dataset": (pa.string(), "the table, figure or file that the row comes from"),
    "key": (pa.string(), "the name of a number in running text; empty otherwise"),
    "what": (pa.string(), "what a number in running text is"),
    "heading": (pa.string(), "a heading printed above several rows or columns"),
    "category": (pa.string(), "codebook key; total for all"),
    "group": (pa.string(), "codebook key; total for all"),
    "year": (pa.int16(), "the year that the value is of; null where the source gives none"),
    "population": (pa.string(), "codebook key: of whom or what"),
    "measure": (pa.string(), "codebook key: percent, count, mean …"),
    "unit": (pa.string(), "the unit in Bokmål; empty for counts"),
    "value": (pa.float64(), "the value; null where the source gives none"),
    "decimals": (pa.int8(), "decimals as printed"),
    "base": (pa.int32(), "number of answers that a percentage is of"),
    "symbol": (pa.string(), "why a value is missing, by Statistics Norway's symbols; - is zero"),
    "qualifier": (pa.string(), "how the source hedges the value: omkring, over …"),
    "text": (pa.string(), "a category or a name, where the cell holds no number"),
    "series": (pa.string(), "part of a broken series; values of different parts are not compared"),
    "reservation": (pa.string(), "what a reader must know to use the value"),
    "access": (pa.string(), "how an official figure was read: direct, secondary, derived"),
    "source": (pa.string(), "who says so"),
    "file": (pa.string(), "file below the book's folder"),
    "line": (pa.int32(), "line in the file"),
    "column": (pa.string(), "column in the file"),
}
IDENTITY = ["dataset", "key", "heading", "category", "group", "year", "population", "measure", "series"]
STORE = Path("_build") / "data" / "observations.parquet"
_FINGERPRINT = b"kunnskapsstatus:fingerprint"
_NOTES = b"kunnskapsstatus:provenance"


def inputs(root: Path) -> list[Path]:
    """Every file that the observations are read from: printed, official, codebook and definitions."""
    return sorted(
        (
            p
            for folder in ("printed", "official", "codebook", "exhibits")
            for p in (root / "data" / folder).glob("*.[ct][so][vm]*")
        ),
        key=str,
    )


def fingerprint(root: Path) -> str:
    """A hash of all inputs and of the code that reads them."""
    return _hash(tuple((path, stat.st_mtime_ns, stat.st_size) for path in inputs(root) for stat in [path.stat()]))


@cache
def _hash(files: tuple[tuple[Path, int, int], ...]) -> str:
    digest = hashlib.sha256(rooms.digest("data").encode())
    for path, _, _ in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read(root: Path) -> pd.DataFrame:
    """All observations, read from the files and validated. Columns: those of :data:`FIELDS`.

    Raises
    ------
    DataError
        Names the file, the line, the value and what was expected.
    """
    rows: list[sources.Observation] = []
    for definition in definitions.load(root).values():
        if (root / sources.PRINTED / f"{definition.printed}.csv").is_file():
            rows += sources.printed_table(root, definition)
    rows += sources.prose(root)
    rows += sources.official(root)
    rows += derive(_typed(rows), root)
    return validate(_typed(rows), root)


def _typed(rows: list[sources.Observation]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(FIELDS)).astype(
        {"year": "Int16", "base": "Int32", "decimals": "int8", "line": "int32"}
    )


def validate(frame: pd.DataFrame, root: Path) -> pd.DataFrame:
    """The frame, if it is right: known years, percentages from 0 to 100, a value or a reason, no value twice.

    Raises
    ------
    DataError
        For the first row that is not right.
    """
    import pandera.pandas as pan

    schema = pan.DataFrameSchema(
        {
            "year": pan.Column("Int16", pan.Check.in_range(1978, 2100), nullable=True),
            "value": pan.Column(float, nullable=True),
            "base": pan.Column("Int32", pan.Check.ge(0), nullable=True),
            "symbol": pan.Column(str, pan.Check.isin(["", ".", "..", ":", "-"])),
            "measure": pan.Column(str, pan.Check.str_length(min_value=1)),
            "file": pan.Column(str, pan.Check.str_length(min_value=1)),
        },
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
    try:
        schema.validate(frame, lazy=True)
    except pan.errors.SchemaErrors as error:
        case = error.failure_cases.iloc[0]
        row = frame.loc[case["index"]] if not pd.isna(case["index"]) else frame.iloc[0]
        field = (
            "value"
            if case["schema_context"] == "DataFrameSchema" or case["column"] not in frame.columns
            else case["column"]
        )
        raise DataError(
            f"column {row['column']!r}: found {field} {row[field]}, expected {case['check']}",
            file=root / row["file"],
            line=int(row["line"]),
            remedy="Compare with the source.",
        ) from None
    again = frame.duplicated(IDENTITY)
    if again.any():
        row = frame[again].iloc[0]
        first = frame[(frame[IDENTITY].astype(str) == row[IDENTITY].astype(str)).all(axis=1)].iloc[0]
        what = ", ".join(
            str(row[name]) for name in IDENTITY[1:] if not pd.isna(row[name]) and row[name] not in ("", "total")
        )
        raise DataError(
            f"column {row['column']!r}: {row['text'] or row['value']} repeats line {first['line']} ({what})",
            file=root / row["file"],
            line=int(row["line"]),
            remedy="Each value stands once. Delete the row, or give it the category it is of.",
        )
    return frame


def _schema(mark: str, units: dict[str, list[str]]) -> pa.Schema:
    notes = {"source": "data/printed, data/official", "fingerprint": mark, "units": units}
    columns = [pa.field(name, kind, metadata={b"description": what.encode()}) for name, (kind, what) in FIELDS.items()]
    return pa.schema(columns, metadata={_FINGERPRINT: mark.encode(), _NOTES: json.dumps(notes).encode()})


def store(frame: pd.DataFrame, path: Path, mark: str) -> None:
    """Write the frame as Parquet, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    units = {str(measure): sorted(set(part)) for measure, part in frame.groupby("measure", sort=False)["unit"]}
    table = pa.Table.from_pandas(frame, schema=_schema(mark, units), preserve_index=False)
    table = table.replace_schema_metadata({k: v for k, v in table.schema.metadata.items() if k != b"pandas"})
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    pq.write_table(table, draft)
    os.replace(draft, path)


@cache
def _loaded(root: Path, mark: str) -> pd.DataFrame:
    path = root / STORE
    if path.is_file():
        try:
            table = pq.ParquetFile(path, memory_map=True, pre_buffer=False).read(use_threads=False)
            if (table.schema.metadata or {}).get(_FINGERPRINT) == mark.encode():
                frame: pd.DataFrame = table.to_pandas(use_threads=False)
                texts = {
                    name: object for name, (kind, _) in FIELDS.items() if kind == pa.string()
                }  # looked up in half the time of Arrow's strings
                return frame.astype({**texts, "year": "Int16", "base": "Int32"})
        except (OSError, pa.ArrowInvalid):
            pass
    frame = read(root)
    try:
        store(frame, path, mark)
    except OSError:
        return frame
    return _loaded.__wrapped__(root, mark)


def load(root: Path) -> pd.DataFrame:
    """All observations of the book in ``root``: from the Parquet file where it is fresh, else read, validated and kept.

    Raises
    ------
    DataError
        As :func:`read`.
    """
    return _loaded(root, fingerprint(root))
