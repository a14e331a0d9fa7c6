"""A view: what an exhibit means for a year, decided once. Look-up, ranking and every form read it and decide nothing
anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

from kunnskapsstatus.data.book import FIRST_EDITION, Book
from kunnskapsstatus.data.codebook import FOLDER as CODEBOOK
from kunnskapsstatus.data.codebook import Codebook, normal
from kunnskapsstatus.data.counted import is_counted
from kunnskapsstatus.data.definitions import DIMENSIONS, Definition, find
from kunnskapsstatus.data.derived import FROM
from kunnskapsstatus.data.listed import file_of
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.places import FILES as MAP
from kunnskapsstatus.data.revisions import FILE as REVISIONS
from kunnskapsstatus.data.revisions import Revision
from kunnskapsstatus.data.units import FILE as UNITS
from kunnskapsstatus.errors import LookupFailed, did_you_mean
from kunnskapsstatus.exhibits.asof import as_of, cited
from kunnskapsstatus.exhibits.revised import told
from kunnskapsstatus.keys import ANSWER, ANY, BASE, NAME, OFFICIAL, OLD_METHOD, TOTAL, WORDED
from kunnskapsstatus.lists import small

PREFERRED = ("percent", "mean", "cost-per-inhabitant", "count")
"""Which of several measures is the main one, where a definition does not say: the first of these."""
FILLED = "Tall for {} som rapporten ikke har, er talt opp fra registreringer. Om rapporten alene: {}"
"""What is said of what an exhibit lacks, where some of it has been counted."""
ALWAYS_READ = ("common", "measure", "population", ANSWER)
"""The codebook's variables that any exhibit may need."""


@dataclass(frozen=True)
class View:
    """What an exhibit means for a year. Immutable: made once by :func:`view_of`.

    Attributes
    ----------
    definition : what it shows
    codebook : where its labels are from
    rows : all its observations, in order: of all years, with bases and values by an older method
    year : the year it shows; None where its values have none
    asked : the year that was asked for; it knows no official figure of a later one
    measure : the main measure: what a look-up, a ranking and a chart mean when nothing else is said
    file : the definition's file, from the book's folder
    revisions : the revisions of its numbers, also of numbers that are taken out
    whole : where it is a part of an exhibit, all rows of that; else empty
    named : the dimensions by whose keys it is a part
    """

    definition: Definition
    codebook: Codebook
    rows: tuple[Observation, ...]
    year: int | None
    asked: int | None
    measure: str
    file: str
    revisions: tuple[Revision, ...] = ()
    whole: tuple[Observation, ...] = ()
    named: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The exhibit's id."""
        return self.definition.id

    @cached_property
    def _is_official(self) -> bool:
        """Whether it may show official figures. Of the report alone, every edition knows all words."""
        return self.definition.shows_official

    @cached_property
    def source(self) -> str:
        """Whose numbers it shows, with their years."""
        given = self.definition.source
        known = cited(given, self.years, self.asked) if self._is_official else given
        return ", ".join(filter(None, dict.fromkeys((known, *(row.source for row in self.rows if is_counted(row))))))

    @cached_property
    def missing(self) -> str:
        """What it lacks of what it should hold, as was known in its year; of that, some may have been counted."""
        known = as_of(self.definition.missing, self.asked if self._is_official else None)
        counted = sorted({row.year for row in self.rows if is_counted(row) and row.year is not None})
        return FILLED.format(", ".join(map(str, counted)), known) if known and counted else known

    @cached_property
    def note(self) -> str:
        """What a reader must know of it, as was known in its year."""
        return as_of(self.definition.note, self.asked if self._is_official else None)

    @property
    def population(self) -> str:
        """Of whom or what its numbers are, where nothing else is said; empty where they are of several."""
        return self.definition.population

    @cached_property
    def values(self) -> tuple[Observation, ...]:
        """The rows without bases and without values by an older method."""
        return values_of(self.rows)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that it has values for, in order."""
        return years_of(self.rows)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Its measures, in order."""
        return tuple(dict.fromkeys(row.measure for row in self.values))

    def several(self, *, of_base: bool = False) -> frozenset[str]:
        """The dimensions in which the whole exhibit has several values, or with ``of_base`` its bases: in the others
        no key is needed."""
        return self._of_bases if of_base else self._of_values

    @cached_property
    def _of_values(self) -> frozenset[str]:
        return varying(values_of(self.whole or self.rows)) - self.named

    @cached_property
    def _of_bases(self) -> frozenset[str]:
        return varying(row for row in self.whole or self.rows if row.measure == BASE) - self.named

    @property
    def state(self) -> str:
        """As :func:`state`."""
        return state(self.definition, self.rows)

    @property
    def is_list(self) -> bool:
        """Whether its rows are named in the source and not by the codebook, such as a list of centres."""
        return ANY in self.definition.category

    @cached_property
    def names_only(self) -> bool:
        """Whether it holds names and no numbers."""
        return bool(self.rows) and all(row.measure == NAME for row in self.rows)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """What its numbers are counted in, in order: the unit, or the measure's label where it has none."""
        worded = {row.measure for row in self.values if row.text}
        counted = [row for row in self.values if row.measure not in worded]
        return tuple(dict.fromkeys(row.unit or self.codebook.label(("measure",), row.measure) for row in counted))

    @cached_property
    def populations(self) -> tuple[str, ...]:
        """The labels of whom or what it counts, in order."""
        return tuple(self.codebook.label(("population",), p) for p in dict.fromkeys(r.population for r in self.values))

    @cached_property
    def reservations(self) -> dict[str, tuple[int, ...]]:
        """What a reader must know to use its values, each text once, with the years that it is about."""
        years: dict[str, set[int]] = {}
        for row in self.values:
            if row.key == "" and row.reservation:
                years.setdefault(row.reservation, set()).update([] if row.year is None else [row.year])
        return {text: tuple(sorted(found)) for text, found in years.items()}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files it is made of, from the book's folder, sorted: those that make a chapter run again."""
        own = (*self.definition.variables, *filter(None, [self.definition.names]))
        variables = (*ALWAYS_READ, *own, *{row.measure for row in self.rows} & set(WORDED))
        datasets = {row.dataset for row in self.rows if row.dataset.startswith(OFFICIAL)}  # some rows are computed
        names = {row.file for row in self.rows} | {file_of(dataset) for dataset in datasets}
        names |= {name for row in self.rows for name in FROM.get((row.dataset, row.population), ())}
        names |= {(CODEBOOK / f"{name}.csv").as_posix() for name in variables}
        places = {path.as_posix() for path in MAP} if self.definition.form == "map" else set()
        revised = {REVISIONS.as_posix()} if self.revisions else set()
        return tuple(sorted({*names, *places, *revised, UNITS.as_posix(), self.file}))

    def reservation(self, row: Observation) -> str:
        """What a reader must know to use one value, and what it was."""
        return " ".join(filter(None, (row.reservation, told(self.codebook, self.revisions, row))))

    def label(self, key: str, *, sentence: bool = False) -> str:
        """The Bokmål label of a category or group; with ``sentence`` in lower case, for running text."""
        names = (*self.definition.variables, *(() if self.is_list else (ANSWER,)))
        text = self.codebook.label(names, self._named(key))
        named = "centre" in self.definition.category or self.is_list or "part" in names
        return small(text) if sentence and not named else text

    def _named(self, key: str) -> str:
        """The label, as the codebook writes it, of a name as the source does: HARSTAD KRISESENTER."""
        variable = self.codebook[self.definition.names] if self.definition.names else None
        known = variable.keys.get(normal(key)) if variable else None
        return variable.categories[known].label_nb if variable and known else key

    def question(self, category: str) -> str:
        """What a category is an answer to: the variable that has it, or this exhibit, where it has its own question."""
        known = (name for name in self.definition.category if name not in (ANSWER, ANY))
        return next((name for name in known if category in self.codebook[name].categories), self.id)

    def main(self, present: Collection[str]) -> str:
        """The main one of the measures that are present."""
        return main_measure(self.definition, present)


def values_of(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """The rows without bases and without values by an older method."""
    return tuple(row for row in rows if row.measure != BASE and row.series != OLD_METHOD)


def varying(rows: Iterable[Observation]) -> frozenset[str]:
    """The dimensions in which rows have several values."""
    found = {name: {getattr(row, name) for row in rows} - {None} for rows in [tuple(rows)] for name in DIMENSIONS}
    return frozenset(name for name, values in found.items() if len(values) > 1)


def years_of(rows: Iterable[Observation]) -> tuple[int, ...]:
    """The years that observations have values for, in order."""
    return tuple(sorted({row.year for row in rows if row.year is not None and row.given}))


def main_measure(definition: Definition, present: Collection[str]) -> str:
    """The measure that is meant when none is named: the definition's own, else the first of :data:`PREFERRED`, else
    the first that is present; empty where there is none."""
    wanted = (definition.measure, *PREFERRED)
    return next((measure for measure in wanted if measure in present), next(iter(present), ""))


def state(definition: Definition, rows: Iterable[Observation]) -> str:
    """Whether the book has all values of an exhibit: ``complete``, ``partial`` or ``empty``."""
    known = any(row.given for row in values_of(rows))
    return "empty" if not known else "partial" if definition.missing else "complete"


def view_of(book: Book, identifier: str, year: Any = None, *, counted: bool = True) -> View:
    """The exhibit with this id as of a year: with no official figure of a later year. Where it has no values for the
    year, it shows its latest year. Without a year, it is as of the newest. What is ``counted`` of registers may be left
    out: what the report says is then seen alone.

    Raises
    ------
    LookupFailed
        For an unknown id, a year that is not a whole number, or a year without any data in the book.
    """
    definition = find(book.definitions, identifier)
    if year is not None:
        check_year(year, book.years)
    file = definition.file.relative_to(book.root).as_posix()
    found = tuple(row for row in book.selected(definition) if counted or not is_counted(row))
    kept = in_order(book, definition, standing(found if year is None else known_in(found, year)))
    rows = _completed(book, definition, file, kept)
    years = years_of(rows)
    shown = year if year in years else (years[-1] if years else None)
    measures = dict.fromkeys(row.measure for row in values_of(rows))
    revised = book.revised(*definition.selections)
    known = tuple(one for one in revised if year is None or is_known(one.number, year))
    return View(definition, book.codebook, rows, shown, year, main_measure(definition, measures), file, known)


def standing(
    rows: tuple[Observation, ...], of: Callable[[Observation], tuple[str, ...]] | None = None
) -> tuple[Observation, ...]:
    """The rows, one of each value: what is counted of registers gives way to a number that the report or the
    authorities have given of the same, and takes the place of one that they have not. ``of`` says what is the same,
    whatever its year; by default all keys.

    A number of no year is of the year of the report: it stands until one of a later year is counted.
    """
    counted = [row for row in rows if is_counted(row)]
    if not counted:
        return rows
    same, others = of or (lambda row: row.keys), [row for row in rows if not is_counted(row)]
    given = {(same(row), row.year or FIRST_EDITION) for row in others if row.given}
    stay = {(same(row), row.year) for row in counted if (same(row), row.year) not in given}
    later = {what for what, year in stay if (year or 0) > FIRST_EDITION}
    gone = {row for row in counted if (same(row), row.year) not in stay}
    gone |= {row for row in others if (same(row), row.year) in stay or (row.year is None and same(row) in later)}
    return tuple(row for row in rows if row not in gone)


def in_order(book: Book, definition: Definition, rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The rows of a source in its order. With what is counted among them: a table by heading and population, rows as
    they first stand with what they are per cent of last, and groups as the codebook has them."""
    if not any(map(is_counted, rows)):
        return rows
    keys = [key for name in definition.group for key in book.codebook[name].categories]
    groups = list(dict.fromkeys(row.group for row in rows))
    first = groups[0]
    groups.sort(key=lambda group: keys.index(group) if group in keys else -1 if group == first else len(keys))
    parts = list(dict.fromkeys((row.heading, row.population) for row in rows))
    categories = list(dict.fromkeys(row.category for row in rows))
    return tuple(sorted(rows, key=lambda row: (
        parts.index((row.heading, row.population)),
        row.category == BASE,
        categories.index(row.category),
        groups.index(row.group),
    )))  # fmt: skip


def known_in(rows: Iterable[Observation], year: int) -> tuple[Observation, ...]:
    """What was known of a year and the years before it: the report, and what is official or counted until then."""
    return tuple(row for row in rows if is_known(row, year))


def is_known(row: Observation, year: int) -> bool:
    """Whether a value was known in a year: the report's always are."""
    return not ((row.dataset.startswith(OFFICIAL) or is_counted(row)) and (row.year or 0) > year)


def check_year(year: Any, known: Sequence[int]) -> int:
    """The year, if it is a whole number and one of the ``known`` years, those that the book has data for.

    Raises
    ------
    LookupFailed
        For anything else.
    """
    if isinstance(year, bool) or not isinstance(year, int):
        cause = f"year is {year!r}, which is not a whole number"
        raise LookupFailed(cause, remedy=f"Give a year such as 2018, without quotation marks ({known[0]}–{known[-1]}).")
    if year not in known:
        raise LookupFailed(
            f"there are no data for {year}{did_you_mean(year, known)}",
            remedy=f"Years with data: {', '.join(map(str, known))}.",
        )
    return year


def _completed(book: Book, definition: Definition, file: str, rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The rows, and one marked as not available for each cell of the printed exhibit (its ``years`` by categories and
    groups) that has none. Completed rows stand in the order of the codebook, totals last."""
    if not definition.years:
        return rows
    keys = [
        tuple(key for name in names if name != ANY for key in book.codebook[name].categories)
        for names in (definition.category, definition.group)
    ]
    known = {(row.category, row.group, row.year) for row in rows}
    blank = Observation(
        definition.printed,
        population=definition.population,
        measure=definition.measure,
        unit=book.units.unit(definition.measure, definition.population, definition.unit),
        symbol="..",
        file=file,
    )
    missing = [
        replace(blank, category=category, group=group, year=year)
        for category, group in product(*(part or (TOTAL,) for part in keys))
        for year in definition.years
        if (category, group, year) not in known
    ]
    if not missing:
        return rows
    places = [{key: place for place, key in enumerate(part)} for part in keys]

    def place(row: Observation) -> tuple[int, int]:
        return places[0].get(row.category, len(keys[0])), places[1].get(row.group, len(keys[1]))

    return tuple(sorted((*rows, *missing), key=place))
