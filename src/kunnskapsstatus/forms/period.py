"""The year that a chart draws, of an exhibit that has others too: said in its title, its picture and its words."""

from __future__ import annotations

from collections.abc import Sequence

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.marks import Mark


def period(view: View, marks: Sequence[Mark]) -> str:
    """The one year that is drawn, where what is drawn is less than what the exhibit holds; else empty."""
    drawn = {mark.row.year for mark in marks if mark.known} - {None}
    return str(drawn.pop()) if len(drawn) == 1 and len(view.years) > 1 else ""


def titled(view: View, marks: Sequence[Mark]) -> str:
    """The exhibit's title, with the year that is drawn unless it says it already."""
    title, year = view.definition.title, period(view, marks)
    return f"{title}, {year}" if year and year not in title else title
