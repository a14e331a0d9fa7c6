"""An exhibit as a drawn chart: the wide and the narrow picture, and what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from kunnskapsstatus.charts import ChartData, Datum, Form
from kunnskapsstatus.data import places
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.alternative import describe
from kunnskapsstatus.forms.drawing import drawing
from kunnskapsstatus.forms.marks import Mark
from kunnskapsstatus.forms.period import period, titled
from kunnskapsstatus.forms.table import row_id

COUNTED = "antall"
"""What stands as the unit of a chart whose numbers have none."""
FEWEST = 2
"""A chart with fewer values is shown as a table."""
ROUGH = 30
"""Where values are higher than this, their labels need no decimals; dots, read one by one, keep them."""


@dataclass(frozen=True)
class Chart:
    """A drawn chart: ``svg`` (wide, for paper), ``html`` (both widths, for a page), ``alt`` (in words)."""

    svg: str
    html: str
    alt: str


def is_drawn(view: View, marks: Sequence[Mark]) -> bool:
    """Whether the marks become a chart: not where the exhibit is a table or has too few values for a chart."""
    return view.definition.form != "table" and sum(mark.known for mark in marks) >= FEWEST


def draw(view: View, marks: Sequence[Mark]) -> Chart | None:
    """The marks as a chart; None where they do not become one."""
    if not is_drawn(view, marks):
        return None
    data = chart_data(view, marks)
    return Chart(**drawing(view.codebook.root, data), alt=data.alt)


def chart_data(view: View, marks: Sequence[Mark]) -> ChartData:
    """What the chart of the marks shows."""
    form = view.definition.form
    unit = next((mark.row.unit for mark in marks if mark.row.unit), "")
    alt = describe(titled(view, marks), form, marks, unit)
    outline = places.outline(view.codebook.root) if form == "map" else ()
    return ChartData(
        cast(Form, form),
        unit or COUNTED,
        tuple(datum(mark, f"#{row_id(view, mark.category)}" if form == "map" else "") for mark in marks),
        alt,
        decimals=_decimals(form, [mark.value for mark in marks if mark.known]),
        order="value" if form == "dots" or view.definition.order == "value" else "given",
        outline=outline,
        strengths=_scale(view) if form == "stacked" else (),
        period=period(view, marks),
    )


def _scale(view: View) -> tuple[tuple[str, int], ...]:
    """The strengths of the answers that a view is of."""
    return tuple(view.codebook.strengths(view.definition.variables).items())


def _decimals(form: str, values: Sequence[float]) -> int:
    whole = all(value % 1 == 0 for value in values)
    return 0 if whole or (form != "dots" and max(map(abs, values)) > ROUGH) else 1


def datum(mark: Mark, link: str = "") -> Datum:
    """What a chart is given of a mark, and what it leads to there."""
    row = mark.row
    return Datum(
        mark.category,
        mark.category_label,
        mark.group,
        mark.group_label,
        row.year,
        mark.value if mark.known else None,
        row.series,
        row.symbol,
        row.base,
        mark.place,
        mark.latitude,
        mark.longitude,
        link,
        row.qualifier,
    )
