"""A sender's file as a table of cells, whatever it is written with: SPSS, CSV from Norway or elsewhere, Parquet, or
JSON-stat."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kunnskapsstatus.data.counted import INVENTED
from kunnskapsstatus.registers import jsonstat
from kunnskapsstatus.registers.form import plain

EMPTY, TRUNCATED, MIXED, UNREADABLE, TWICE = (
    "empty-file", "truncated-file", "mixed-encodings", "unreadable-file", "variable-twice",
)  # fmt: skip
_UTF_8 = re.compile(rb"\xc3[\x80-\xbf]")
_TWICE_ENCODED = re.compile("Ã[\x80-\xbf¦¸¥†˜…]")
_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
"""What Excel writes above the header, and reads there: what separates the cells."""
_NO_TEXT = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"PK\x03\x04": "a workbook",
    b"\xd0\xcf\x11\xe0": "a workbook",
}


class Trouble(Exception):
    """A file cannot be read: by which rule, and in what way. Says nothing of what stands in it."""

    def __init__(self, rule: str, what: str = "") -> None:
        self.rule, self.what = rule, what
        super().__init__(rule)


@dataclass(frozen=True)
class Table:
    """The cells of a file, a column each, as it has them.

    Attributes
    ----------
    cells : a column for each of the sender's variables
    numbers : the number that people give each record: below a header the first is 2
    decimal : the decimal sign of numbers in texts
    labels : what the sender calls the codes of a variable, by code as text
    synthetic : whether a mark inside says that all of it is invented
    """

    cells: pd.DataFrame
    numbers: Sequence[int]
    decimal: str = "."
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    synthetic: bool = False


def read(path: Path) -> Table:
    """The table of a file. Raises Trouble for one that cannot be read."""
    if path.stat().st_size == 0:
        raise Trouble(EMPTY)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Trouble(UNREADABLE, f"its name ends with none of {', '.join(READERS)}")
    table = reader(path)
    if table.cells.empty:
        raise Trouble(EMPTY)
    table.cells.columns = table.cells.columns.map(str)
    return table


def _csv(path: Path) -> Table:
    text = _decoded(path.read_bytes())
    said = _SEPARATOR.match(text)
    text, above = (text[said.end() :], 1) if said else (text, 0)
    if not text.strip():
        raise Trouble(EMPTY)
    separator = said[1] if said else _separator(text.lstrip("\ufeff").partition("\n")[0])
    try:
        read = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1 + above)
        numbers, rows = zip(*((number, row) for number, row in read if any(row)), strict=True)
    except csv.Error:
        cause = "a quotation mark opens a cell and does not close it or stands inside one, or a cell is endless"
        raise Trouble(UNREADABLE, cause) from None
    header = [name.strip() for name in rows[0]]
    ragged = [number for number, row in zip(numbers, rows, strict=True) if len(row) != len(header)]
    if ragged == [numbers[-1]] and len(rows[-1]) < len(header):
        raise Trouble(TRUNCATED, f"row {ragged[0]}, the last, has {len(rows[-1])} cells, the header {len(header)}")
    if ragged:
        cause = f"{len(ragged)} rows have another number of cells than the header, the first is row {ragged[0]}"
        raise Trouble(UNREADABLE, cause)
    _named(header)
    cells = pd.DataFrame(rows[1:], columns=header, dtype=object)
    return Table(cells, numbers[1:], decimal="," if separator != "," else ".")


def _named(header: Sequence[str]) -> None:
    """Nothing, if each variable has a name of its own, in whatever case. Raises Trouble where one has not."""
    if len({plain(name) for name in header}) < len(header) or "" in map(plain, header):
        raise Trouble(TWICE)


def _decoded(data: bytes) -> str:
    for mark, what in _NO_TEXT.items():
        if data.startswith(mark):
            raise Trouble(UNREADABLE, f"this is {what}, not CSV as UTF-8 or Windows-1252")
    if b"\0" in data:
        raise Trouble(UNREADABLE, "this is no text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _UTF_8.search(data):
            raise Trouble(MIXED, "some letters are in UTF-8, others in Windows-1252") from None
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            raise Trouble(UNREADABLE, "this is neither UTF-8 nor Windows-1252") from None
    if _TWICE_ENCODED.search(text):
        raise Trouble(MIXED, "some letters are encoded twice: UTF-8 that was read as Windows-1252")
    return text


def _separator(header: str) -> str:
    """What separates the cells: what the header has most of."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(";,\t", key=bare.count)


def _sav(path: Path) -> Table:
    import pyreadstat

    try:
        cells, meta = pyreadstat.read_sav(str(path), apply_value_formats=False)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError, MemoryError, OSError):
        raise Trouble(TRUNCATED, "SPSS files end as they should when they are whole") from None
    labels = {
        name: {plainly(code): str(label) for code, label in codes.items()}
        for name, codes in meta.variable_value_labels.items()
    }
    return Table(cells, _counted(cells), labels=labels)


def _parquet(path: Path) -> Table:
    try:
        schema = pq.read_schema(path)
        _named(schema.names)
        if any(pa.types.is_nested(one.type) for one in schema):
            raise Trouble(UNREADABLE, "it has columns of lists or records")
        cells = pq.read_table(path).to_pandas(date_as_object=True, ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError):
        raise Trouble(TRUNCATED, "this is no whole Parquet file") from None
    return Table(cells, _counted(cells), synthetic=INVENTED.encode() in (schema.metadata or {}))


def _jsonstat(path: Path) -> Table:
    try:
        cube = jsonstat.Cube.of(json.loads(path.read_bytes().decode("utf-8-sig")))
    except jsonstat.NoCube as error:
        raise Trouble(UNREADABLE, str(error)) from None
    except (ValueError, RecursionError):  # no JSON, numbers of thousands of digits, a list in a list in a list …
        raise Trouble(TRUNCATED, "this is no whole JSON file") from None
    cells = pd.DataFrame(cube.wide())
    return Table(cells, _counted(cells), labels=cube.dimensions.labels)


def _counted(cells: pd.DataFrame) -> range:
    """The numbers of records in a file without a header."""
    return range(1, len(cells) + 1)


READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": _csv,
    ".sav": _sav,
    ".parquet": _parquet,
    ".json": _jsonstat,
}
"""How a file is read, by how its name ends."""


def plainly(value: object) -> str:
    """A cell as text: 1.0 is 1, and what is missing is empty."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).strip()
