"""What a centre's numbers stand beside: its region, the centres of its size, all centres, and the whole country."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from kunnskapsstatus.book.centres.centre import ANSWERS, FIGURES, Centre
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import known_in
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import half_up

FEWEST = 5
"""The middle one of fewer centres is not told: it would say what one of them had."""
ALL = ""
"""The group of all centres."""
FULL = ("once", "several")
COST = "cost-per-inhabitant"
COUNTRY = {
    COST: {"dataset": "official-kostra", "population": "municipalities", "measure": COST},
    "stays": {"dataset": "official-residents", "population": "stays", "measure": "count"},
    "visits": {"dataset": "official-day-users", "population": "day-visits", "measure": "count"},
}  # fmt: skip
"""Where official figures tell what the whole country had. In the report's year its list of centres tells it."""
REPORT = "table-a28"
OF_COUNTRY = (
    {"dataset": REPORT, "category": TOTAL},
    *({**selection, "category": TOTAL, "group": TOTAL} for selection in COUNTRY.values()),
)
"""All that is read of the whole country."""


class Middle(NamedTuple):
    """The median of the centres of a group, and of how many it is."""

    value: float
    of: int


class Share(NamedTuple):
    """How many centres of a group were full, of those that have answered."""

    full: int
    of: int


class Others:
    """All centres of an edition, by measure, year and group. Two that are counted together count once."""

    def __init__(self, book: Book, year: int, centres: Iterable[Centre]) -> None:
        self._known: dict[tuple[str, int | None, str], dict[str, Observation]] = {}
        for centre in centres:
            for row in centre.view.rows:
                if row.measure in (*FIGURES, *ANSWERS) and row.given:
                    size = centre.size if row.category == centre.key else ""
                    for group in {ALL, centre.region, size}:
                        self._known.setdefault((row.measure, row.year, group), {})[row.category] = row
        self._country = {(row.measure, row.year): row for row in book.rows({"dataset": REPORT, "category": TOTAL})}
        for measure, selection in COUNTRY.items():
            for row in known_in(book.rows({**selection, "category": TOTAL, "group": TOTAL}), year):
                self._country.setdefault((measure, row.year), row)

    def middle(self, group: str, measure: str, year: int) -> Middle | None:
        """The median of a group; None where fewer than :data:`FEWEST` have a number."""
        values = [row.value for row in self._known.get((measure, year, group), {}).values()]
        return Middle(float(half_up(median(values))), len(values)) if len(values) >= FEWEST else None

    def share(self, group: str, measure: str, year: int) -> Share | None:
        """How many of a group were full at least once; None where fewer than :data:`FEWEST` have answered."""
        answers = [row.text for row in self._known.get((measure, year, group), {}).values()]
        return Share(sum(answer in FULL for answer in answers), len(answers)) if len(answers) >= FEWEST else None

    def country(self, measure: str, year: int) -> Observation | None:
        """What the whole country had; None where no source of the book tells."""
        row = self._country.get((measure, year))
        return row if row and row.known else None
