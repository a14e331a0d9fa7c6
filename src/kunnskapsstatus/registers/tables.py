"""A sender's file as a table of cells, whatever it is written with: SPSS, CSV from Norway or elsewhere, Parquet, or
JSON-stat."""

from __future__ import annotations

import csv
import re
import unicodedata
from array import array
from codecs import BOM_UTF8, BOM_UTF32_LE
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kunnskapsstatus.data.invented import INVENTED
from kunnskapsstatus.registers import jsonstat
from kunnskapsstatus.registers.cells import Cells
from kunnskapsstatus.registers.form import plain

EMPTY, TRUNCATED, MIXED, UNREADABLE, TWICE = (
    "empty-file", "truncated-file", "mixed-encodings", "unreadable-file", "variable-twice",
)  # fmt: skip
TOGETHER, BLOCK, AT_ONCE = 5_000, 2**20, 2**24
"""So many rows of a text are read at once, so many bytes, and so many cells of SPSS."""
UNREAD = (ValueError, OverflowError, MemoryError, OSError)
"""What a library may raise of a file that is not what it should be."""
_UTF_8 = re.compile(rb"\xc3[\x80-\xbf]")
_TWICE_ENCODED = re.compile("Ã[\x80-\xbf¦¸¥†˜…]")
_NO_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
"""What Excel writes above the header, and reads there: what separates the cells."""
_NO_TEXT = {
    BOM_UTF32_LE: "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"PK\x03\x04": "a workbook or a zipped file",
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
    columns : the cells of each of the sender's variables
    numbers : the number that people give each record: below a header the first is 2
    decimal : the decimal sign of numbers in texts
    labels : what the sender calls the codes of a variable, by code as text
    called : what the sender calls a variable in words
    synthetic : whether a mark inside says that all of it is invented
    """

    columns: Mapping[str, Cells]
    numbers: Sequence[int]
    decimal: str = "."
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    synthetic: bool = False


def read(path: Path) -> Table:
    """The table of a file. Raises Trouble for one that cannot be read."""
    if path.stat().st_size == 0:
        raise Trouble(EMPTY)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Trouble(UNREADABLE, f"its name ends with none of {', '.join(READERS)}")
    table = reader(path)
    if not table.columns or not len(table.numbers):
        raise Trouble(EMPTY)
    return table


def _csv(path: Path) -> Table:
    with path.open(encoding=_encoding(path), newline="") as file:
        said = _SEPARATOR.fullmatch(file.readline())
        if not said:
            file.seek(0)
            head = next(filter(str.strip, file), "")
            file.seek(0)
        separator = said[1] if said else _separator(head)
        rows = enumerate(csv.reader(file, delimiter=separator, strict=True), 2 if said else 1)
        try:
            return _columns(((number, row) for number, row in rows if any(row)), "." if separator == "," else ",")
        except csv.Error:
            cause = "a quotation mark opens a cell and does not close it or stands inside one, or a cell is endless"
            raise Trouble(UNREADABLE, cause) from None


def _columns(rows: Iterator[tuple[int, list[str]]], decimal: str) -> Table:
    """The table of numbered rows, of which the first is the header: read some at a time, as texts take much room."""
    _, first = next(rows, (0, []))
    header, numbers, ragged, last = [name.strip() for name in first], array("q"), array("q"), 0
    parts: list[list[pa.Array]] = [[] for _ in header]
    while some := list(islice(rows, TOGETHER)):
        numbers.extend(number for number, _ in some)
        ragged.extend(number for number, row in some if len(row) != len(header))
        last = len(some[-1][1])
        for part, cells in zip(parts, () if ragged else zip(*(row for _, row in some), strict=True), strict=False):
            part.append(pa.array(cells, pa.string()).dictionary_encode())
    if ragged and ragged[0] == numbers[-1] and last < len(header):
        raise Trouble(TRUNCATED, f"row {ragged[0]}, the last, has {last} cells, the header {len(header)}")
    if ragged:
        cause = f"{len(ragged)} rows have another number of cells than the header, the first is row {ragged[0]}"
        cause += (
            ": the first row is no header, but a title" if len(ragged) == len(numbers) and len(header) < last else ""
        )
        raise Trouble(UNREADABLE, cause)
    if not numbers:
        raise Trouble(EMPTY)
    _named(header)
    found = zip(header, map(pa.chunked_array, parts), strict=True)
    return Table({name: Cells.of_arrow(cells) for name, cells in found}, numbers, decimal)


def _named(header: Sequence[str]) -> None:
    """Nothing, if each variable has a name of its own, in whatever case. Raises Trouble where one has not."""
    if len({plain(name) for name in header}) < len(header) or "" in map(plain, header):
        raise Trouble(TWICE)


def _encoding(path: Path) -> str:
    """How the letters of a text are encoded, all of them: whole lines are looked at, some at a time."""
    utf_8, some_utf_8, twice, other = True, False, False, False
    with path.open("rb") as file:
        first = file.read(len(BOM_UTF32_LE))
        for mark, what in _NO_TEXT.items():
            if first.startswith(mark):
                raise Trouble(UNREADABLE, f"this is {what}, not CSV as UTF-8 or Windows-1252")
        file.seek(0)
        while block := file.read(BLOCK) + file.readline():
            if b"\0" in block:
                raise Trouble(UNREADABLE, "this is no text")
            if block.isascii():
                continue
            some_utf_8 = some_utf_8 or bool(_UTF_8.search(block))
            other = other or bool(_NO_WINDOWS.search(block))
            try:
                twice = twice or bool(_TWICE_ENCODED.search(block.decode()))
            except UnicodeDecodeError:
                utf_8 = False
    if not utf_8 and (first.startswith(BOM_UTF8) or some_utf_8):
        raise Trouble(MIXED, "some letters are in UTF-8, others in Windows-1252")
    if not utf_8 and other:
        raise Trouble(UNREADABLE, "this is neither UTF-8 nor Windows-1252")
    if utf_8 and twice:
        raise Trouble(MIXED, "some letters are encoded twice: UTF-8 that was read as Windows-1252")
    return "utf-8-sig" if utf_8 else "cp1252"


def _separator(header: str) -> str:
    """What separates the cells: what the header has most of."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(";,\t", key=bare.count)


def _sav(path: Path) -> Table:
    import pyreadstat

    columns: dict[str, Cells] = {}
    try:
        _, meta = pyreadstat.read_sav(str(path), metadataonly=True)
        names = list(meta.column_names)
        several = max(1, AT_ONCE // max(meta.number_rows or 0, 1))
        for first in range(0, len(names), several):
            part = names[first : first + several]
            read, _ = pyreadstat.read_sav(str(path), usecols=part, apply_value_formats=False)
            columns |= {name: Cells.of(read.pop(name)) for name in part}
            records = len(read)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, *UNREAD) as error:
        if "invalid byte sequence" in str(error):
            raise Trouble(MIXED, "its letters are not encoded as it says itself") from None
        raise Trouble(TRUNCATED, "SPSS files end as they should when they are whole") from None
    labels = {
        name: {plainly(code): str(label) for code, label in codes.items()}
        for name, codes in meta.variable_value_labels.items()
    }
    called = {name: words for name, words in meta.column_names_to_labels.items() if words}
    return Table(columns, _counted(records if columns else 0), labels=labels, called=called)


def _parquet(path: Path) -> Table:
    columns: dict[str, Cells] = {}
    try:
        with pq.ParquetFile(path) as file:
            schema, records = file.schema_arrow, file.metadata.num_rows
            if not records:
                raise Trouble(EMPTY)
            _named(schema.names)
            if any(pa.types.is_nested(one.type) for one in schema):
                raise Trouble(UNREADABLE, "it has columns of lists or records")
            for place, name in enumerate(schema.names, 1):
                cells = file.read([name]).column(0)
                try:
                    if pa.types.is_binary(cells.type):  # texts, from programs that do not say so
                        cells = cells.cast(pa.string())
                    columns[name] = Cells.of_arrow(cells)
                except (pa.ArrowException, ValueError, OverflowError):
                    cause = f"what stands in column {place} is of no kind that is known, or is no day of the calendar"
                    raise Trouble(UNREADABLE, cause) from None
    except (pa.ArrowException, OSError, ValueError):
        raise Trouble(TRUNCATED, "this is no whole Parquet file") from None
    return Table(columns, _counted(records), synthetic=INVENTED.encode() in (schema.metadata or {}))


def _jsonstat(path: Path) -> Table:
    try:
        cube = jsonstat.Cube.of(jsonstat.parsed(path.read_bytes().decode("utf-8-sig")))
    except jsonstat.NoCube as error:
        raise Trouble(UNREADABLE, str(error)) from None
    except (ValueError, RecursionError):  # no JSON, numbers of thousands of digits, a list in a list in a list …
        raise Trouble(TRUNCATED, "this is no whole JSON file") from None
    cells = pd.DataFrame(cube.wide())
    columns = {str(name): Cells.of(cells[name]) for name in cells}
    return Table(columns, _counted(len(cells)), labels=cube.dimensions.labels)


def _counted(records: int) -> range:
    """The numbers of records in a file without a header."""
    return range(1, records + 1)


READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": _csv,
    ".sav": _sav,
    ".zsav": _sav,
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
