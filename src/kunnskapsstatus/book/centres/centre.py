"""A centre: what the book knows of it as of a year, read from the observations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from kunnskapsstatus.alphabet import place
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.counted import is_invented
from kunnskapsstatus.data.definitions import Definition
from kunnskapsstatus.data.invented import TITLED
from kunnskapsstatus.data.municipalities import CENTRES, Municipality, municipalities, of_name
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.exhibits.view import View, known_in, standing, values_of, years_of

LIKELY = "trolig "
"""How a municipality that is read of a centre's name begins."""
FIGURES = ("cost-per-inhabitant", "nights", "stays", "visits", "phone-conversations")
ANSWERS = ("full-women", "full-men")
DATASETS = ("table-a28", "official-centres", "derived-centres")
DEFINITION = Definition(
    "centre",
    CENTRES,
    title="Tall for ett krisesenter",
    source="Rapporten fra 2019 og Bufdirs sider om økonomi og organisering",
    population="centres",
    measure="nights",
    category=("centre",),
    columns=("year",),
    select=({"dataset": list(DATASETS)},),
)
"""What each page shows: everything of one centre, year by year."""
SIZE_YEAR, SIZES = 2018, ((1000, "under 1 000 døgn"), (2000, "1 000–1 999 døgn"), (10**9, "2 000 døgn eller flere"))
"""The report groups centres by staff, and does not tell whose is which. We group by nights in the report's year."""


@dataclass(frozen=True)
class Centre:
    """A centre of the report.

    Attributes
    ----------
    key, name : as in the codebook
    place : the municipality of 2019 that it lay in
    likely : whether the place is only read of its name
    now : the municipality that the place is, or is a part of, today
    region, organisation : in Bokmål
    view : its numbers of all years that the edition knows; some are of two centres together
    """

    key: str
    name: str
    place: str
    likely: bool
    now: Municipality | None
    region: str
    organisation: str
    view: View

    def row(self, measure: str, year: int) -> Observation | None:
        """What is said of a measure in a year; None where nothing is."""
        return self._rows.get((measure, year))

    @cached_property
    def _rows(self) -> dict[tuple[str, int | None], Observation]:
        return {(row.measure, row.year): row for row in self.view.rows}

    @property
    def size(self) -> str:
        """Its group by size; empty where it is not known."""
        row = self.row("nights", SIZE_YEAR)
        return next((name for most, name in SIZES if row.value < most), "") if row and row.known else ""

    @property
    def is_followed(self) -> bool:
        """Whether it has numbers of years after the report."""
        return any(row.given and (row.year or 0) > SIZE_YEAR for row in self.view.rows)

    @property
    def newest(self) -> Observation | None:
        """Its nights in the newest year that has them."""
        known = (row for row in self.view.rows if row.measure == "nights" and row.known)
        return max(known, key=lambda row: row.year or 0, default=None)


def counted_in(book: Book) -> dict[str, str]:
    """The key under which official figures count a centre, for those that are counted with others."""
    rows = read_table(book.root / CENTRES, ("key", "counted_in"))
    return {row["key"]: row["counted_in"] for _, row in rows if row["counted_in"]}


@lru_cache(maxsize=2)
def centres(book: Book, year: int) -> tuple[Centre, ...]:
    """The centres of the report by name, as of a year; none in a book without their list."""
    rows = known_in(book.rows(*DEFINITION.select), year)
    hosts = {row.category: row for row in rows if row.measure == "municipality"}
    if not hosts:
        return ()
    known = municipalities(book.root)
    together = counted_in(book)
    by_key: dict[str, list[Observation]] = {}
    for row in rows:
        by_key.setdefault(row.category, []).append(row)
    found = []
    for key, host in hosts.items():
        own = [*by_key[key], *by_key.get(together.get(key, ""), ())]
        text = {row.measure: row.text for row in own}
        name = host.text.removeprefix(LIKELY)
        view = _view(book, own, year)
        found.append(
            Centre(
                key, book.codebook.label(("centre",), key), name, host.text != name, of_name(known, name),
                text.get("region", ""), text.get("organisation", ""), view,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda centre: place(centre.name)))


def _view(book: Book, rows: Iterable[Observation], year: int) -> View:
    in_order = tuple(sorted(values_of(rows), key=lambda row: row.year or 0))
    shown = standing(in_order, lambda row: (row.measure,))  # some official figures are of two centres together
    invented = any(map(is_invented, shown))
    definition = replace(DEFINITION, title=TITLED.format(DEFINITION.title)) if invented else DEFINITION
    years = years_of(shown)
    return View(
        definition, book.codebook, shown, years[-1] if years else None, year, DEFINITION.measure,
        Path(CENTRES).as_posix(), book.revised(*({"category": row.category} for row in shown[:1])),
    )  # fmt: skip
