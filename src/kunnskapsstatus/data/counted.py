"""What has been counted of a year's registers: ``data/registers/<year>/observations.csv``, a cell of an exhibit a row.

Aggregates alone: no record is among the data. What is invented is refused.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import DataError, Faults, did_you_mean
from kunnskapsstatus.numbers import SYMBOLS

FOLDER = Path("data") / "registers"
FILES = FILE, PARQUET, RUN = "observations.csv", "observations.parquet", "run.json"
"""The values, the same for programs, and what they are made of."""
COLUMNS = (
    "dataset", "category", "group", "year", "population", "measure", "unit", "value", "decimals", "base", "symbol",
    "text", "series", "reservation", "source",
)  # fmt: skip
INVENTED = "syntetisk"
"""What stands in the name, inside and in each row of what is invented."""
SOURCE = "Krisesentrenes registreringer {}"
MADE = "These files are made by `kunnskapsstatus tabulate`: make them anew."


def is_counted(row: Observation) -> bool:
    """Whether a value is counted of a year's registers."""
    return row.file.startswith(f"{FOLDER.as_posix()}/")


def cells(row: Observation) -> list[str]:
    """A row of the file."""
    value = f"{row.value:.{row.decimals}f}" if row.known else ""
    given = {"value": value, "year": str(row.year or ""), "base": "" if row.base is None else str(row.base)}
    return [given.get(name, str(getattr(row, name))) for name in COLUMNS]


def read(codebook: Codebook, units: Units, report: Iterable[Observation]) -> Iterator[Observation]:
    """What is counted of each year, but for what the ``report`` has: its number stands.

    Raises
    ------
    DataError
        Names file, line and value of what is not as it was made, and of what is invented.
    """
    faults, known = Faults(), {_key(row) for row in report}
    for path in sorted((codebook.root / FOLDER).glob(f"[0-9]*/{FILE}")):
        _whole(path)
        for line, row in read_table(path, COLUMNS):
            with faults.noted():
                found = _row(codebook, units, path, line, row)
                if _key(found) not in known:
                    yield found
    faults.tell()


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
    def fail(cause: str, remedy: str = MADE) -> DataError:
        return DataError(cause, file=path, line=line, remedy=remedy)

    if any(INVENTED in text.casefold() for text in row.values()):
        raise fail("this row is invented", "Invented numbers are never among the data: take the folder away.")
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
