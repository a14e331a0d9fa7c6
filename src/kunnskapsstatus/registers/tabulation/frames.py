"""The records of forms as lazy frames of one engine: DuckDB, or that of the frames which are given. No record is read
before something is counted, and columns that are not counted are not read at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from kunnskapsstatus.registers.form import CENTRE, CODE, DAY, MUNICIPALITY, NUMBER, TEXT, TICK, WHOLE, Form
from kunnskapsstatus.registers.needed import needs
from kunnskapsstatus.registers.services import OF_FORM, WOMEN
from kunnskapsstatus.registers.tabulation.definition import SERVICE

TYPES: Mapping[str, Any] = {
    CENTRE: nw.String, MUNICIPALITY: nw.String, CODE: nw.String, TICK: nw.Boolean, WHOLE: nw.Int64,
    NUMBER: nw.Float64, DAY: nw.Date,
}  # fmt: skip
ARROW: Mapping[str, pa.DataType] = {
    CENTRE: pa.string(), MUNICIPALITY: pa.string(), CODE: pa.string(), TICK: pa.bool_(), WHOLE: pa.int64(),
    NUMBER: pa.float64(), DAY: pa.date32(),
}  # fmt: skip
"""What a column holds."""
SERVICES = {**OF_FORM, "survey": WOMEN}
"""The service that all records of a form are of, where the form does not say."""
Source = Any
"""Records as :class:`kunnskapsstatus.registers.delivery.Delivery` has them (pandas), a Parquet file by its path, or a
frame that narwhals knows, of its own engine: polars, DuckDB, PySpark."""


def plain(column: str) -> str:
    """A column's name as all engines can take it: ``reason.threats`` is ``reason__threats``."""
    return column.replace("-", "_").replace(".", "__")


def col(column: str) -> nw.Expr:
    """A column of :func:`opened`."""
    return nw.col(plain(column))


@dataclass(frozen=True)
class Records:
    """Records of a form, or of several, which columns they have, by plain names, and the database of DuckDB that was
    opened for them; None where they stay in an engine of their own."""

    frame: nw.LazyFrame[Any]
    columns: frozenset[str]
    database: Any = None

    def has(self, column: str) -> bool:
        """Whether they have a column."""
        return plain(column) in self.columns


def opened(frames: Mapping[str, Source], forms: Mapping[str, Form]) -> dict[str, Records]:
    """The records of each form that there is, with the columns that may be counted. What is of pandas or a file is
    DuckDB's; all else stays in its engine."""
    connection = None
    found = {}
    for name, source in frames.items():
        if name not in forms:
            continue
        if isinstance(source, pd.DataFrame | pa.Table | Path):
            connection = connection or _connect()
            native, database = _table(connection, source, forms[name]), connection
        else:
            native, database = source, None
        found[name] = _typed(nw.from_native(native).lazy(), forms[name], database)
    return found


def _connect() -> Any:
    """A database in memory alone: it writes no record to a disk, asks no other machine for anything, and shows no
    progress in the midst of what the command says."""
    needs("duckdb")
    import duckdb

    database = duckdb.connect(config={"temp_directory": "", "autoinstall_known_extensions": "false"})
    return database.execute("SET enable_progress_bar = false; SET parquet_metadata_cache = true")


def _table(connection: Any, source: Source, form: Form) -> Any:
    """A table of DuckDB, by plain names: a file stays where it is."""
    if isinstance(source, Path):
        relation = connection.read_parquet(str(source))
        return relation.project(", ".join(f'"{one}" AS "{plain(one)}"' for one in relation.columns))
    if isinstance(source, pd.DataFrame):
        source = pa.Table.from_pandas(source[[one for one in source if one in form.columns]], preserve_index=False)
    kinds = {plain(column): ARROW.get(variable.type) for column, variable in form.columns.items()}
    arrow = source.rename_columns([plain(one) for one in source.column_names])
    arrow = arrow.cast(pa.schema([pa.field(one.name, kinds.get(one.name) or one.type) for one in arrow.schema]))
    connection.register("arrow", arrow)
    connection.execute(f'CREATE TABLE "{form.name}" AS SELECT * FROM arrow')
    connection.unregister("arrow")
    return connection.table(form.name)


def _typed(frame: nw.LazyFrame[Any], form: Form, database: Any = None) -> Records:
    """The columns of the form but its texts, by their plain names and with their types, and the service."""
    schema = frame.collect_schema()
    there = {plain(name): name for name in schema}
    columns = []
    for column, variable in form.columns.items():
        sent = there.get(plain(column))
        if sent is not None and variable.type != TEXT:
            kind = TYPES.get(variable.type, schema[sent])
            own = nw.col(sent) if schema[sent] == kind else nw.col(sent).cast(kind)
            columns.append(own.alias(plain(column)))
    if form.name in SERVICES:
        columns.append(nw.lit(SERVICES[form.name]).alias(SERVICE))
    found = frame.select(columns)
    return Records(found, frozenset(found.collect_schema().names()), database)
