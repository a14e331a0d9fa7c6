"""The number of answers behind an exhibit's shares and means: its base, n."""

from __future__ import annotations

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.keys import BASE
from kunnskapsstatus.numbers import NBSP, format_number

ALL_YEARS = ("table", "lines")
"""Forms that show every year of an exhibit."""


def base(view: View) -> str:
    """``n = 2 213``; where it is not the same for all that is shown, from the least to the most, and that the table has
    each of them where it has a row of them and is shown. Empty where the data give none."""
    years = None if view.definition.form in ALL_YEARS else (view.year, None)
    shown = [row for row in view.rows if row.known and (years is None or row.year in years)]
    rows = [row for row in shown if row.measure == BASE]
    bases = (view.definition.base, *(row.base for row in shown))
    found = sorted({row.value for row in rows} | {base for base in bases if base is not None})
    if not found:
        return ""
    ends = "–".join(format_number(end, 0) for end in dict.fromkeys((found[0], found[-1])))
    return f"n{NBSP}={NBSP}{ends}" + (", se tabellen" if len(found) > 1 and rows and view.state != "empty" else "")
