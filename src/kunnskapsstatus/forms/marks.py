"""Which observations a chart draws, in which order, and under which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kunnskapsstatus.data import places
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.keys import BASE, TOTAL

RANGE = {"minimum", "maximum"}
"""Measures that are drawn together: they are the two ends of one thing."""
WHOLES = ("stacked", "diverging")
"""Forms whose rows are wholes, and whose columns may be a total."""

Rows = list[Observation]


@dataclass(frozen=True)
class Mark:
    """An observation in a chart: what it is called there, and on a map where it lies, in degrees."""

    row: Observation
    category: str
    category_label: str
    group: str
    group_label: str
    value: float
    place: str = ""
    latitude: float = 0.0
    longitude: float = 0.0

    @property
    def known(self) -> bool:
        """Whether there is a value to draw."""
        return self.value == self.value


def marks_of(view: View) -> tuple[Mark, ...]:
    """What a chart of the view draws; one mark for each place in it."""
    if view.definition.form == "map":
        return _on_map(view)
    rows = _drawn(view)
    split = _varying(rows, "category")
    two = (view.definition.form == "lines" and split) or (view.definition.form == "heatmap" and not split)
    across = _varying(rows, "group", without=split) if two else ""
    return tuple(
        Mark(row, *_named(view, row, split, "category"), *_named(view, row, across, "group"), row.value) for row in rows
    )


def undrawn(view: View, marks: Iterable[Mark]) -> tuple[Observation, ...]:
    """The known values of a view that its chart does not draw, bases left out."""
    drawn = {mark.row for mark in marks}
    return tuple(row for row in view.rows if row.known and row.measure != BASE and row not in drawn)


def _named(view: View, row: Observation, instead: str, dimension: str) -> tuple[str, str]:
    """Key and label of a mark's category or group; ``instead`` is the dimension that stands in its place."""
    if instead:
        key: str = getattr(row, instead)
        return key, view.codebook.label((instead,), key).capitalize()
    key = getattr(row, dimension)
    return key, view.label(key)


def _varying(rows: Sequence[Observation], dimension: str, without: str = "") -> str:
    """The population or measure that takes the place of a dimension in which the rows do not differ; empty for none."""
    if _several(rows, dimension):
        return ""
    return next((d for d in ("population", "measure") if d != without and _several(rows, d)), "")


def _several(rows: Iterable[Observation], dimension: str) -> bool:
    return len({getattr(row, dimension) for row in rows}) > 1


def _drawn(view: View) -> Rows:
    """The observations of the main measure, of the shown year, but for lines and for a matrix with years across."""
    form = view.definition.form
    rows = _of_population(view, list(view.values))
    present = dict.fromkeys(row.measure for row in rows)
    if not (form == "lines" and set(present) <= RANGE):
        rows = [row for row in rows if row.measure == view.main(present)]
    if form == "lines":
        rows = [row for row in rows if row.year is not None]
    else:
        rows = _without_totals(_of_year(view, rows), form)
    seen: dict[tuple[object, ...], Observation] = {}
    for row in rows:
        seen.setdefault((row.category, row.group, row.year, row.population, row.measure), row)
    return list(seen.values())


def _of_population(view: View, rows: Rows) -> Rows:
    """Where several populations have a value for the same point of a line, the lines are of the view's own."""
    own = [row for row in rows if row.population == view.population]
    parted = _several(rows, "category") or _several(rows, "group")
    points = {(row.category, row.group, row.measure, row.year) for row in rows}
    met = len(points) < len({(row.category, row.group, row.measure, row.year, row.population) for row in rows})
    return own if own and parted and met and view.definition.form == "lines" else rows


def _of_year(view: View, rows: Rows) -> Rows:
    if view.definition.form == "heatmap" and view.definition.columns == ("year",):
        return rows
    if view.year is None or not any(row.year == view.year for row in rows):
        return rows
    return [row for row in rows if row.year in (view.year, None)]


def _without_totals(rows: Rows, form: str) -> Rows:
    """The rows without totals; those of a dimension that has nothing else stay, and so do columns of a whole."""
    for dimension in ("category", "group"):
        kept = form in WHOLES or (form == "heatmap" and dimension == "group")
        if not kept and _several(rows, dimension):
            rows = [row for row in rows if getattr(row, dimension) != TOTAL]
    if form in WHOLES and _several(rows, "category"):
        rows = [row for row in rows if row.category != TOTAL]
    return rows


def _on_map(view: View) -> tuple[Mark, ...]:
    """One mark for each place: its municipality's coordinates, its region as the group, and 1 as the value."""
    texts = {(row.category, row.measure): row.text for row in view.values}
    at = places.municipalities(view.codebook.root)
    found = []
    for row in view.values:
        if row.measure == "municipality":
            name, region = row.text.removeprefix("trolig "), texts.get((row.category, "region"), "")
            found.append(Mark(row, row.category, view.label(row.category), region, region, 1.0, name, *at[name]))
    return tuple(found)
