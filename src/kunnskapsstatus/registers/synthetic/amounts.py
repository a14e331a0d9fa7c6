"""The numbers of the services' yearly forms: those that are printed centre by centre, and others that add up to what is
printed of all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kunnskapsstatus.registers import centres
from kunnskapsstatus.registers.centres import loose
from kunnskapsstatus.registers.synthetic.persons import MEN, in_parts
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed
from kunnskapsstatus.registers.synthetic.services import FORMS, YEAR, Facts

BEDS, DISTANCE, BY_BAND = "table-a05", "table-04", "table-a06"
BANDS = "travel-distance-bands"
SHARED = {"residents": "stays", "nights": "nights", "day-users": "visits"}
"""Of a number of the form, the measure of a centre that it is like."""
BEDS_PER_YEAR = 2
KRONER_PER_YEAR = 850_000
"""How many beds synthetic services have, and what they cost, for a staff-year."""


def fill(printed: Printed, facts: Facts, found: pd.DataFrame, random: np.random.Generator) -> None:
    """Add the columns of numbers to the services."""
    register = centres.load(printed.root)
    rows = printed.book.rows({"dataset": DISTANCE, "year": facts.year})
    far = {register.spelled[loose(row.category)]: row.value for row in rows if loose(row.category) in register.spelled}
    found["longest-distance"] = found["centre"].map(_in_bands(printed, far))
    for form in FORMS.values():
        own = found.index[found[FORM] == form]
        found.loc[own, "beds"] = np.round(found.loc[own, "staff-years"] * BEDS_PER_YEAR)
        known = printed.book.rows({"dataset": BEDS, "category": f"beds-{form}"})
        for row in [one for one in known if one.year == printed.year] or [one for one in known if one.year == YEAR]:
            weights = found.loc[own, "staff-years"].to_numpy() * random.uniform(0.6, 1.4, len(own))
            found.loc[own, "beds"] = in_parts(int(row.value), weights)
        for column, measure in SHARED.items():
            numbers = [facts.number(measure, centre) or 0 for centre in found.loc[own, "centre"]]
            found.loc[own, column] = np.round(np.array(numbers) * (MEN if form == "men" else 1 - MEN))
    found["budget"] = (found["staff-years"] * KRONER_PER_YEAR).round(-3)
    for column in ("beds", *SHARED):
        found[column] = found[column].astype(pd.Int64Dtype())


def _in_bands(printed: Printed, far: Mapping[str, float]) -> dict[str, float]:
    """The distances, so that there are as many in each band as are printed of the year; changed where they must be."""
    part = printed.tabulations[BANDS].parts[0]
    rows = {row.category: int(row.value) for row in printed.book.rows({"dataset": BY_BAND, "year": printed.year})}
    if not rows or isinstance(part.rows, str):
        return dict(far)
    ends = []
    for category, (test,) in part.rows.items():
        ends += [(test.bounds.get("over", -1) + 1, test.bounds.get("to", np.inf))] * rows[category]
    inward = zip(sorted(far, key=lambda centre: far[centre]), ends, strict=True)
    return {centre: min(max(far[centre], least), most) for centre, (least, most) in inward}
