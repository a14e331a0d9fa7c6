"""Numbers of a record as whole numbers of a unit: sums are exact, and the same in each engine."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals as nw

from kunnskapsstatus.registers.form import CODE, NUMBER, Variable
from kunnskapsstatus.registers.tabulation.frames import Records, col
from kunnskapsstatus.registers.tabulation.settings import Settings

MILLIONTHS = 10**6


@dataclass(frozen=True)
class Amount:
    """A number of a record: so many of a unit, of which ``scale`` are one. Nothing where there is no number."""

    units: nw.Expr
    scale: int


def amount(variable: Variable, name: str, records: Records, settings: Settings, lowest: int = 0) -> Amount | None:
    """The number of a variable: itself, the strength of an answer, or the score of a block of them, which is the mean
    of their strengths; None where the records have it not."""
    columns = [one for one in ((name,) if name in variable.columns else variable.columns) if records.has(one)]
    if not columns:
        return None
    if variable.type == NUMBER:
        return Amount((col(name) * MILLIONTHS).round(0).cast(nw.Int64), MILLIONTHS)
    if variable.type != CODE:
        return Amount(col(name), 1)
    strengths = {key: one.strength for key, one in variable.categories.items() if one.strength is not None}
    given = [_strength(column, strengths) for column in columns]
    answered = reduce(add, [col(column).is_in(list(strengths)).fill_null(False).cast(nw.Int64) for column in columns])
    most, whole = len(columns), math.lcm(*range(1, len(columns) + 1))
    total = reduce(add, given)
    if settings.scales == "left-out":
        units: nw.Expr = nw.when(answered > 0).then(total * (whole // answered))
    elif settings.scales == "complete":
        units = nw.when(answered == most).then(total * (whole // most))
    else:
        blank = min(strengths.values()) if settings.scales == "lowest" else max(strengths.values())
        units = (total + (most - answered) * blank) * (whole // most)
    return Amount(units + lowest * whole, whole)


def _strength(column: str, strengths: dict[str, int]) -> nw.Expr:
    """The strength of an answer; 0 where there is none."""
    return reduce(add, [(col(column) == key).fill_null(False).cast(nw.Int64) * each for key, each in strengths.items()])
