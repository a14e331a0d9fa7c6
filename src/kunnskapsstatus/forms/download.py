"""An exhibit's data as CSV: tidy, with labels, units, symbols and sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View

COLUMNS = (
    "category", "category_label", "group", "group_label", "year", "population", "measure", "unit", "value", "symbol",
    "text", "base", "qualifier", "series", "reservation", "source",
)  # fmt: skip


def as_csv(view: View) -> str:
    """All observations of a view as UTF-8 CSV text with a header; values with a decimal point, missing ones empty."""
    made: dict[str, Callable[[Observation], str]] = {
        "category_label": lambda row: view.label(row.category),
        "group_label": lambda row: view.label(row.group),
        "value": _value,
        "source": lambda row: row.source or view.definition.source,
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in view.rows:
        cells = (made[name](row) if name in made else getattr(row, name) for name in COLUMNS)
        writer.writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()


def _value(row: Observation) -> str:
    return f"{row.value:.{row.decimals}f}" if row.known else ""
