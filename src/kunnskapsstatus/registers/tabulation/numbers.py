"""Numbers of a record as whole numbers of a unit: sums are exact, and the same in each engine."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from operator import add

from kunnskapsstatus.registers.form import CODE, NUMBER, Variable
from kunnskapsstatus.registers.tabulation.frames import Records
from kunnskapsstatus.registers.tabulation.settings import Settings
from kunnskapsstatus.registers.tabulation.terms import MILLIONTHS, Term, answer, answered, strength


@dataclass(frozen=True)
class Amount:
    """A number of a record: so many of a unit, of which ``scale`` are one. Nothing where there is no number."""

    units: Term
    scale: int


def amount(variable: Variable, name: str, records: Records, settings: Settings, lowest: int = 0) -> Amount | None:
    """The number of a variable: itself, the strength of an answer, or the score of a block of them, which is the mean
    of their strengths; None where the records have it not."""
    columns = [one for one in ((name,) if name in variable.columns else variable.columns) if records.has(one)]
    if not columns:
        return None
    if variable.type == NUMBER:
        return Amount(answer(name).millionths, MILLIONTHS)
    if variable.type != CODE:
        return Amount(answer(name), 1)
    strengths = {key: one.strength for key, one in variable.categories.items() if one.strength is not None}
    given = answered(columns, strengths)
    most, whole = len(columns), math.lcm(*range(1, len(columns) + 1))
    total = reduce(add, (strength(column, strengths) for column in columns))
    if settings.scales == "left-out":
        units = total.by(given.into(whole))
    elif settings.scales == "complete":
        units = total.times(whole // most).when(given.is_(most))
    else:
        blank = min(strengths.values()) if settings.scales == "lowest" else max(strengths.values())
        units = (total + given.times(-1).plus(most).times(blank)).times(whole // most)
    return Amount(units.plus(lowest * whole), whole)
