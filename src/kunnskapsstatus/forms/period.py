"""The year of a chart that draws one: said in its title and its words, and in its picture where its exhibit has
others."""

from __future__ import annotations

from collections.abc import Sequence

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.marks import Mark


def period(view: View, marks: Sequence[Mark]) -> str:
    """The one year that is drawn, where what is drawn is less than what the exhibit holds; else empty."""
    return _drawn(marks) if len(view.years) > 1 else ""


def titled(view: View, marks: Sequence[Mark]) -> str:
    """The exhibit's title, with the year where one alone is drawn, unless it says it already."""
    title, year = view.definition.title, _drawn(marks)
    return f"{title}, {year}" if year and year not in title else title


def _drawn(marks: Sequence[Mark]) -> str:
    drawn = {mark.row.year for mark in marks if mark.known} - {None}
    return str(drawn.pop()) if len(drawn) == 1 else ""
