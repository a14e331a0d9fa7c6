"""Numbers listed one a row: those that the report gives in running text only, and official figures published since."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook, read_table
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.keys import ANSWER, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import parse_cell

STATED = Path("data") / "stated" / "prose.csv"
OFFICIAL = Path("data") / "official"
PROSE = "prose"
"""The dataset of stated numbers that belong to no figure."""
STATED_COLUMNS = (
    "key", "what", "value", "qualifier", "measure", "year", "population", "category", "group", "section", "figure",
    "note",
)  # fmt: skip
OFFICIAL_COLUMNS = (
    "year", "population", "category", "group", "measure", "value", "qualifier", "series", "reservation", "access",
    "source",
)  # fmt: skip
SERIES = ("ssb-2007", "until-2020", "from-2021", OLD_METHOD, "per-municipality", "per-centre")
"""The parts of broken series. Numbers of different parts neither subtract nor compare."""
ACCESS = ("direct", "secondary", "derived")
"""Where an official number was read: at the publisher's, told by another, or computed from what is told."""
ROUNDED = {"million-kroner": 1}
"""Measures that are never shown with more decimals than these."""


def stated(codebook: Codebook, units: Units) -> Iterator[Observation]:
    """The numbers that the report gives in running text. Those that belong to a figure are of that figure's dataset.

    Raises
    ------
    DataError
        Names file, line, column, value and what was expected.
    """
    path = codebook.root / STATED
    for line, row in enumerate(read_table(path, STATED_COLUMNS), 2):
        section = row["section"]
        yield replace(
            _typed(codebook, units, path, line, row),
            dataset=row["figure"] or PROSE,
            key=row["key"],
            what=row["what"],
            reservation=row["note"],
            source=f"rapporten, {'avsnitt' if '.' in section else 'kapittel'} {section}",
        )


def official(codebook: Codebook, units: Units) -> Iterator[Observation]:
    """The figures that the authorities have published since, one dataset a file: ``official-residents`` …

    Raises
    ------
    DataError
        As :func:`stated`.
    """
    for path in sorted((codebook.root / OFFICIAL).glob("*.csv")):
        for line, row in enumerate(read_table(path, OFFICIAL_COLUMNS), 2):
            given: dict[str, Any] = {name: row[name] for name in ("series", "reservation", "access", "source")}
            yield replace(_typed(codebook, units, path, line, row), dataset=f"official-{path.stem}", **given)


def _typed(codebook: Codebook, units: Units, path: Path, line: int, row: Mapping[str, str]) -> Observation:
    """What both kinds of rows have in common, checked against the codebook."""

    def fail(column: str, cause: str, remedy: str) -> DataError:
        return DataError(f"column {column!r}: {cause}", file=path, line=line, remedy=remedy)

    text = row["value"]
    answer = text in codebook[ANSWER].categories
    try:
        cell = parse_cell("" if answer else text if text in (".", "..") else text.replace(".", ","))
    except ValueError as error:
        raise fail("value", str(error), "Expected a number or a symbol.") from None
    if row["year"] and not (row["year"].isdigit() and len(row["year"]) == 4):
        raise fail("year", f"{row['year']!r} is not a year", "Expected four digits or nothing.")
    for dimension in ("measure", "population"):
        known = codebook[dimension].categories
        if row[dimension] and row[dimension] not in known:
            cause = f"{row[dimension]!r} is not in the codebook; expected one of: {', '.join(known)}"
            raise fail(dimension, cause, "Correct the key, or add it to the codebook.")
    lists: dict[str, Collection[str]] = {"category": codebook.keys, "group": codebook.keys}
    for column, expected in (lists | {"series": SERIES, "access": ACCESS}).items():
        if row.get(column) and row[column] not in expected:
            cause = f"{row[column]!r} is not known; {_expected(row[column], expected, codebook)}"
            raise fail(column, cause, "Correct it, or add it where it is defined.")
    return Observation(
        year=int(row["year"]) if row["year"] else None,
        population=row["population"],
        measure=row["measure"],
        qualifier=row["qualifier"],
        category=row["category"] or TOTAL,
        group=row["group"] or TOTAL,
        value=0.0 if cell.symbol == "-" else cell.value,
        decimals=min(cell.decimals, ROUNDED.get(row["measure"], cell.decimals)),
        symbol=cell.symbol,
        text=text if answer else "",
        unit=units.unit(row["measure"], row["population"]),
        file=path.relative_to(codebook.root).as_posix(),
        line=line,
        column="value",
    )


def _expected(given: str, expected: Collection[str], codebook: Codebook) -> str:
    close = difflib.get_close_matches(given, expected, 3)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return "expected a key of the codebook" if expected is codebook.keys else f"expected {', '.join(expected)}"
