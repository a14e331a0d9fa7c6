"""The file of a book's values: one line of JSON for each observation, sentence and exhibit. Two books are compared by
it, and that of the released book is kept: see ``data/README.md``."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.numbers import SYMBOLS, half_up

FILE = "values.json"
"""Its name in a built book."""
RELEASED = Path("data") / "released.json.gz"
"""The values of the released book. Only ``kunnskapsstatus release`` writes it."""
VERSION = 1
DEEP = 4
"""What is so deep in the file stands on one line."""

COLUMNS = (
    "line", "key", "heading", "category", "group", "year", "population", "measure", "series", "unit", "access",
    "qualifier", "value",
)  # fmt: skip
"""What an observation's line has, in this order. ``value`` is as :func:`cell` gives it."""
_PLAIN = COLUMNS[:-1]


def cell(row: Observation) -> str:
    """The value of an observation as text: a number with a decimal point and its decimals, else the symbol or the
    word."""
    return str(half_up(row.value, row.decimals)) if row.known and row.symbol != "-" else row.symbol or row.text


def pack(rows: Iterable[Observation]) -> list[dict[str, Any]]:
    """The observations in their order: each run of one dataset and one file is a part."""
    runs = groupby(rows, key=lambda row: (row.dataset, row.file))
    return [{"dataset": dataset, "file": file, "rows": list(map(_line, run))} for (dataset, file), run in runs]


def _line(row: Observation) -> list[Any]:
    return [*(getattr(row, name) for name in _PLAIN), cell(row)]


def unpack(parts: Sequence[Mapping[str, Any]]) -> Iterator[Observation]:
    """The observations that were packed; of each what it is of, its value, and where it stands."""
    for part in parts:
        for *plain, value in part["rows"]:
            given = dict(zip(_PLAIN, plain, strict=True))
            yield Observation(part["dataset"], file=part["file"], **given, **_value(str(value)))


def _value(text: str) -> dict[str, Any]:
    if text in SYMBOLS:
        return {"symbol": text, "value": 0.0 if text == "-" else math.nan}
    try:
        return {"value": float(text), "decimals": len(text.partition(".")[2])}
    except ValueError:
        return {"text": text}


def text(data: Any, depth: int = 0) -> str:
    """The values as their file has them."""
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if depth == DEEP or not any(isinstance(part, dict | list) for part in parts):
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if isinstance(data, dict):
        inner, ends = [f"{json.dumps(name)}:{text(part, depth + 1)}" for name, part in data.items()], "{}"
    else:
        inner, ends = [text(part, depth + 1) for part in data], "[]"
    return "\n".join((ends[0], ",\n".join(inner), ends[1])) + ("" if depth else "\n")


def read(path: Path, remedy: str) -> dict[str, Any]:
    """The values in a file; ``remedy`` is how one comes by a good one.

    Raises
    ------
    DataError
        For a file that is not there, is no JSON, or is of another version.
    """
    try:
        data = json.loads(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
    except FileNotFoundError:
        raise DataError("there is no such file", file=path, remedy=remedy) from None
    except (ValueError, RecursionError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"this is not JSON: {error}", file=path, line=1, remedy=remedy) from None
    version = data.get("version") if isinstance(data, dict) else None
    if version != VERSION:
        cause = f"these are values of version {version!r}; expected {VERSION}"
        raise DataError(cause, file=path, line=1, remedy=remedy)
    return dict(data)


def released(root: Path) -> dict[str, Any]:
    """The values of the released book, with its version and its date under ``released``.

    Raises
    ------
    DataError
        As :func:`read`.
    """
    data = read(root / RELEASED, "Make it of the released book: kunnskapsstatus release. Git has the one before.")
    told = data.get("released")
    if not (isinstance(told, dict) and {"version", "date"} <= told.keys() and "observations" in data):
        raise DataError("these are no values of a released book", file=root / RELEASED, line=1, remedy="Put it back.")
    return data
