"""The report's printed tables, ``data/printed/*.csv``: from cells as printed to observations, in printed order."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook, normal
from kunnskapsstatus.data.definitions import DIMENSIONS, Definition
from kunnskapsstatus.data.limits import as_year
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import BookError, DataError
from kunnskapsstatus.keys import ANSWER, ANY, BASE, NAME
from kunnskapsstatus.numbers import Cell

FOLDER = Path("data") / "printed"
REMEDY = "Correct the file, or add the printed form to the codebook variable."
EXPECTED = "Expected a number with decimal comma, '..', '.', ':', '-' or nothing."

Place = dict[str, Any]
"""What a head or a row says of its cells: values by dimension."""


@dataclass(frozen=True)
class Where:
    """Where a cell stands; ``name`` is its file from the book's folder."""

    path: Path
    name: str
    line: int
    column: str

    def fault(self, cause: str, remedy: str) -> DataError:
        """What is wrong with the cell."""
        return DataError(f"column {self.column!r}: {cause}", file=self.path, line=self.line, remedy=remedy)


def path_of(root: Path, definition: Definition) -> Path:
    """The file of the printed exhibit that a definition names."""
    return root / FOLDER / f"{definition.printed}.csv"


def read(codebook: Codebook, units: Units, definition: Definition, *, proofread: bool = False) -> list[Observation]:
    """The observations of one printed table, in printed order.

    Raises
    ------
    DataError, DefinitionError
        Names file, line, column, value and what was expected. What is ``proofread`` is right: where it is not
        understood, the codebook or the definition is at fault.
    """
    try:
        return _read(codebook, units, definition)
    except DataError as error:
        if proofread and error.file == str(path_of(codebook.root, definition)):
            raise _elsewhere(codebook, definition, error) from None
        raise


def _elsewhere(codebook: Codebook, definition: Definition, error: DataError) -> BookError:
    """The fault where it is: at the category that is nearly printed so, else at the definition."""
    place = Path(error.file).relative_to(codebook.root).as_posix()
    cause = f"{error.cause} ({place}:{error.line}, which is as it was proofread)"
    label = re.match(r"column .*?: (?P<quote>['\"])(?P<label>.*?)(?P=quote) is not a category of ", error.cause)
    if label:
        variables = (codebook[name] for name in ("measure", "population", *definition.variables))
        forms = {form: variable.file for variable in variables for form in variable.keys}
        for form in get_close_matches(normal(label["label"]), forms, 1, 0.7):
            lines = (line for line, row in read_table(forms[form]) if form in normal("|".join(row.values())))
            return DataError(cause, file=forms[form], line=next(lines, 1), remedy=REMEDY)
    return Sections(definition.file).fault(cause, definition.id, remedy="Correct the definition or the codebook.")


def _read(codebook: Codebook, units: Units, definition: Definition) -> list[Observation]:
    path = path_of(codebook.root, definition)
    table, name = read_table(path), path.relative_to(codebook.root).as_posix()
    stubs = [name for name in table.header if name in DIMENSIONS]
    columns = [name for name in table.header if name not in DIMENSIONS]
    _all_there(definition, table.header, path)
    heads = {column: _head(codebook, definition, column, path) for column in columns}
    found: list[Observation] = []
    for number, (line, row) in enumerate(table, 1):
        if all(row[column] == "" for column in columns):
            continue
        stub = {d: _stub(codebook, definition, d, row, path, line) for d in stubs}
        if "category" not in stubs and definition.category == (ANY,):
            stub["category"] = str(number)
        for column in columns:
            if stub.get("category") == BASE and row[column] == "":
                continue
            where = Where(path, name, line, column)
            found.append(_cell(codebook, units, definition, {**stub, **heads[column]}, row[column], where))
    return _with_bases(found, definition)


def _all_there(definition: Definition, header: tuple[str, ...], path: Path) -> None:
    for name in ("category", "group"):
        variables = getattr(definition, name)
        needed = variables and variables != (ANY,) if name == "category" else variables
        if needed and name not in (*definition.columns, *header):
            cause = f"the column {name!r} is missing; found {', '.join(header)}"
            raise DataError(cause, file=path, line=1, remedy="See data/README.md.")


def _head(codebook: Codebook, definition: Definition, column: str, path: Path) -> Place:
    parts = column.split(" | ")
    dimensions = definition.columns[-len(parts) :]
    if len(dimensions) != len(parts):
        levels = len(definition.columns)
        raise DataError(
            f"the column {column!r} has {len(parts)} levels, the definition [{definition.id}] has {levels}",
            file=path,
            line=1,
            remedy=f"columns = {list(definition.columns)} must name each level.",
        )
    try:
        return {d: _decode(codebook, definition, d, part) for d, part in zip(dimensions, parts, strict=True)}
    except KeyError as error:
        raise DataError(f"column {column!r}: {error.args[0]}", file=path, line=1, remedy=REMEDY) from None


def _stub(codebook: Codebook, definition: Definition, d: str, row: dict[str, str], path: Path, line: int) -> Any:
    base = codebook["measure"].categories.get(BASE)
    if d == "measure" and base and row[d] in base.forms:
        return BASE
    try:
        return _decode(codebook, definition, d, row[d], row.get("heading", ""))
    except KeyError as error:
        raise DataError(f"column {d!r}: {error.args[0]}", file=path, line=line, remedy=REMEDY) from None


def _decode(codebook: Codebook, definition: Definition, dimension: str, label: str, heading: str = "") -> Any:
    if dimension == "heading":
        return label
    if dimension == "year":
        try:
            return as_year(label)
        except ValueError as error:
            raise KeyError(str(error)) from None
    if dimension in ("measure", "population"):
        return codebook.key((dimension,), label)
    names = getattr(definition, dimension)
    if not names:
        raise KeyError(f"the definition gives no variable for the dimension {dimension!r}")
    return codebook.key(names, label, heading=heading) if label else definition.unlabelled


def _cell(
    codebook: Codebook, units: Units, definition: Definition, place: Place, text: str, where: Where
) -> Observation:
    """The observation of one cell; ``place`` is what its row and its column say."""
    measure = BASE if place.get("category") == BASE else place.get("measure") or definition.measure
    population = place.get("population") or definition.population
    for name, value in (("measure", measure), ("population", population)):
        if not value:
            raise where.fault(f"[{definition.id}] says no {name} for this cell", f"Give {name} in the definition.")
    given: dict[str, Any] = {
        "dataset": definition.printed,
        "year": definition.year,
        **place,
        "measure": measure,
        "population": population,
        "unit": units.unit(measure, population, definition.unit),
        "source": definition.source,
        "file": where.name,
        "line": where.line,
        "column": where.column,
    }
    kind = units.kind(measure)
    if kind == NAME:
        return Observation(**given, text=text)
    try:
        cell = units.cell(text, measure, population)
    except ValueError as error:
        if kind != ANSWER:
            raise where.fault(str(error), EXPECTED) from None
        try:
            return Observation(**given, text=codebook.key((ANSWER,), text))
        except KeyError as unknown:
            raise where.fault(unknown.args[0], REMEDY) from None
    return Observation(**given, **_value(cell, definition.dash))


def _value(cell: Cell, dash: str) -> dict[str, Any]:
    symbol = dash if cell.symbol == "-" else cell.symbol
    return {"value": 0.0 if symbol == "-" else cell.value, "decimals": cell.decimals, "symbol": symbol}


def _with_bases(rows: list[Observation], definition: Definition) -> list[Observation]:
    """The rows, each percentage with the number of answers that stands for its group, year and population."""

    def place(row: Observation) -> tuple[Any, ...]:
        return row.group, row.year, row.population

    bases = {place(row): row.value for row in rows if row.measure == BASE and not math.isnan(row.value)}

    def with_base(row: Observation) -> Observation:
        number = bases.get(place(row), definition.base) if row.measure == "percent" else None
        return row if number is None else replace(row, base=int(number))

    return [with_base(row) for row in rows]
