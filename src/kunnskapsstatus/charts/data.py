"""What a chart shows: its rows, checked and read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from kunnskapsstatus.charts.words import share_text, tick_text
from kunnskapsstatus.numbers import NBSP, PERCENT, SHORT_SYMBOLS, unit_of

Form = Literal["bars", "lines", "dots", "stacked", "heatmap", "diverging", "map"]
Ring = Sequence[Sequence[float]]
SHARES = ("stacked", "heatmap", "diverging")


@dataclass(frozen=True)
class Datum:
    """One value to draw, with what it is of. A label is what a reader sees of a key.

    Attributes
    ----------
    value : the number, or None where it is missing: then it is never drawn, and its place says why, by ``symbol``
    series : a line never joins values of different series
    symbol : one of :data:`kunnskapsstatus.numbers.SYMBOLS`, or nothing where the source leaves its cell empty
    base : the number of answers behind a percentage; a heatmap writes it under its column's head
    place, latitude, longitude : where it is, in degrees; only for a map
    link : what its mark leads to; only on a map
    qualifier : how the source hedges the number: it stands before it
    """

    category: str
    category_label: str
    group: str = ""
    group_label: str = ""
    year: int | None = None
    value: float | None = None
    series: str = ""
    symbol: str = ".."
    base: float | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    link: str = ""
    qualifier: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.value} cannot be drawn; a value that is missing is None")


@dataclass(frozen=True)
class ChartData:
    """What a chart shows.

    Attributes
    ----------
    rows : the values, in the order in which they are to be drawn
    alt : the alternative text
    decimals : how many the numbers have
    order : ``value`` draws the highest category first
    outline : the land under a map, as rings of longitude and latitude
    strengths : of a scale, the answers' keys, each with 0 for none or more for a stronger degree
    period : the year that is drawn, where that is to be said: what it is shown beside has other years too
    """

    form: Form
    unit: str
    rows: tuple[Datum, ...]
    alt: str
    decimals: int = 0
    order: Literal["given", "value"] = "given"
    outline: Sequence[Ring] = field(default=(), repr=False)
    strengths: tuple[tuple[str, int], ...] = ()
    period: str = ""


@dataclass(frozen=True)
class Value:
    """A datum, with the words that stand for it on the chart and its place: a part of a category."""

    datum: Datum
    category: str
    category_label: str
    part: str  # the group, the year, or both: whatever varies inside a category
    part_label: str
    text: str  # the number in Norwegian, with its unit when that is per cent; for a missing one, why
    tip: str

    @property
    def number(self) -> float | None:
        """The number, or None where it is missing."""
        return self.datum.value

    def bare(self, decimals: int) -> str:
        """The number without its unit, as the source hedges it."""
        return hedged(self.datum, share_text(self.datum.value or 0.0, decimals))

    @property
    def year(self) -> int:
        """The year, of a value that has one."""
        assert self.datum.year is not None
        return self.datum.year

    def turned(self) -> Value:
        """The same value where rows and columns have changed places."""
        return replace(
            self,
            category=self.part,
            category_label=self.part_label,
            part=self.category,
            part_label=self.category_label,
        )


def read_values(data: ChartData) -> list[Value]:
    """The values in the order in which they are drawn. Raises ``ValueError`` when they cannot be a chart."""
    if not data.alt.strip():
        raise ValueError("a chart needs an alternative text")
    if data.form == "lines" and any(row.year is None for row in data.rows):
        raise ValueError("a line chart needs a year for every value")
    if all(row.value is None for row in data.rows):
        raise ValueError("a chart needs at least one value: show this exhibit as a table")
    groups, categories = (len({getattr(row, name) for row in data.rows}) > 1 for name in ("group", "category"))
    over_time = data.form != "lines" and len({row.year for row in data.rows} - {None}) > 1
    values = [_value(data, row, categories, groups, over_time) for row in data.rows]
    places = Counter((value.category, value.part, value.datum.year, value.datum.series) for value in values)
    if twice := [place for place, count in places.items() if count > 1]:
        raise ValueError(f"a chart has one value for each place, but several for {twice[0]}")
    return values if data.order == "given" else _by_value(values)


def _value(data: ChartData, row: Datum, categories: bool, groups: bool, over_time: bool) -> Value:
    year = "" if row.year is None else str(row.year)
    years = [str(row.year)] if over_time else []
    percent = f"{NBSP}%" if data.unit == PERCENT else ""
    if row.value is None:
        text = SHORT_SYMBOLS.get(row.symbol, row.symbol)
        told = text or "ikke oppgitt"
    else:
        text = hedged(row, share_text(row.value, data.decimals) + percent)
        told = hedged(row, tick_text(row.value) + percent) if data.form in SHARES else text
        told += "" if data.unit in (PERCENT, "antall") else f" {unit_of(data.unit, row.value, data.decimals)}"
    where = [
        row.category_label if categories or not groups else "",
        row.group_label if groups else "",
        year or data.period,
    ]
    return Value(
        datum=row,
        category=row.category,
        category_label=row.category_label,
        part=" ".join([row.group] * groups + years),
        part_label=" ".join([row.group_label] * groups + years),
        text=text,
        tip=f"{', '.join(bit for bit, _ in groupby(where) if bit)}: {told}",
    )


def hedged(row: Datum, text: str) -> str:
    """The text of a number, as the source hedges it."""
    return f"{row.qualifier}{NBSP}{text}" if row.qualifier else text


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
