"""The municipalities of today with the names, post towns and postcodes that people know them by, and what a source says
of the centre that serves one: ``municipalities.csv``, ``postcodes.csv`` and ``served.csv`` in ``data/reference/``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kunnskapsstatus.data.limits import as_year
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError, did_you_mean

FOLDER = Path("data") / "reference"
MUNICIPALITIES, SERVED = FOLDER / "municipalities.csv", FOLDER / "served.csv"
POSTCODES, CENTRES = FOLDER / "postcodes.csv", FOLDER / "centres.csv"
COLUMNS = ("code", "name", "county", "former", "towns")
_CODE = re.compile(r"[0-9]{4}")
_APART = re.compile(r" \(.*\)")


@dataclass(frozen=True)
class Municipality:
    """A municipality as it is today.

    Attributes
    ----------
    code : four digits
    name, county : in Bokmål; a name in several languages has `` - `` between them
    former : what it, or a municipality that it took in, was called in 2018 or later
    towns : its post towns with other names
    """

    code: str
    name: str
    county: str
    former: tuple[str, ...]
    towns: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Each name that it has or had since 2018, and each language's part of one."""
        return tuple(part for name in (self.name, *self.former) for part in dict.fromkeys((name, *name.split(" - "))))

    @cached_property
    def called(self) -> frozenset[str]:
        """Its names, also without what tells two of one name apart."""
        return frozenset(self.names) | {_APART.sub("", part) for part in self.names}


@dataclass(frozen=True)
class Serving:
    """That a centre serves a municipality, by a source that says so of a year."""

    municipality: str
    centre: str
    year: int
    source: str


def municipalities(root: Path) -> tuple[Municipality, ...]:
    """All municipalities, by their numbers.

    Raises
    ------
    DataError
        Names the line where a number, a name or a county is not right.
    """
    found: dict[str, Municipality] = {}
    names: set[str] = set()
    path = root / MUNICIPALITIES
    for line, row in read_table(path, COLUMNS):
        code = row["code"]
        if not _CODE.fullmatch(code):
            cause = f"column 'code': {code!r} is not the number of a municipality"
            raise DataError(cause, file=path, line=line, remedy="Expected four digits, such as 0301.")
        for column in ("name", "county"):
            if not row[column]:
                raise DataError(f"column {column!r} is empty", file=path, line=line, remedy="Each has both.")
        if code in found or row["name"] in names:
            raise DataError(f"{row['name']!r} or {code} stands twice", file=path, line=line, remedy="Delete one.")
        former, towns = (tuple(filter(None, row[column].split("|"))) for column in ("former", "towns"))
        names.add(row["name"])
        found[code] = Municipality(code, row["name"], row["county"], former, towns)
    return tuple(found.values())


@dataclass(frozen=True)
class Postcodes:
    """The postcodes from a first to a last, four digits each, and the codes of the municipalities that they are in."""

    first: str
    last: str
    municipalities: tuple[str, ...]

    def __str__(self) -> str:
        """``3400-3412``, or ``3420``."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


def postcodes(root: Path) -> tuple[Postcodes, ...]:
    """All postcodes, in rising order.

    Raises
    ------
    DataError
        Names the line where a postcode is no such, does not follow those before it, or is in no municipality known.
    """
    path, found = root / POSTCODES, []
    known, before = {one.code for one in municipalities(root)}, ""
    for line, row in read_table(path, ("first", "last", "municipalities")):
        for column in ("first", "last"):
            if not _CODE.fullmatch(row[column]):
                cause = f"column {column!r}: {row[column]!r} is no postcode"
                raise DataError(cause, file=path, line=line, remedy="Expected four digits, such as 0150.")
        if not before < row["first"] <= row["last"]:
            cause = f"{row['first']} to {row['last']} does not follow {before or 'the head'}"
            raise DataError(cause, file=path, line=line, remedy="Postcodes rise from line to line.")
        codes = tuple(row["municipalities"].split("|"))
        for code in codes:
            if code not in known:
                cause = f"column 'municipalities': {code!r} is not known{did_you_mean(code, known)}"
                raise DataError(cause, file=path, line=line, remedy=f"Number it as in {MUNICIPALITIES}.")
        found.append(Postcodes(row["first"], row["last"], codes))
        before = row["last"]
    return tuple(found)


def served(root: Path) -> tuple[Serving, ...]:
    """What sources say of who serves whom, in the order of the file.

    Raises
    ------
    DataError
        Names the line where a municipality or a centre is not known, or the year or the source is not given.
    """
    path, found = root / SERVED, []
    known = {
        "municipality": {one.name for one in municipalities(root)},
        "centre": {row["key"] for _, row in read_table(root / CENTRES, ("key",))},
    }
    for line, row in read_table(path, ("municipality", "centre", "year", "source")):
        for column, names in known.items():
            if row[column] not in names:
                cause = f"column {column!r}: {row[column]!r} is not known{did_you_mean(row[column], names)}"
                files = {"municipality": MUNICIPALITIES, "centre": CENTRES}
                raise DataError(cause, file=path, line=line, remedy=f"Name it as in {files[column]}.")
        try:
            year = as_year(row["year"])
        except ValueError as error:
            raise DataError(f"column 'year': {error}", file=path, line=line, remedy="Expected such as 2021.") from None
        if not row["source"]:
            raise DataError("there is no source", file=path, line=line, remedy="Say who says so.")
        found.append(Serving(row["municipality"], row["centre"], year, row["source"]))
    return tuple(found)


def of_name(known: tuple[Municipality, ...], name: str) -> Municipality | None:
    """The municipality that has, or has had since 2018, this name; None where none has, or several have."""
    found = [one for one in known if name in one.called]
    return found[0] if len(found) == 1 else None


def check(root: Path) -> None:
    """Nothing, if the files are right. A book without them needs none of it. Raises as :func:`served`."""
    if (root / MUNICIPALITIES).exists():
        municipalities(root)
    if (root / POSTCODES).exists():
        postcodes(root)
    if (root / SERVED).exists():
        served(root)
