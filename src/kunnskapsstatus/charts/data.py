"""What a chart shows: the exhibit's frame, checked and read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

import pandas as pd

from kunnskapsstatus.charts.words import PERCENT, SYMBOLS, share_text, tick_text

Form = Literal["bars", "lines", "dots", "stacked", "heatmap", "diverging", "map"]
Ring = Sequence[tuple[float, float]]
SHARES = ("stacked", "heatmap", "diverging")
COLUMNS = ("category", "category_label", "group", "group_label", "year", "value", "series")


@dataclass(frozen=True, eq=False)
class ChartData:
    """What a chart shows.

    ``frame`` has the columns of :data:`COLUMNS`, one row a value; rows stand in the order they are to be drawn.
    ``value`` is a float or NaN: a missing value is never drawn, and its place says why, from
    ``symbol`` (an optional column; else ".."). A line never joins two values of different ``series``.
    ``base`` (optional) is the number of answers behind a percentage; a heatmap writes it under its column's head.
    A map needs ``place``, ``latitude`` and ``longitude`` for every row, and the ``outline`` of the land: rings of longitude and latitude.
    ``alt`` is the alternative text.
    """

    form: Form
    unit: str
    frame: pd.DataFrame
    alt: str
    decimals: int = 0
    order: Literal["given", "value"] = "given"
    outline: Sequence[Ring] = field(default=(), repr=False)


@dataclass(frozen=True)
class Value:
    """One row of the frame, with the words that stand for it on the chart."""

    category: str
    category_label: str
    part: str  # the group, the year, or both: whatever varies inside a category
    part_label: str
    group_label: str
    year: int | None
    number: float | None
    series: str
    text: str  # the number in Norwegian, with its unit when that is per cent; for a missing one, why
    tip: str
    symbol: str = ""


def read_values(data: ChartData) -> list[Value]:
    """The frame's rows in the order they are drawn. Raises ``ValueError`` when they cannot be a chart."""
    missing = [name for name in COLUMNS if name not in data.frame.columns]
    if missing:
        raise ValueError(f"a chart needs the columns {', '.join(missing)}")
    if not data.alt.strip():
        raise ValueError("a chart needs an alternative text")
    if data.form == "lines" and data.frame["year"].isna().any():
        raise ValueError("a line chart needs a year for every value")
    if data.frame["value"].isna().all():
        raise ValueError("a chart needs at least one value: show this exhibit as a table")
    values = _rows(data)
    places = Counter((value.category, value.part, value.year, value.series) for value in values)
    if twice := [place for place, count in places.items() if count > 1]:
        raise ValueError(f"a chart has one value for each place, but several for {twice[0]}")
    return values if data.order == "given" else _by_value(values)


def _rows(data: ChartData) -> list[Value]:
    frame = data.frame
    groups, years = frame["group"].nunique(dropna=False) > 1, frame["year"].nunique() > 1
    symbols = frame["symbol"] if "symbol" in frame.columns else pd.Series([".."] * len(frame), index=frame.index)
    result = []
    for row, symbol in zip(frame.to_dict("records"), symbols, strict=True):
        number = None if pd.isna(row["value"]) else float(row["value"])
        year = None if pd.isna(row["year"]) else int(row["year"])
        group = "" if pd.isna(row["group_label"]) else str(row["group_label"])
        over_time = years and data.form != "lines"
        part = [str(row["group"])] * groups + [str(year)] * over_time
        label = [group] * groups + [str(year)] * over_time
        percent = "\u00a0%" if data.unit == PERCENT else ""
        shown = SYMBOLS.get(str(symbol), str(symbol))
        if number is not None:
            shown = share_text(number, data.decimals) + percent
        where = [str(row["category_label"]), group if groups else "", "" if year is None else str(year)]
        unit = "" if data.unit in (PERCENT, "antall") or number is None else f" {data.unit}"
        told = tick_text(number) + percent if number is not None and data.form in SHARES else shown or "ikke oppgitt"
        result.append(
            Value(
                str(row["category"]), str(row["category_label"]), " ".join(part), " ".join(label), group, year, number,
                "" if pd.isna(row["series"]) else str(row["series"]), shown,
                f"{', '.join(bit for bit, _ in groupby(where) if bit)}: {told}{unit}", str(symbol),
            )
        )  # fmt: skip
    return result


def _by_value(values: list[Value]) -> list[Value]:
    """Categories from the highest first value to the lowest; those with none stand last."""
    first: dict[str, float] = {}
    for value in values:
        if value.number is not None:
            first.setdefault(value.category, value.number)
    return sorted(values, key=lambda value: -first.get(value.category, -math.inf))


def categories_of(values: Iterable[Value]) -> dict[str, str]:
    """The categories' labels by key, in order of first appearance."""
    return _labels((value.category, value.category_label) for value in values)


def parts_of(values: Iterable[Value]) -> dict[str, str]:
    """The labels of what varies inside a category, by key, in order of first appearance."""
    return _labels((value.part, value.part_label) for value in values)


def _labels(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    result: dict[str, str] = {}
    for key, label in items:
        result.setdefault(key, label)
    return result
