"""Sources: from files to observations, row by row. Printed tables, numbers in prose, and official figures.

Each function returns dictionaries with the fields of :data:`kunnskapsstatus.observations.FIELDS`.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook, read_table
from kunnskapsstatus.data.definitions import DIMENSIONS, Definition
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.numbers import Cell, parse_cell

PRINTED = Path("data") / "printed"
OFFICIAL = Path("data") / "official"
PROSE = Path("data") / "stated" / "prose.csv"
UNITS = Path("data") / "reference" / "units.csv"
PROSE_COLUMNS = (
    "key",
    "what",
    "value",
    "qualifier",
    "measure",
    "year",
    "population",
    "category",
    "group",
    "section",
    "figure",
    "note",
)
SERIES = ("ssb-2007", "until-2020", "from-2021", "old-method", "per-municipality", "per-centre")
"""The parts of broken series. Numbers of different parts neither subtract nor compare."""
ACCESS = ("direct", "secondary", "derived")
"""Where an official number was read: at the publisher's, told by another, or computed from what is told."""
OFFICIAL_COLUMNS = (
    "year",
    "population",
    "category",
    "group",
    "measure",
    "value",
    "qualifier",
    "series",
    "reservation",
    "access",
    "source",
)
ANSWER = "answer"

Observation = dict[str, Any]


@cache
def _units(root: Path) -> dict[str, tuple[str, str]]:
    rows = read_table(root / UNITS, ("measure", "unit", "kind"))
    return {row["measure"]: (row["unit"], row["kind"]) for row in rows}


def unit_of(root: Path, measure: str, population: str, definition_unit: str = "") -> str:
    """The unit of a measure in running text: ``prosent``, ``kroner``, ``døgn`` …; counts have none."""
    unit = _units(root).get(measure, ("", ""))[0]
    if unit or measure in ("count", "base", "standard-deviation"):
        return unit
    if definition_unit:
        return definition_unit
    return "døgn" if population == "nights" and measure in ("mean", "median") else ""


def kind_of(root: Path, measure: str) -> str:
    """What the cells of a measure hold: ``number``, ``answer`` (a category of the variable *answer*) or ``name``."""
    return _units(root).get(measure, ("", "number"))[1]


def blank(**given: Any) -> Observation:
    """An observation with nothing in it but what is given."""
    empty: Observation = dict.fromkeys(
        (
            "dataset",
            "key",
            "what",
            "heading",
            "category",
            "group",
            "population",
            "measure",
            "unit",
            "symbol",
            "qualifier",
            "text",
            "series",
            "reservation",
            "access",
            "source",
            "file",
        ),
        "",
    )
    return {
        **empty,
        "category": "total",
        "group": "total",
        "year": None,
        "value": math.nan,
        "decimals": 0,
        "base": None,
        "line": 0,
        "column": "",
        **given,
    }


def _decode(codebook: Codebook, definition: Definition, dimension: str, label: str, heading: str, *, stub: bool) -> Any:
    if dimension == "heading":
        return label
    if dimension == "year":
        if not (label.isdigit() and len(label) == 4):
            raise KeyError(f"{label!r} is not a year; expected four digits")
        return int(label)
    if dimension in ("measure", "population"):
        prefer = "base" if dimension == "measure" and stub else ""
        names: tuple[str, ...] = (dimension,)
        variable = codebook["measure"].categories
        if prefer and label in variable["base"].forms:
            return "base"
        return codebook.key(names, label)
    names = getattr(definition, dimension)
    if not names:
        raise KeyError(f"the definition gives no variable for the dimension {dimension!r}")
    if label == "":
        return definition.unlabelled
    return codebook.key(names, label, heading=heading)


def printed_table(root: Path, definition: Definition) -> list[Observation]:
    """The observations of one printed table, in printed order.

    Raises
    ------
    DataError
        Names file, line, column, value and what was expected.
    """
    codebook = Codebook(root)
    path = root / PRINTED / f"{definition.printed}.csv"
    file = path.relative_to(root).as_posix()
    rows = read_table(path, ())
    header = next(csv.reader(path.read_text("utf-8").splitlines()[:1]), [])
    stubs = [name for name in header if name in DIMENSIONS]
    columns = [name for name in header if name not in DIMENSIONS]
    needed = [
        d for d in ("category", "group") if getattr(definition, d) and d not in definition.columns and d not in stubs
    ]
    needed = [d for d in needed if d == "group" or definition.category != ("*",)]
    for name in needed:
        raise DataError(
            f"the column {name!r} is missing; found {', '.join(header)}",
            file=path,
            line=1,
            remedy="See data/README.md.",
        )
    heads: dict[str, dict[str, Any]] = {}
    for column in columns:
        parts = column.split(" | ")
        dimensions = definition.columns[-len(parts) :]
        if len(dimensions) != len(parts):
            raise DataError(
                f"the column {column!r} has {len(parts)} levels, the definition [{definition.id}] has {len(definition.columns)}",
                file=path,
                line=1,
                remedy=f"columns = {list(definition.columns)} must name each level.",
            )
        try:
            heads[column] = {
                d: _decode(codebook, definition, d, part, "", stub=False)
                for d, part in zip(dimensions, parts, strict=True)
            }
        except KeyError as error:
            raise DataError(f"column {column!r}: {error.args[0]}", file=path, line=1, remedy=_REMEDY) from None
    found: list[Observation] = []
    for number, row in enumerate(rows, 2):
        if all(row[column] == "" for column in columns):
            continue
        stub = {}
        for d in stubs:
            try:
                stub[d] = _decode(codebook, definition, d, row[d], row.get("heading", ""), stub=True)
            except KeyError as error:
                raise DataError(f"column {d!r}: {error.args[0]}", file=path, line=number, remedy=_REMEDY) from None
        if "category" not in stubs and definition.category == ("*",):
            stub["category"] = str(number - 1)
        for column in columns:
            if stub.get("category") == "base" and row[column] == "":
                continue
            found.append(
                _cell(root, codebook, definition, {**stub, **heads[column]}, row[column], path, number, column)
            )
    _give_bases(found, definition)
    for observation in found:
        observation["file"] = file
    return found


_REMEDY = "Correct the file, or add the printed form to the codebook variable."


def _cell(
    root: Path,
    codebook: Codebook,
    definition: Definition,
    place: dict[str, Any],
    text: str,
    path: Path,
    line: int,
    column: str,
) -> Observation:
    measure = place.get("measure") or definition.measure
    if place.get("category") == "base":
        measure = "base"
    if not measure:
        raise DataError(
            f"[{definition.id}] says no measure for this cell",
            file=path,
            line=line,
            remedy="Give measure in the definition.",
        )
    population = place.get("population") or definition.population
    if not population:
        raise DataError(
            f"[{definition.id}] says no population for this cell",
            file=path,
            line=line,
            remedy="Give population in the definition.",
        )
    observation = blank(
        dataset=definition.printed, year=definition.year, source=definition.source, line=line, column=column
    )
    observation |= place | {"measure": measure, "population": population}
    observation["unit"] = unit_of(root, measure, population, definition.unit)
    kind = kind_of(root, measure)
    cell = Cell(math.nan, 0, "")
    if kind == "name":
        observation["text"] = text
    else:
        try:
            cell = parse_cell(text)
        except ValueError as error:
            if kind != ANSWER:
                raise DataError(
                    f"column {column!r}: {error}",
                    file=path,
                    line=line,
                    remedy="Expected a number with decimal comma, '..', '.', ':', '-' or nothing.",
                ) from None
            try:
                observation["text"] = codebook.key((ANSWER,), text)
            except KeyError as unknown:
                raise DataError(f"column {column!r}: {unknown.args[0]}", file=path, line=line, remedy=_REMEDY) from None
    symbol = definition.dash if cell.symbol == "-" else cell.symbol
    value = 0.0 if symbol == "-" else cell.value
    return observation | {"value": value, "decimals": cell.decimals, "symbol": symbol}


def _give_bases(observations: list[Observation], definition: Definition) -> None:
    bases = {
        (o["group"], o["year"], o["population"]): o["value"]
        for o in observations
        if o["measure"] == "base" and o["value"] == o["value"]
    }
    for observation in observations:
        if observation["measure"] == "percent":
            base = bases.get((observation["group"], observation["year"], observation["population"]), definition.base)
            observation["base"] = None if base is None else int(base)


def _typed(root: Path, path: Path, line: int, row: dict[str, str], codebook: Codebook) -> Observation:
    try:
        cell = parse_cell(row["value"].replace(".", ",") if row["value"] not in (".", "..") else row["value"])
    except ValueError as error:
        if row["value"] in codebook[ANSWER].categories:
            cell, text = Cell(math.nan, 0, ""), row["value"]
        else:
            raise DataError(
                f"column 'value': {error}", file=path, line=line, remedy="Expected a number or a symbol."
            ) from None
    else:
        text = ""
    if row["year"] and not (row["year"].isdigit() and len(row["year"]) == 4):
        raise DataError(
            f"column 'year': {row['year']!r} is not a year",
            file=path,
            line=line,
            remedy="Expected four digits or nothing.",
        )
    for dimension in ("measure", "population"):
        if row[dimension] and row[dimension] not in codebook[dimension].categories:
            raise DataError(
                f"column {dimension!r}: {row[dimension]!r} is not in the codebook; expected one of: {', '.join(codebook[dimension].categories)}",
                file=path,
                line=line,
                remedy="Correct the key, or add it to the codebook.",
            )
    known = {"category": codebook.keys, "group": codebook.keys, "series": SERIES, "access": ACCESS}
    for column, expected in known.items():
        text_given = row.get(column, "")
        if text_given and text_given not in expected:
            close = difflib.get_close_matches(text_given, expected, 3)
            what = (
                f"did you mean {' or '.join(close)}?"
                if close
                else "expected a key of the codebook"
                if expected is codebook.keys
                else f"expected {', '.join(expected)}"
            )
            raise DataError(
                f"column {column!r}: {text_given!r} is not known; {what}",
                file=path,
                line=line,
                remedy="Correct it, or add it where it is defined.",
            )
    places = min(cell.decimals, 1) if row["measure"] == "million-kroner" else cell.decimals
    return blank(
        year=int(row["year"]) if row["year"] else None,
        population=row["population"],
        measure=row["measure"],
        qualifier=row["qualifier"],
        category=row["category"] or "total",
        group=row["group"] or "total",
        value=0.0 if cell.symbol == "-" else cell.value,
        decimals=places,
        symbol=cell.symbol,
        text=text,
        unit=unit_of(root, row["measure"], row["population"]),
        file=path.relative_to(root).as_posix(),
        line=line,
        column="value",
    )


def prose(root: Path) -> Iterator[Observation]:
    """The numbers that the report gives in running text. Those that belong to a figure are of that figure's dataset."""
    codebook, path = Codebook(root), root / PROSE
    for line, row in enumerate(read_table(path, PROSE_COLUMNS), 2):
        observation = _typed(root, path, line, row, codebook)
        yield observation | {
            "dataset": row["figure"] or "prose",
            "key": row["key"],
            "what": row["what"],
            "reservation": row["note"],
            "source": f"rapporten, {'kapittel' if '.' not in row['section'] else 'avsnitt'} {row['section']}",
        }


def official(root: Path) -> Iterator[Observation]:
    """The figures that the authorities have published since, one dataset a file: ``official-residents`` …"""
    codebook = Codebook(root)
    for path in sorted((root / OFFICIAL).glob("*.csv")):
        for line, row in enumerate(read_table(path, OFFICIAL_COLUMNS), 2):
            observation = _typed(root, path, line, row, codebook)
            yield (
                observation
                | {"dataset": f"official-{path.stem}"}
                | {k: row[k] for k in ("series", "reservation", "access", "source")}
            )
