"""What an author makes in a cell without an exhibit: a data frame as a table of the book, an Altair chart as a chart of
the book."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from decimal import Decimal
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus import charts
from kunnskapsstatus.charts.sketch import Spec
from kunnskapsstatus.errors import did_you_mean
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.forms.chart import Chart
from kunnskapsstatus.forms.drawing import kept
from kunnskapsstatus.forms.table import Cell, Row, Table
from kunnskapsstatus.numbers import format_number

MIME = "application/vnd.kunnskapsstatus.own+json"
MOST_ROWS = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
YEARS = range(1900, 2101)
ENOUGH = 2
"""Decimals that are enough, where they do not make something of nothing."""


@dataclass(frozen=True)
class Own:
    """A table, a chart with the numbers behind it, or why it cannot be shown.

    Attributes
    ----------
    table : the data frame, or the numbers behind the chart; None where these are too many
    chart : the chart; its alternative text is empty where its author gives none
    fault : what was found that cannot be shown
    remedy : what to do about it
    """

    table: Table | None = None
    chart: Chart | None = None
    fault: str = ""
    remedy: str = ""

    def to_json(self) -> dict[str, Any]:
        """The record as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Own:
        """The record that :meth:`to_json` gave."""
        table = Table.from_json(data["table"]) if data["table"] else None
        return cls(table, Chart(**data["chart"]) if data["chart"] else None, data["fault"], data["remedy"])


def own_table(frame: pd.DataFrame) -> Own:
    """A data frame as a table."""
    if not frame.size:
        return Own(fault="a data frame without rows or columns", remedy="Show one that holds something")
    if len(frame) > MOST_ROWS:
        remedy = f"Show no more than {MOST_ROWS}, such as `frame.head(20)`, or make an exhibit of it"
        return Own(fault=f"a data frame of {len(frame)} rows", remedy=remedy)
    table = tabulate_frame(frame)
    if any(_CONTROL.search(cell.text) for row in (*table.head, *table.body) for cell in row.cells):
        return Own(fault="a data frame with control characters in a text", remedy="Take them out of the data")
    return Own(table=table)


def own_chart(root: Path, spec: Spec) -> Own:
    """A Vega-Lite specification with its data as a chart, kept in ``root``, the book's folder."""
    if fault := _draws_nothing(spec):
        return Own(fault=f"an Altair chart {fault}", remedy="It would be drawn empty: give it what it is to show")
    try:
        drawn = kept(root, json.dumps(spec, sort_keys=True, default=str), lambda: _drawn(spec))
    except ValueError as error:
        return Own(fault=f"an Altair chart that {error}", remedy="Give it the data themselves, as a data frame")
    return Own(_behind(spec), Chart(**drawn, alt=_described(spec)))


def _drawn(spec: Spec) -> dict[str, str]:
    wide, narrow = charts.draw_own(spec)
    return {"svg": wide, "html": charts.own_html(wide, narrow)}


def _described(spec: Spec) -> str:
    """What its author says that the chart shows: its description, else its title."""
    title = spec.get("title", "")
    lines = [title.get("text", ""), title.get("subtitle", "")] if isinstance(title, dict) else [title]
    words = [" ".join(line) if isinstance(line, list) else str(line) for line in lines]
    return str(spec.get("description") or "") or ". ".join(word.rstrip(".") for word in words if word)


def _behind(spec: Spec) -> Table | None:
    """The numbers behind a chart, where they are of one kind and few."""
    datasets = list(spec.get("datasets", {}).values())
    used = set(_fields(spec))
    rows = [{name: value for name, value in row.items() if name in used} for row in datasets[0]] if datasets else []
    if len(datasets) != 1 or not 0 < len(rows) <= MOST_ROWS or not any(rows):
        return None
    return tabulate_frame(pd.DataFrame(rows))


def _draws_nothing(spec: Spec) -> str:
    """Why a chart would have nothing to draw, or nothing of a field: Vega passes over what is not in the data."""
    datasets = [rows for rows in spec.get("datasets", {}).values() if isinstance(rows, list)]
    if datasets and not any(datasets):
        return "without data"
    known = {str(name) for rows in datasets for row in rows if isinstance(row, dict) for name in row}
    for name in _fields(spec) if known and not _computes(spec) else ():
        if name not in known and not set(name) & set(".[\\"):
            return f"of {name!r}, which its data have not{did_you_mean(name, known)}"
    return ""


def _computes(part: Any) -> bool:
    """Whether a chart makes fields of its own, or looks them up elsewhere."""
    if isinstance(part, list):
        return any(map(_computes, part))
    return isinstance(part, dict) and (
        "transform" in part or any(_computes(inner) for key, inner in part.items() if key != "datasets")
    )


def _fields(part: Any) -> list[str]:
    if isinstance(part, list):
        return [name for inner in part for name in _fields(inner)]
    if not isinstance(part, dict):
        return []
    own = [part["field"]] if isinstance(part.get("field"), str) else []
    return own + [name for key, inner in part.items() if key != "datasets" for name in _fields(inner)]


def tabulate_frame(frame: pd.DataFrame) -> Table:
    """A data frame as a table: numbers the Norwegian way, and its index as row heads where it says something. An index
    without a name that counts rows says nothing: then the first column is what names them."""
    counts = frame.index.nlevels == 1 and frame.index.name is None and pd.api.types.is_integer_dtype(frame.index)
    names = [] if counts else ["" if name is None else str(name) for name in frame.index.names]
    stubs = [_texts(frame.index.get_level_values(level)) for level in range(len(names))]
    columns = [frame.iloc[:, place] for place in range(frame.shape[1])]
    body = zip(*stubs, *map(_texts, columns), strict=True)
    heads = len(stubs) or int(len(columns) > 1)
    kinds = ["stub" for _ in stubs] + ["number" if _is_numeric(column) else "text" for column in columns]
    kinds[:heads] = ["stub"] * heads
    return Table(
        _head(frame.columns, names),
        tuple(
            Row(tuple(Cell(text, kind if text else "empty") for text, kind in zip(row, kinds, strict=True)))
            for row in body
        ),
        heads,
        len(kinds),
    )


def _head(columns: pd.Index, names: list[str]) -> tuple[Row, ...]:
    """The heads: one row a level of the columns, and what stands side by side under one head under it."""
    depth = columns.nlevels
    rows = []
    for level in range(depth):
        cells = [Cell(name, "head", rows=depth) for name in names] if level == 0 else []
        above = None
        for column in columns:
            parts = tuple(map(str, column)) if isinstance(column, tuple) else (str(column),)
            if level < depth - 1 and parts[: level + 1] == above:
                cells[-1] = Cell(cells[-1].text, "head", columns=cells[-1].columns + 1)
            else:
                cells.append(Cell(parts[level], "head"))
            above = parts[: level + 1]
        rows.append(Row(tuple(cells)))
    return tuple(rows)


def _is_numeric(values: pd.Series[Any] | pd.Index) -> bool:
    known = [value for value in values if not _is_missing(value)]
    return bool(known) and all(isinstance(value, Real | Number) and not isinstance(value, bool) for value in known)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _texts(values: pd.Series[Any] | pd.Index) -> list[str]:
    """A column in words: its numbers with the same decimals, years without a space, empty where there is none."""
    known = [value for value in values if not _is_missing(value)]
    numbers = [float(value) for value in known if isinstance(value, Real) and not isinstance(value, bool)]
    whole = bool(numbers) and all(number.is_integer() for number in numbers)
    if whole and all(number in YEARS for number in numbers):
        return [_text(f"{value:.0f}" if isinstance(value, Real) else value, None) for value in values]
    return [_text(value, _decimals([number for number in numbers if math.isfinite(number)])) for value in values]


def _text(value: Any, decimals: int | None) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if _is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%d.%m.%Y" if value == value.normalize() else "%d.%m.%Y %H:%M")
    if isinstance(value, Real) and decimals is not None and math.isfinite(float(value)):
        return format_number(float(value), 0 if isinstance(value, Integral) else decimals)
    return str(value)


def _decimals(numbers: list[float]) -> int:
    """As few decimals as show the numbers as they are; of more than enough, those that keep the least one from 0."""
    exact = max((-int(Decimal(repr(number)).normalize().as_tuple().exponent) for number in numbers), default=0)
    least = min((abs(number) for number in numbers if number), default=1.0)
    enough = max(ENOUGH, 1 - math.floor(math.log10(least)))
    return max(0, min(exact, enough))
