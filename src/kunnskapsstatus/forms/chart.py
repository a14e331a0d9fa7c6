"""An exhibit as a drawn chart: the wide and the narrow picture, and what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kunnskapsstatus.data import places
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.alternative import describe
from kunnskapsstatus.forms.drawing import drawing
from kunnskapsstatus.forms.marks import Mark

COUNTED = "antall"
"""What stands as the unit of a chart whose numbers have none."""
FEWEST = 2
"""A chart with fewer values is shown as a table."""
ROUGH = 30
"""Where values are higher than this, their labels need no decimals; dots, read one by one, keep them."""


@dataclass(frozen=True)
class Chart:
    """A drawn chart: ``svg`` (wide, for paper), ``html`` (both widths and what wakes it), ``alt`` (in words)."""

    svg: str
    html: str
    alt: str


def draw(view: View, marks: Sequence[Mark]) -> Chart | None:
    """The marks as a chart; None where the exhibit is a table or has too few values for a chart."""
    form = view.definition.form
    if form == "table" or sum(mark.known for mark in marks) < FEWEST:
        return None
    unit = next((mark.row.unit for mark in marks if mark.row.unit), "")
    alt = describe(view.definition.title, form, marks, unit)
    given: dict[str, Any] = {
        "form": form,
        "unit": unit or COUNTED,
        "alt": alt,
        "decimals": _decimals(form, [mark.value for mark in marks if mark.known]),
        "order": "value" if form == "dots" else view.definition.order,
    }
    if form == "map":
        given["outline"] = places.outline(view.codebook.root)
    return Chart(**drawing(view.codebook.root, _frame(form, marks), **given), alt=alt)


def _decimals(form: str, values: Sequence[float]) -> int:
    whole = all(value % 1 == 0 for value in values)
    return 0 if whole or (form != "dots" and max(map(abs, values)) > ROUGH) else 1


def _frame(form: str, marks: Sequence[Mark]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "category": [mark.category for mark in marks],
            "category_label": [mark.category_label for mark in marks],
            "group": [mark.group for mark in marks],
            "group_label": [mark.group_label for mark in marks],
            "year": pd.array([mark.row.year for mark in marks], dtype="Int16"),
            "value": [mark.value for mark in marks],
            "series": [mark.row.series for mark in marks],
            "symbol": [mark.row.symbol for mark in marks],
            **(
                {
                    "place": [mark.place for mark in marks],
                    "latitude": [mark.latitude for mark in marks],
                    "longitude": [mark.longitude for mark in marks],
                }
                if form == "map"
                else {"base": pd.array([mark.row.base for mark in marks], dtype="Int32")}
            ),
        }
    )
