"""The scales of the survey: which statements each is of, and the score of each centre by a rule for answers that are
missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd

from kunnskapsstatus.registers.form import Form, Variable

DRIVERS, SATISFACTION, TOTAL = "driver-", "satisfaction", "driver-total"
MOST_MISSING = 0.5
EXACT = 12
"""Decimals to which a score is exact: equal answers give equal scores, in whatever order they are added up."""


class Rule(Enum):
    """What becomes of «do not know» and of what is not answered.

    The report does not say which rule it used; leaving them out gives back most of its means.
    """

    LEFT_OUT = "left-out"
    HALF = "half"
    COMPLETE = "complete"
    LOWEST = "lowest"
    HIGHEST = "highest"

    @property
    def words(self) -> str:
        """The rule in Bokmål."""
        return _WORDS[self]


_WORDS = {
    Rule.LEFT_OUT: "«vet ikke» og blanke svar er utelatt",
    Rule.HALF: "bare sentre som har svart på minst halvparten av påstandene; resten er utelatt",
    Rule.COMPLETE: "bare sentre som har svart på alle påstandene",
    Rule.LOWEST: "«vet ikke» og blanke svar regnes som laveste svar",
    Rule.HIGHEST: "«vet ikke» og blanke svar regnes som høyeste svar",
}


@dataclass(frozen=True)
class Scale:
    """A scale: its key and label, the points of each centre (a row) and statement (a column), NaN where there are
    none, whether each centre has answered anything of it, and the lowest and the highest points. A scale of other
    scales is the mean of the scores that a centre has of them."""

    key: str
    label: str
    points: pd.DataFrame
    touched: pd.Series[bool]
    limits: tuple[float, float]
    parts: tuple[Scale, ...] = ()

    def scores(self, rule: Rule) -> pd.Series[float]:
        """The mean of each centre's statements, in points; NaN for a centre that has no score by the rule. A centre
        that has answered nothing of the scale has none by any."""
        filling = {Rule.LOWEST: self.limits[0], Rule.HIGHEST: self.limits[1]}.get(rule)
        points = self.points if filling is None else self.points.fillna(filling)
        if self.parts:
            points = pd.DataFrame({one.key: one.scores(rule) for one in self.parts})
        needed = {Rule.HALF: 1 - MOST_MISSING, Rule.COMPLETE: 1.0}.get(rule, 0.0)
        return points.mean(axis=1).round(EXACT).where(self.touched & (self.points.notna().mean(axis=1) >= needed))

    @property
    def statements(self) -> int:
        """How many statements it is of."""
        return self.points.shape[1]


def scales(form: Form, records: pd.DataFrame) -> list[Scale]:
    """The drivers with their total, and satisfaction with its statements one by one: those that have come.

    Parameters
    ----------
    form : the survey
    records : its answers, a row a centre, in our codes
    """
    drivers = [_scale(one, records) for name, one in form.variables.items() if name.startswith(DRIVERS)]
    drivers = [one for one in drivers if one.statements]
    variable = form.variables[SATISFACTION]
    satisfaction = _scale(variable, records)
    items = [_item(satisfaction, variable, str(column)) for column in satisfaction.points]
    return [*drivers, *_total(drivers), *([satisfaction] if items else []), *items]


def _total(drivers: list[Scale]) -> list[Scale]:
    if not drivers:
        return []
    points = pd.concat([one.points for one in drivers], axis=1)
    touched = pd.concat([one.touched for one in drivers], axis=1).any(axis=1)
    return [Scale(TOTAL, "Samlet skåre", points, touched, drivers[0].limits, tuple(drivers))]


def _scale(variable: Variable, records: pd.DataFrame) -> Scale:
    columns = [column for column in variable.columns if column in records]
    answers = records[columns]
    known = variable.points
    points = pd.DataFrame({column: [known.get(code, np.nan) for code in answers[column]] for column in columns},
                          index=records.index, dtype=float)  # fmt: skip
    limits = float(min(known.values())), float(max(known.values()))
    return Scale(variable.name, variable.label_nb, points, answers.notna().any(axis=1), limits)


def _item(scale: Scale, variable: Variable, column: str) -> Scale:
    label = variable.parts[column.partition(".")[2]].label_nb
    return Scale(column, label, scale.points[[column]], scale.points[column].notna(), scale.limits)
