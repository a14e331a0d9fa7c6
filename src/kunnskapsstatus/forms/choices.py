"""What else a chart can show than what it is drawn with: the other years of its exhibit, or its counts in the place of
its shares. Each is drawn beforehand, and a reader chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.chart import draw
from kunnskapsstatus.forms.marks import WHOLES, Mark, marks_of, undrawn
from kunnskapsstatus.forms.period import titled
from kunnskapsstatus.keys import OLD_METHOD

YEAR, UNIT = "År i diagrammet", "Enhet i diagrammet"
SAME = ("percent", "count")
"""Measures of the same thing: one may stand in the place of the other, under the same title."""


@dataclass(frozen=True)
class Option:
    """What a chart can show: what a reader chooses it by, its title and its drawing for a page."""

    label: str
    title: str
    html: str


@dataclass(frozen=True)
class Choice:
    """What a reader is asked, and the options: first what the chart is drawn with."""

    asked: str
    options: tuple[Option, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Choice:
        """The choice that ``dataclasses.asdict`` gave."""
        return cls(data["asked"], tuple(Option(**option) for option in data["options"]))


def choice(view: View, marks: Sequence[Mark]) -> Choice | None:
    """What a reader can choose of a chart of these marks; None where there is nothing else to show."""
    asked, views = _others(view, marks)
    drawn = [(label, titled(one, found), draw(one, found)) for label, one in views for found in [marks_of(one)]]
    options = tuple(Option(label, title, chart.html) for label, title, chart in drawn if chart)
    return Choice(asked, options) if len(options) > 1 else None


def _others(view: View, marks: Sequence[Mark]) -> tuple[str, list[tuple[str, View]]]:
    """What is asked, and the view for each answer by its label, the one at hand first."""
    left = [row for row in undrawn(view, marks) if row.series != OLD_METHOD]
    years = {row.year for row in left if row.year} - {mark.row.year for mark in marks}
    if view.definition.form != "lines" and years and view.year:
        order = (view.year, *sorted(years, reverse=True))
        return YEAR, [(str(year), replace(view, year=year)) for year in order]
    drawn, others = {mark.row.measure for mark in marks}, {row.measure for row in left}
    if view.definition.form not in WHOLES and drawn | others == set(SAME) and len(drawn) == 1:
        return UNIT, [(_name(view, one), _by(view, one)) for one in (*drawn, *others - drawn)]
    return "", []


def _by(view: View, measure: str) -> View:
    """The view where a chart means this measure."""
    return replace(view, definition=replace(view.definition, measure=measure))


def _name(view: View, measure: str) -> str:
    return view.codebook.label(("measure",), measure).capitalize()
