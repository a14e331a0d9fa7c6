"""What stands with an exhibit: population, unit, period and base; then its source, and what a reader must know to read
it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits import revised
from kunnskapsstatus.exhibits.origin import printed_name
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.arranged import lacking
from kunnskapsstatus.forms.base import base
from kunnskapsstatus.forms.marks import Mark, undrawn
from kunnskapsstatus.forms.table import beside
from kunnskapsstatus.keys import BASE, BY_OLD_METHOD, OLD_METHOD, TOTAL

MOST_REVISIONS = 12
"""So many corrections of one day stand under an exhibit; all are in its download."""


def notes(view: View) -> tuple[str, ...]:
    """The lines of an exhibit: its facts, which stand under its title where there is room for them, then source,
    question, what is missing, the note and reservations."""
    definition, years = view.definition, view.years
    other = view.asked is not None and view.year is not None and view.asked != view.year
    period = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    why = "eneste år med tall" if len(years) == 1 else f"ingen tall {_lacking(view)}"
    only = f" ({why})" if other else ""
    facts = {"Gjelder": ", ".join(view.populations), "Enhet": ", ".join(view.units), "Periode": period + only}
    told = [f"{name}: {text}" for name, text in facts.items() if text or name == "Gjelder"]
    printed = printed_name(definition.printed)
    source = f"Kilde: {view.source}" + (f". Rapporten fra 2019, {printed}" if printed else "") + "."
    lines = [". ".join(filter(None, (*told, base(view)))) + ".", source]
    lines += [f"Spørsmål: {definition.question}"] if definition.question else []
    lacks = () if view.state == "empty" else lacking(view)  # the place of its table says so
    lines += [text for text in (*lacks, *beside(view), view.missing, view.note) if text]
    return (*lines, *_reservations(view), *_revisions(view))


def _lacking(view: View) -> str:
    """What years it has nothing of, seen from the year that was asked for."""
    return f"etter {view.year}" if (view.asked or 0) > (view.year or 0) else f"for {view.asked}"


def _reservations(view: View) -> list[str]:
    """Each reservation once, with the years that it is about."""
    texts = []
    for text, about in view.reservations.items():
        years = ", ".join(map(str, about))
        texts.append(f"{years}: {text}" if years and years not in text else text)
    return ["Forbehold: " + " ".join(texts)] if texts else []


def _revisions(view: View) -> list[str]:
    """What was corrected since the book was first read: those of one day and one reason on one line."""
    lines = []
    for group in revised.together(view.revisions):
        parts = [revised.changed(view.codebook, one) + _of(view, one.number) for one in group[:MOST_REVISIONS]]
        more = len(group) - MOST_REVISIONS
        parts += [f"og {more} tall til, som står i de nedlastede tallene"] if more > 0 else []
        lines.append(revised.sentence(group[0], "; ".join(parts)))
    return lines


def _of(view: View, row: Observation) -> str:
    """What a value is of, after it, in so few words as tell it apart: ``(menn, 2023)``."""
    keys = [view.label(key, sentence=True) for key in (row.category, row.group) if key not in (TOTAL, "", BASE)]
    several = [name for name in ("population", "measure") if len({getattr(one, name) for one in view.values}) > 1]
    keys += [view.codebook.label((name,), getattr(row, name)) for name in several]
    keys += [] if row.year is None else [str(row.year)]
    return f" ({', '.join(keys)})" if keys else ""


def not_drawn(view: View, marks: Sequence[Mark]) -> tuple[str, ...]:
    """A line that says which known values the chart does not draw; none where it draws them all."""
    left, drawn, parts = list(undrawn(view, marks)), [mark.row for mark in marks], []

    def only(dimension: str) -> list[Any]:
        """What the values that are left, and none that are drawn, have in a dimension. They are then accounted for."""
        nonlocal left
        known = {getattr(row, dimension) for row in drawn}
        own = dict.fromkeys(key for row in left if (key := getattr(row, dimension)) not in known)
        left = [row for row in left if getattr(row, dimension) in known]
        return list(own)

    for dimension in ("population", "measure"):
        parts += [view.codebook.label((dimension,), key) for key in only(dimension)]
    parts += [f"tall etter {BY_OLD_METHOD}"] if any(row.series == OLD_METHOD for row in left) else []
    left = [row for row in left if row.series != OLD_METHOD]
    parts += [_span(years)] if (years := sorted(year for year in only("year") if year is not None)) else []
    for dimension in ("category", "group"):
        parts += [f"«{view.label(key)}»" for key in only(dimension)]
    return (f"Ikke vist i diagrammet: {', '.join(parts)}.",) if parts else ()


def _span(years: Sequence[int]) -> str:
    """``2014–2017`` for years that follow each other, else ``2015, 2017``."""
    run = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return f"{years[0]}–{years[-1]}" if run else ", ".join(map(str, years))
