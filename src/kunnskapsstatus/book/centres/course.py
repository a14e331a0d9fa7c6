"""A centre's number through the years beside those of others, as a small chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kunnskapsstatus.book.centres.centre import SIZE_YEAR, Centre
from kunnskapsstatus.book.centres.others import ALL, COST, Others
from kunnskapsstatus.charts import ChartData, small
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.forms.alternative import describe
from kunnskapsstatus.forms.chart import COUNTED, datum
from kunnskapsstatus.forms.marks import Mark
from kunnskapsstatus.forms.trend import Trend

OWN, ALIKE, EVERY, COUNTRY = "Senteret", "Like store sentre", "Alle sentre", "Hele landet"
BREAK, BROKEN = 2021, ("nights", "stays", "visits")
"""From this year more persons are counted as residents and day users. Whether stays and visits are touched, no source
tells: no line of theirs runs across."""


def course(centre: Centre, others: Others, measure: str, title: str) -> Trend | None:
    """The chart of a measure; None where the centre has its number in one year or in none.

    Left to the table are the sums of the whole country, which are on another scale, and medians that do not reach the
    last year.
    """
    rows = [row for row in centre.view.rows if row.measure == measure and row.known and row.year is not None]
    years = [row.year for row in rows if row.year is not None]
    if len(years) < 2:
        return None
    marks = [_mark(OWN, measure, row.year or SIZE_YEAR, row.value) for row in rows]
    for line in _beside(centre, others, measure, range(min(years), max(years) + 1)):
        marks += line if line and line[-1].row.year == max(years) else []
    unit = rows[0].unit
    alt = describe(title, "lines", marks, unit)
    return Trend(small(ChartData("lines", unit or COUNTED, tuple(map(datum, marks)), alt)), alt)


def _beside(centre: Centre, others: Others, measure: str, years: Sequence[int]) -> Iterator[list[Mark]]:
    groups = {centre.region: centre.region, ALIKE: centre.size, EVERY: ALL}
    for name, group in groups.items():
        middles = ((year, others.middle(group, measure, year)) for year in years if group or name == EVERY)
        yield [_mark(name, measure, year, middle.value) for year, middle in middles if middle]
    if measure == COST:
        country = ((year, others.country(measure, year)) for year in years)
        yield [_mark(COUNTRY, measure, year, row.value) for year, row in country if row]


def _mark(name: str, measure: str, year: int, value: float) -> Mark:
    series = f"from-{BREAK}" if measure in BROKEN and year >= BREAK else ""
    return Mark(Observation("", year=year, measure=measure, value=value, series=series), name, name, "", "", value)
