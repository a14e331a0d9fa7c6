"""An exhibit's data as CSV: tidy, with labels, units, symbols and sources."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.numbers import half_up

COLUMNS = (
    "category", "category_label", "group", "group_label", "year", "population", "measure", "unit", "value", "symbol",
    "text", "base", "qualifier", "series", "reservation", "source",
)  # fmt: skip
NO_TEXT = ("year", "value", "symbol", "base")
"""Columns of numbers and of Statistics Norway's symbols, which begin with a sign as they should."""
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\n])")


def as_csv(view: View) -> str:
    """All observations of a view as UTF-8 CSV text with a header; values with a decimal point, missing ones empty.

    A text that a spreadsheet would calculate (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end) has an
    apostrophe before it, also after a semicolon, where a Norwegian spreadsheet begins a cell.
    """
    made: dict[str, Callable[[Observation], str]] = {
        "category_label": lambda row: view.label(row.category),
        "group_label": lambda row: view.label(row.group),
        "value": _value,
        "reservation": view.reservation,
        "source": lambda row: row.source or view.source,
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in view.rows:
        cells = (made[name](row) if name in made else getattr(row, name) for name in COLUMNS)
        writer.writerow(cell if name in NO_TEXT else guarded(cell) for name, cell in zip(COLUMNS, cells, strict=True))
    return out.getvalue()


def guarded(cell: str) -> str:
    """A text as no spreadsheet calculates it."""
    return _FORMULA.sub(r"\1'", cell)


def _value(row: Observation) -> str:
    return str(half_up(row.value, row.decimals)) if row.known else ""
