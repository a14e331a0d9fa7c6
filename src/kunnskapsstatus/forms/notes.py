"""What stands under an exhibit: population, unit, period and source, then what a reader must know to read it right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.origin import printed_name
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.marks import Mark, undrawn
from kunnskapsstatus.keys import OLD_METHOD, TOTAL


def notes(view: View) -> tuple[str, ...]:
    """The lines under an exhibit: facts, source, a year other than asked for, question, what is missing, the note and
    reservations."""
    definition, years = view.definition, view.years
    other = view.asked is not None and view.year is not None and view.asked != view.year
    period = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    only = " (eneste år med tall)" if other and len(years) == 1 else ""
    facts = {"Gjelder": ", ".join(view.populations), "Enhet": ", ".join(view.units), "Periode": period + only}
    printed = printed_name(definition.printed)
    source = f"Kilde: {definition.source}" + (f". Rapporten fra 2019, {printed}" if printed else "") + "."
    lines = [". ".join(f"{name}: {text}" for name, text in facts.items() if text or name == "Gjelder") + ".", source]
    if other and len(years) > 1:
        lines.append(f"Det finnes ikke tall for {view.asked} her. Siste år med tall er {view.year}.")
    lines += [f"Spørsmål: {definition.question}"] if definition.question else []
    lines += [text for text in (definition.missing, definition.note) if text]
    return (*lines, *_reservations(view))


def _reservations(view: View) -> list[str]:
    """Each reservation once, with the years that it is about."""
    texts = []
    for text, about in view.reservations.items():
        years = ", ".join(map(str, about))
        texts.append(f"{years}: {text}" if years and years not in text else text)
    return ["Forbehold: " + " ".join(texts)] if texts else []


def not_drawn(view: View, marks: Sequence[Mark]) -> tuple[str, ...]:
    """A line that says which known values the chart does not draw; none where it draws them all."""
    left = undrawn(view, marks)
    if not left:
        return ()
    drawn = [mark.row for mark in marks]
    parts = [*_labelled(view, left, drawn, "population"), *_labelled(view, left, drawn, "measure")]
    years = sorted({row.year for row in left if row.year} - {row.year for row in drawn})
    parts += [_span(years)] if years else []
    parts += ["tall etter gammel metode"] if any(row.series == OLD_METHOD for row in left) else []
    totals = any(TOTAL in _places(row) and row.series != OLD_METHOD for row in left)
    parts += ["totalene"] if totals and not any(TOTAL in _places(row) for row in drawn) else []
    return (f"Ikke tegnet i diagrammet: {', '.join(parts) or 'enkelte tall'}.",)


def _places(row: Observation) -> tuple[str, str]:
    return row.category, row.group


def _labelled(view: View, left: Iterable[Observation], drawn: Iterable[Observation], dimension: str) -> list[str]:
    """The labels of what only the values that are left have in a dimension."""
    known = {getattr(row, dimension) for row in drawn}
    keys = dict.fromkeys(key for row in left if (key := getattr(row, dimension)) not in known)
    return [view.codebook.label((dimension,), key) for key in keys]


def _span(years: Sequence[int | None]) -> str:
    """``2014–2017`` for years that follow each other, else ``2015, 2017``."""
    known = [year for year in years if year is not None]
    return (
        f"{known[0]}–{known[-1]}"
        if len(known) > 1 and known[-1] - known[0] == len(known) - 1
        else ", ".join(map(str, known))
    )
