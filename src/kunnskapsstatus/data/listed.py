"""Numbers listed one a row: those that the report gives in running text only, and official figures published since."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.limits import as_year, check_year
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import DataError, Faults, did_you_mean
from kunnskapsstatus.keys import ANSWER, OFFICIAL, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import PERCENT

STATED = Path("data") / "stated" / "prose.csv"
FOLDER = Path("data") / "official"
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
"""Columns that each file has. ``accessed`` may stand behind them."""
SPAN = re.compile(r"(?P<side>until|ssb|from)-(?P<year>\d{4})", re.ASCII)
"""The part of a broken series until a year, or from one on: from-2021. A new break is a new year, and no code."""
SERIES = (OLD_METHOD, "per-municipality", "per-centre")
"""The parts that are of other things than years. Numbers of different parts neither subtract nor compare."""
EXAMPLES = ("from-2021", "until-2020")
ACCESS = ("direct", "secondary", "derived")
"""Where an official number was read: at the publisher's, told by another, or computed from what is told."""
HEDGES = (
    "omkring", "om lag", "rundt", "cirka", "anslagsvis", "nær", "nesten", "knapt", "under", "mindre enn", "høyst",
    "i underkant av", "opp mot", "oppe i", "over", "mer enn", "minst", "vel", "drøyt", "godt og vel", "i overkant av",
)  # fmt: skip
"""The words by which a source hedges a number. Readers see them before it."""
EXPECTED = "Expected a number with a decimal comma or point, or a symbol; thousands have a space."
ROUNDED = {"million-kroner": 1}
"""Measures that are never shown with more decimals than these."""


def stated(codebook: Codebook, units: Units) -> Iterator[Observation]:
    """The numbers that the report gives in running text. Those that belong to a figure are of that figure's dataset.

    Raises
    ------
    DataError
        Names file, line, column, value and what was expected, of each row that cannot be read.
    """
    path, faults = codebook.root / STATED, Faults()
    for line, row in read_table(path, STATED_COLUMNS):
        section = row["section"]
        with faults.noted():
            yield _typed(
                codebook,
                units,
                path,
                line,
                row,
                file=STATED.as_posix(),
                dataset=row["figure"] or PROSE,
                key=row["key"],
                what=row["what"],
                reservation=row["note"],
                source=f"rapporten, {'avsnitt' if '.' in section else 'kapittel'} {section}",
            )
    faults.tell()


def official(codebook: Codebook, units: Units) -> Iterator[Observation]:
    """The figures that the authorities have published since, one dataset a file: ``official-residents`` …

    Raises
    ------
    DataError
        As :func:`stated`.
    """
    faults = Faults()
    for path in sorted((codebook.root / FOLDER).glob("*.csv")):
        names = {"file": path.relative_to(codebook.root).as_posix(), "dataset": OFFICIAL + path.stem}
        for line, row in read_table(path, OFFICIAL_COLUMNS):
            given = {name: row.get(name, "") for name in ("series", "reservation", "access", "source", "accessed")}
            with faults.noted():
                yield _typed(codebook, units, path, line, row, **names, **given)
    faults.tell()


def file_of(dataset: str) -> str:
    """The file of a dataset of official figures, from the book's folder."""
    return (FOLDER / f"{dataset.removeprefix(OFFICIAL)}.csv").as_posix()


def _typed(codebook: Codebook, units: Units, path: Path, line: int, row: Mapping[str, str], **own: Any) -> Observation:
    """What both kinds of rows have in common, checked against the codebook; ``own`` is what a kind has besides."""

    def fail(column: str, cause: str, remedy: str) -> DataError:
        return DataError(f"column {column!r}: {cause}", file=path, line=line, remedy=remedy)

    if not any(row.values()):
        raise DataError("the row is empty", file=path, line=line, remedy="Delete it.")
    if not row["measure"]:
        raise fail("measure", "is empty", "Say what the value is: count, percent …")
    for dimension in ("measure", "population"):
        known = codebook[dimension].categories
        if row[dimension] and row[dimension] not in known:
            cause = f"{row[dimension]!r} is not in the codebook{did_you_mean(row[dimension], known)}"
            raise fail(dimension, cause, f"Known: {', '.join(known)}. Or add it to the codebook.")
    lists: dict[str, Collection[str]] = {"category": codebook.keys, "group": codebook.keys}
    for column, expected in (lists | {"qualifier": HEDGES, "access": ACCESS}).items():
        if row.get(column) and row[column] not in expected:
            cause = f"{row[column]!r} is not known{_expected(row[column], expected, codebook)}"
            remedy = "Correct it, or add it to a file in data/codebook/." if column in lists else "Correct it."
            raise fail(column, cause, remedy)
    series = row.get("series", "")
    if series and not _is_part(series):
        others = ", ".join(SERIES)
        cause = f"{series!r} is not known{did_you_mean(series, (*EXAMPLES, *SERIES))}"
        remedy = f"Write from-2021 of what is counted so from 2021 on, until-2020 of what was before; or {others}."
        raise fail("series", cause, remedy)
    text = row["value"]
    answer = units.kind(row["measure"]) == ANSWER and text in codebook[ANSWER].categories
    if not text and row.get("note") == "":
        raise fail("value", "is empty", "Give the value, or a symbol such as .. with the reason.")
    try:
        cell = units.cell("" if answer else text, row["measure"], row["population"])
    except ValueError as error:
        raise fail("value", str(error), EXPECTED) from None
    unit = units.unit(row["measure"], row["population"])
    if cell.percent and unit != PERCENT:
        raise fail(
            "value", f"{text!r} is a percentage, and {row['measure']} is none", "Correct the value or the measure."
        )
    try:
        year = as_year(row["year"]) if row["year"] else None
    except ValueError as error:
        raise fail("year", str(error), "Expected four digits or nothing.") from None
    return Observation(
        year=year,
        population=row["population"],
        measure=row["measure"],
        qualifier=row["qualifier"],
        category=row["category"] or TOTAL,
        group=row["group"] or TOTAL,
        value=0.0 if cell.symbol == "-" else cell.value,
        decimals=min(cell.decimals, ROUNDED.get(row["measure"], cell.decimals)),
        symbol=cell.symbol,
        text=text if answer else "",
        unit=unit,
        line=line,
        column="value",
        **own,
    )


def _is_part(series: str) -> bool:
    """Whether a text names a part of a broken series: one that is known, or of a year that has been."""
    span = SPAN.fullmatch(series)
    if span is None:
        return series in SERIES
    try:
        check_year(int(span["year"]))
    except ValueError:
        return False
    return True


def _expected(given: str, expected: Collection[str], codebook: Codebook) -> str:
    listed = "; expected a key of the codebook" if expected is codebook.keys else f"; expected {', '.join(expected)}"
    return did_you_mean(given, sorted(expected), 3) or listed
