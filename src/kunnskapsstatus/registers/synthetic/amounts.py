"""The numbers of the services' yearly forms: those that are printed centre by centre, and others that add up to what is
printed of all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kunnskapsstatus.registers import centres
from kunnskapsstatus.registers.centres import loose
from kunnskapsstatus.registers.synthetic.persons import MEN, in_parts
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed
from kunnskapsstatus.registers.synthetic.services import FORMS, Facts

BEDS, DISTANCE = "table-a05", "table-04"
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
    found["longest-distance"] = found["centre"].map(far)
    for form in FORMS.values():
        own = found.index[found[FORM] == form]
        found.loc[own, "beds"] = np.round(found.loc[own, "staff-years"] * BEDS_PER_YEAR)
        beds = {"dataset": BEDS, "year": printed.year, "category": f"beds-{form}"}
        for row in printed.book.rows(beds):
            weights = found.loc[own, "staff-years"].to_numpy() * random.uniform(0.6, 1.4, len(own))
            found.loc[own, "beds"] = in_parts(int(row.value), weights)
        for column, measure in SHARED.items():
            numbers = [facts.number(measure, centre) or 0 for centre in found.loc[own, "centre"]]
            found.loc[own, column] = np.round(np.array(numbers) * (MEN if form == "men" else 1 - MEN))
    found["budget"] = (found["staff-years"] * KRONER_PER_YEAR).round(-3)
    for column in ("beds", *SHARED):
        found[column] = found[column].astype(pd.Int64Dtype())
