"""The one schema of an observation: its fields with their type, meaning and what stands there when nothing is given.

Everything that lists the fields follows from :class:`Observation`: the Parquet file, the frame's types, a blank row,
and the table in ``data/README.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from kunnskapsstatus.keys import TOTAL


def _column(kind: pa.DataType, meaning: str, default: Any = "") -> Any:
    return field(default=default, metadata={"kind": kind, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of the book's data, with what it is of and where it stands."""

    dataset: str = _column(pa.string(), "the table, figure or file that the row comes from")
    key: str = _column(pa.string(), "the name of a number in running text; empty otherwise")
    what: str = _column(pa.string(), "what a number in running text is")
    heading: str = _column(pa.string(), "a heading printed above several rows or columns")
    category: str = _column(pa.string(), "codebook key; total for all", TOTAL)
    group: str = _column(pa.string(), "codebook key; total for all", TOTAL)
    year: int | None = _column(pa.int16(), "the year that the value is of; null where the source gives none", None)
    population: str = _column(pa.string(), "codebook key: of whom or what")
    measure: str = _column(pa.string(), "codebook key: percent, count, mean …")
    unit: str = _column(pa.string(), "the unit in Bokmål; empty for counts")
    value: float = _column(pa.float64(), "the value; null where the source gives none", math.nan)
    decimals: int = _column(pa.int8(), "decimals as printed", 0)
    base: int | None = _column(pa.int32(), "number of answers that a percentage is of", None)
    symbol: str = _column(pa.string(), "why a value is missing, by Statistics Norway's symbols; - is zero")
    qualifier: str = _column(pa.string(), "how the source hedges the value: omkring, over …")
    text: str = _column(pa.string(), "a category or a name, where the cell holds no number")
    series: str = _column(pa.string(), "part of a broken series; values of different parts are not compared")
    reservation: str = _column(pa.string(), "what a reader must know to use the value")
    access: str = _column(pa.string(), "how an official figure was read: direct, secondary, derived")
    source: str = _column(pa.string(), "who says so")
    accessed: str = _column(pa.string(), "the day when an official figure was read, where it is known")
    file: str = _column(pa.string(), "file below the book's folder")
    line: int = _column(pa.int32(), "line in the file", 0)
    column: str = _column(pa.string(), "column in the file")

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return not math.isnan(self.value)

    @property
    def given(self) -> bool:
        """Whether there is anything: a number, a category or a name."""
        return self.known or self.text != ""

    @property
    def keys(self) -> tuple[str, ...]:
        """What it is of, whatever its year and the table that it is from."""
        return self.category, self.group, self.population, self.measure, self.heading


FIELDS = tuple(column.name for column in fields(Observation))
IDENTITY = ("dataset", "key", "heading", "category", "group", "year", "population", "measure", "series")
"""What no two observations have in common."""
MEANINGS = {column.name: str(column.metadata["meaning"]) for column in fields(Observation)}


def schema(metadata: dict[bytes, bytes] | None = None) -> pa.Schema:
    """The schema of the Parquet file, each field with its meaning."""
    columns = [
        pa.field(column.name, column.metadata["kind"], metadata={b"description": column.metadata["meaning"].encode()})
        for column in fields(Observation)
    ]
    return pa.schema(columns, metadata=metadata)


@cache
def dtypes() -> dict[str, str]:
    """The frame's type of each field. Whole numbers that may be missing are nullable; texts are plain Python strings,
    which are looked up in half the time of Arrow's."""
    found = {}
    for column in fields(Observation):
        kind: pa.DataType = column.metadata["kind"]
        name = "object" if pa.types.is_string(kind) else str(kind).replace("double", "float64")
        found[column.name] = name.capitalize() if column.default is None else name
    return found


def frame_of(rows: Iterable[Observation]) -> pd.DataFrame:
    """Observations as a tidy frame: one row each, columns as :data:`FIELDS`."""
    rows = list(rows)
    columns = {name: [getattr(row, name) for row in rows] for name in FIELDS}
    return pd.DataFrame(columns, columns=list(FIELDS)).astype(dtypes())


def rows_of(frame: pd.DataFrame) -> Iterator[Observation]:
    """The observations of a frame, in its order; missing whole numbers are None."""
    columns = [_plain(frame[name]) for name in FIELDS]
    return (Observation(*cells) for cells in zip(*columns, strict=True))


def _plain(column: pd.Series[Any]) -> list[Any]:
    if not isinstance(column.dtype, np.dtype):  # a nullable whole number
        return [None if gone else int(value) for value, gone in zip(column, column.isna(), strict=True)]
    return column.tolist()
