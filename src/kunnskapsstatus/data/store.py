"""The observations of a book as one tidy frame, kept as Parquet in ``_build/data/observations.parquet``.

The file has units and provenance in its schema. It is made anew, and validated, whenever a file that it is read from,
or the code that reads it, has changed.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kunnskapsstatus import files, paths, rooms
from kunnskapsstatus.data import (
    counted,
    definitions,
    events,
    inventory,
    listed,
    moved,
    municipalities,
    places,
    printed,
    published,
    selected,
    unread,
)
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived import derive, official
from kunnskapsstatus.data.observation import FIELDS, Observation, dtypes, frame_of, schema
from kunnskapsstatus.data.rules.check import check
from kunnskapsstatus.data.rules.rule import Facts
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.data.validation import validate

STORE = Path("_build") / "data" / "observations.parquet"
_FINGERPRINT = b"kunnskapsstatus:fingerprint"
_NOTES = b"kunnskapsstatus:provenance"


def inputs(root: Path) -> list[Path]:
    """Every file that the observations are read from, or that has a say in whether they are whole: all of ``data/``."""
    return [path for _, path in files.below(root / "data")]


def fingerprint(root: Path) -> str:
    """A hash of all inputs, of the code that reads them, and of the year that it is: numbers of a year that is not over
    are asked about. A file's time says nothing."""
    return files.digest(inputs(root), f"{rooms.digest('data')} {date.today().year}", root)


def read(root: Path) -> pd.DataFrame:
    """All observations, read from the files and validated: one row each, columns as
    :data:`kunnskapsstatus.data.observation.FIELDS`. Raises as :func:`observed`."""
    return frame_of(observed(root))


def observed(root: Path) -> list[Observation]:
    """All observations, read from the files and validated.

    Raises
    ------
    DataError, DefinitionError
        Names the file, the line, the value and what was expected.
    """
    moved.check(root)
    unread.check(root)
    proofread = inventory.check(root)
    places.check(root)
    municipalities.check(root)
    events.check(root)
    codebook = Codebook(root)
    defined = definitions.load(codebook)
    units = Units(root)
    rows: list[Observation] = []
    for definition in defined.values():
        path = printed.path_of(root, definition)
        if definition.printed and path.exists():
            rows += printed.read(codebook, units, definition, proofread=path in proofread)
    rows += listed.stated(codebook, units)
    report = tuple(rows)
    typed = list(listed.official(codebook, units))
    computed = official.computed([*rows, *typed])
    made = official.not_typed(computed, typed)
    rows += official.in_order(typed, made)
    rows += derive(rows, codebook)
    registered = tuple(counted.read(codebook, units, report))
    rows += registered
    selected.check(root, defined, rows)
    validate(rows, root)
    check(root, Facts(typed, computed, codebook, units, report), registered, report)
    published.check(root, rows, made)
    return rows


def store(frame: pd.DataFrame, path: Path, mark: str) -> None:
    """Write the frame as Parquet, whole or not at all, with the fingerprint ``mark`` of what it was read from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    units = {str(measure): sorted(set(part)) for measure, part in frame.groupby("measure", sort=False)["unit"]}
    notes = {"source": "data/printed, data/stated, data/official, data/registers", "fingerprint": mark, "units": units}
    metadata = {_FINGERPRINT: mark.encode(), _NOTES: json.dumps(notes).encode()}
    table = pa.Table.from_pandas(frame, schema=schema(), preserve_index=False).replace_schema_metadata(metadata)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        pq.write_table(table, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def load(root: Path) -> pd.DataFrame:
    """All observations of the book in ``root``: from the Parquet file where it is fresh, else read, validated and
    kept.

    Raises
    ------
    DataError
        As :func:`read`.
    """
    mark, path = fingerprint(root), paths.home(root) / STORE
    kept = _kept(path, mark)
    if kept is not None:
        return kept
    frame = read(root)
    try:
        store(frame, path, mark)
    except OSError:  # a folder that cannot be written to: the book is slower, and right
        return frame
    kept = _kept(path, mark)
    return frame if kept is None else kept


def _kept(path: Path, mark: str) -> pd.DataFrame | None:
    """The frame in the Parquet file; None where it is not there, not whole, or of other inputs or fields."""
    try:
        with pq.ParquetFile(
            path, memory_map=True, pre_buffer=False
        ) as file:  # no thread: kernels are forked after this
            kept = file.schema_arrow
            if (kept.metadata or {}).get(_FINGERPRINT) != mark.encode() or tuple(kept.names) != FIELDS:
                return None
            frame: pd.DataFrame = file.read(use_threads=False).to_pandas(use_threads=False)
    except (OSError, pa.ArrowInvalid):
        return None
    return frame.astype(dtypes())
