"""What has been counted of a year's registers: ``data/registers/<year>/observations.csv``, a cell of an exhibit a row.

Aggregates alone: no record is among the data. What is invented is refused, but in a synthetic book (:mod:`.invented`).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kunnskapsstatus.data.codebook import Codebook, normal
from kunnskapsstatus.data.invented import FOLDER, INVENTED, is_synthetic
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import DataError, Faults, did_you_mean
from kunnskapsstatus.numbers import SYMBOLS, half_up

FILES = FILE, PARQUET, RUN = "observations.csv", "observations.parquet", "run.json"
"""The values, the same for programs, and what they are made of."""
COLUMNS = (
    "dataset", "category", "group", "year", "population", "measure", "unit", "value", "decimals", "base", "symbol",
    "text", "series", "reservation", "source",
)  # fmt: skip
OF_REGISTERS = "registers-"
"""What the dataset of an exhibit begins with that no table of the report has: there are values when it is counted."""
CENTRE = "centre"
SOURCE = "Krisesentrenes registreringer {}"
SOURCE_INVENTED = "Syntetiske (oppdiktede) registreringer {}"
MADE = "These files are made by `kunnskapsstatus tabulate`: make them anew."
AWAY = (
    "Invented numbers are never among the book's data: take the folder away. To see a book of them, make a synthetic "
    "edition, in a copy: kunnskapsstatus edition --years 2018 --from FOLDER"
)


def is_counted(row: Observation) -> bool:
    """Whether a value is counted of a year's registers."""
    return row.file.startswith(f"{FOLDER.as_posix()}/")


def is_invented(row: Observation) -> bool:
    """Whether a value is counted of invented records."""
    return is_counted(row) and INVENTED in row.reservation.casefold()


def cells(row: Observation) -> list[str]:
    """A row of the file."""
    value = str(half_up(row.value, row.decimals)) if row.known else ""
    given = {"value": value, "year": str(row.year or ""), "base": "" if row.base is None else str(row.base)}
    return [given.get(name, str(getattr(row, name))) for name in COLUMNS]


def read(codebook: Codebook, units: Units, report: Iterable[Observation]) -> Iterator[Observation]:
    """What is counted of each year, but for what the ``report`` has: its number stands. A centre is called what it is
    called in the same table of the report.

    Raises
    ------
    DataError
        Names file, line and value of what is not as it was made, and of what is invented.
    """
    report = tuple(report)
    faults, known, called = Faults(), {_key(row) for row in report}, _Called(codebook, report)
    invented = is_synthetic(codebook.root)
    for path in sorted((codebook.root / FOLDER).glob(f"[0-9]*/{FILE}")):
        _whole(path)
        for line, row in read_table(path, COLUMNS):
            with faults.noted():
                if not invented and any(INVENTED in text.casefold() for text in row.values()):
                    raise DataError("this row is invented", file=path, line=line, remedy=AWAY)
                found = called.as_there(_row(codebook, units, path, line, row))
                if _key(found) not in known:
                    yield found
    faults.tell()


class _Called:
    """What the report calls each centre, by table: in some of them it has names of its own for some."""

    def __init__(self, codebook: Codebook, report: Iterable[Observation]) -> None:
        self._keys = codebook[CENTRE].keys if CENTRE in codebook.names else {}
        self._names = {(row.dataset, key): row.category for row in report if (key := self._key(row)) is not None}

    def _key(self, row: Observation) -> str | None:
        return self._keys.get(normal(row.category))

    def as_there(self, row: Observation) -> Observation:
        """The row, with the name of its centre as the same table of the report has it."""
        key = self._key(row)
        name = row.category if key is None else self._names.get((row.dataset, key), row.category)
        return row if name == row.category else replace(row, category=name)


def _whole(path: Path) -> None:
    """Nothing, if a file is as it was written: no row goes missing without a word."""
    try:
        kept = json.loads((path.parent / RUN).read_text("utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        cause = f"{RUN}, which says what this is made of, is not beside it, or cannot be read"
        raise DataError(cause, file=path, line=1, remedy=MADE) from None
    if kept != hashlib.sha256(path.read_bytes()).hexdigest():
        raise DataError(f"this is not what was counted: {RUN} has another checksum", file=path, line=1, remedy=MADE)


def _key(row: Observation) -> tuple[object, ...]:
    return row.dataset, row.category, row.group, row.year, row.population, row.measure


def _row(codebook: Codebook, units: Units, path: Path, line: int, row: dict[str, str]) -> Observation:
    def fail(cause: str) -> DataError:
        return DataError(cause, file=path, line=line, remedy=MADE)

    if row["year"] != path.parent.name:
        raise fail(f"column 'year': {row['year']!r}, in the folder of {path.parent.name}")
    for name in ("measure", "population"):
        if row[name] not in codebook[name].categories:
            known = codebook[name].categories
            raise fail(f"column {name!r}: {row[name]!r} is not in the codebook{did_you_mean(row[name], known)}")
    if row["symbol"] not in ("", *SYMBOLS):
        raise fail(f"column 'symbol': {row['symbol']!r} is none")
    if not (row["value"] or row["symbol"] or row["text"]):
        raise fail("the row has no value, and nothing says why")
    try:
        value, decimals = float(row["value"] or "nan"), int(row["decimals"])
        base = int(row["base"]) if row["base"] else None
        if row["value"]:
            units.cell(row["value"], row["measure"], row["population"])
    except ValueError as error:
        raise fail(str(error)) from None
    if row["value"] and not math.isfinite(value):
        raise fail(f"column 'value': {row['value']!r} is no number")
    texts = {name: row[name] for name in COLUMNS if name not in ("year", "value", "decimals", "base")}
    return Observation(
        **texts, year=int(row["year"]), value=value, decimals=decimals, base=base,
        file=path.relative_to(codebook.root).as_posix(), line=line, column="value",
    )  # fmt: skip
