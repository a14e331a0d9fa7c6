"""How one value of an exhibit has gone through the years: a picture of a line, and the same in words."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from kunnskapsstatus.charts import ChartData, spark
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.alternative import course, numbers
from kunnskapsstatus.forms.chart import COUNTED, datum
from kunnskapsstatus.forms.marks import Mark

FEWEST = 3
"""Of fewer years there is no course to see."""


class Trend(NamedTuple):
    """A picture, and what it shows in words."""

    svg: str
    alt: str


def trend(view: View, row: Observation) -> Trend | None:
    """The course of a value: what the view has of the same in all years; None where that is too little.

    The words have the first and the last value, the highest and the lowest, each with its year, of each part of a
    broken series.
    """
    same = (one for one in view.values if one.year is not None and one.known and _what(one) == _what(row))
    marks = [Mark(one, one.category, view.label(one.category), "", "", one.value) for one in same]
    marks.sort(key=lambda mark: mark.row.year or 0)
    if len(marks) < FEWEST:
        return None
    parts = [list(part) for _, part in groupby(marks, key=lambda mark: mark.row.series)]
    told = ". Brudd i serien. ".join(_sentence(course(part, numbers(marks, row.unit), ends=True)) for part in parts)
    of = f": {view.codebook.label(('population',), row.population)}" if len(view.populations) > 1 else ""
    alt = f"Linjediagram. {view.definition.title}{of}. {told}."
    return Trend(spark(ChartData("lines", row.unit or COUNTED, tuple(map(datum, marks)), alt)), alt)


def _what(row: Observation) -> tuple[str, ...]:
    return row.dataset, row.key, row.heading, row.category, row.group, row.population, row.measure


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
