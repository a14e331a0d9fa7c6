"""The services of each centre, year by year: their form of organisation and staff, by which exhibits are broken down.

``data/registers/offers.csv`` has what is known of earlier years; a year that is received brings its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.limits import as_year
from kunnskapsstatus.data.municipalities import CENTRES
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError, did_you_mean
from kunnskapsstatus.numbers import parse_cell
from kunnskapsstatus.registers import centres

FILE = Path("data") / "registers" / "offers.csv"
COLUMNS = ("centre", "year", "service", "organisation", "staff_years", "source")
CODED = {"service": "service", "organisation": "organisation"}
"""The codebook's variable of a column."""


@dataclass(frozen=True)
class Offer:
    """A service of a centre in a year. The organisation is empty, and the staff-years None, where nobody says."""

    centre: str
    year: int
    service: str
    organisation: str
    staff_years: float | None
    source: str


def load(root: Path) -> tuple[Offer, ...]:
    """The services that are known, in the order of the file.

    Raises
    ------
    DataError
        For a centre, a key, a year or a number that is none, and for a service twice, with file and line.
    """
    found: dict[tuple[str, int, str], Offer] = {}
    register, codebook = centres.load(root), Codebook(root)
    for line, row in read_table(root / FILE, COLUMNS):
        for cause in _faults(row, register, codebook):
            raise DataError(cause, file=root / FILE, line=line, remedy=f"Centres are in {CENTRES}.")
        staff = parse_cell(row["staff_years"]).value if row["staff_years"] else None
        key = row["centre"], as_year(row["year"]), row["service"]
        if key in found:
            raise DataError(
                f"{' '.join(map(str, key))} stands twice", file=root / FILE, line=line, remedy="Delete one."
            )
        found[key] = Offer(*key, row["organisation"], staff, row["source"])
    return tuple(found.values())


def _faults(row: dict[str, str], register: centres.Centres, codebook: Codebook) -> list[str]:
    found = []
    if row["centre"] not in register:
        found.append(f"column 'centre': {row['centre']!r} is no centre{did_you_mean(row['centre'], register)}")
    for column, variable in CODED.items():
        keys = codebook[variable].categories
        if row[column] not in keys and (row[column] or column == "service"):
            found.append(f"column {column!r}: {row[column]!r} is no key of {variable}{did_you_mean(row[column], keys)}")
    try:
        as_year(row["year"])
        parse_cell(row["staff_years"])
    except ValueError as error:
        found.append(str(error))
    return found
