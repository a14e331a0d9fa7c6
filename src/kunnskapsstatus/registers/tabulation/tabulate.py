"""From a year's records to observations: one engine for all exhibits that rest on forms."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import narwhals as nw

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.errors import BookError, did_you_mean
from kunnskapsstatus.registers import forms
from kunnskapsstatus.registers.tabulation import persons, reading
from kunnskapsstatus.registers.tabulation.classes import Classes, classes
from kunnskapsstatus.registers.tabulation.counting import Counting
from kunnskapsstatus.registers.tabulation.definition import (
    BASE,
    COUNT,
    OF_NUMBERS,
    Part,
    Tabulation,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.frames import Records, Source, opened
from kunnskapsstatus.registers.tabulation.rows import Rows
from kunnskapsstatus.registers.tabulation.settings import BREAK, Settings
from kunnskapsstatus.registers.tabulation.tally import Tally
from kunnskapsstatus.registers.tabulation.whom import Counted

SERIES = {False: "until-2020", True: "from-2021"}

TOGETHER = 2
"""How many tallies an engine counts at once: while one is planned, which takes one processor, another is scanned."""


def tabulate(
    root: Path, frames: Mapping[str, Source], exhibit: str, year: int, settings: Settings | None = None
) -> tuple[Counted, ...]:
    """The observations of one exhibit. ``frames`` has the records of each form, with the codebook's columns.

    Raises
    ------
    BookError
        For an exhibit that is not tabulated, and for records without what it needs.
    """
    return Registers(root, frames, year, settings).tabulate(exhibit)


class Registers:
    """A year's records, opened once for many exhibits, and the rules that they are counted by."""

    def __init__(self, root: Path, frames: Mapping[str, Source], year: int, settings: Settings | None = None) -> None:
        self.root, self.year, self.settings = root, year, settings or Settings()
        with _uncollected():
            self.book, self.whole, self.forms = open_book(root), forms.load(root), forms.of_year(root, year)
            self.tabulations = reading.of(self.book)
            self.frames = opened(frames, self.whole)

    @cached_property
    def classes(self) -> Classes:
        """The classes of the year's services."""
        return classes(self.root, self.frames, self.year, self.settings)

    def has(self, exhibit: str) -> bool:
        """Whether the records of all forms that an exhibit rests on are there."""
        return all(form in self.frames and form in self.forms for one in self._of(exhibit).parts for form in one.forms)

    def tabulate(self, exhibit: str) -> tuple[Counted, ...]:
        """The observations of an exhibit. Raises BookError as :func:`tabulate`."""
        return self.tabulate_all([exhibit])[exhibit]

    def tabulate_all(self, exhibits: Iterable[str]) -> dict[str, tuple[Counted, ...]]:
        """The observations of some exhibits, by exhibit: those of the same records are counted in one scan. Raises
        BookError as :func:`tabulate`."""
        with _uncollected():
            return self._counted(exhibits)

    def _counted(self, exhibits: Iterable[str]) -> dict[str, tuple[Counted, ...]]:
        tallies: dict[tuple[object, ...], Tally] = {}
        asked = {exhibit: self._counting(self._there(exhibit), tallies) for exhibit in exhibits}
        every = dict.fromkeys(own for counting in asked.values() for one in counting for own in one.tallies)
        with ThreadPoolExecutor(TOGETHER) as beside:
            for tally in every:
                tally.begin(beside)
            return {
                exhibit: tuple(row for one in counting for row in self._observations(self._of(exhibit), one))
                for exhibit, counting in asked.items()
            }

    def _there(self, exhibit: str) -> Tabulation:
        tabulation = self._of(exhibit)
        if not self.has(exhibit):
            needed = sorted({form for part in tabulation.parts for form in part.forms} - set(self.frames))
            cause = f"{exhibit} is counted from {', '.join(needed or ['forms'])}, of which {self.year} has no records"
            raise BookError(cause, remedy="Receive them, or leave the exhibit out.")
        return tabulation

    def _of(self, exhibit: str) -> Tabulation:
        if exhibit not in self.tabulations:
            cause = f"{exhibit!r} is not tabulated{did_you_mean(exhibit, self.tabulations)}"
            raise BookError(cause, remedy=f"{reading.FOLDER}/ has what is, and why other exhibits are not.")
        return self.tabulations[exhibit]

    def _counting(self, tabulation: Tabulation, tallies: dict[tuple[object, ...], Tally]) -> list[Counting]:
        """The counting of each part, by the tally of its records."""
        found = []
        for part in tabulation.parts:
            of = part.forms, part.population in persons.ONCE
            tally = tallies.get(of) or tallies.setdefault(of, Tally(self._records(part)))
            form, whole = self.forms[part.forms[0]], self.whole[part.forms[0]]
            made = Rows(part, form, whole, tally.records, self.classes, self.settings, self.book.codebook)
            found.append(Counting(part, made, tally, self.settings))
        return found

    def _observations(self, tabulation: Tabulation, counting: Counting) -> Iterator[Counted]:
        part, unit = counting.part, self.book.definitions[tabulation.exhibit].unit
        for cell in counting.cells():
            yield Counted(
                tabulation.dataset,
                category=self._named(tabulation, cell.category),
                group=cell.group,
                year=self.year,
                population=part.population,
                measure=cell.measure,
                unit=self.book.units.unit(cell.measure, part.population)
                or (unit if cell.statistic in OF_NUMBERS else ""),
                value=cell.value,
                decimals=0 if cell.statistic in (COUNT, BASE) else part.decimals.get(cell.measure, 0),
                base=cell.base,
                symbol=cell.symbol,
                text=cell.text,
                series=SERIES[self.year >= BREAK] if tabulation.broken else "",
                file=tabulation.file.as_posix(),
                line=tabulation.line,
                whom=cell.whom,
            )

    def _records(self, part: Part) -> Records:
        """The records that a part counts, of all its forms, with the columns that all of them have."""
        found = [persons.counted(self.frames[form], part.population, self.year, self.settings) for form in part.forms]
        found = [persons.told_apart(persons.with_nights(one, self.year, self.settings)) for one in found]
        if len(found) == 1:
            return found[0]
        shared = frozenset.intersection(*(one.columns for one in found))
        together = nw.concat([one.frame.select(sorted(shared)) for one in found])
        return Records(together, shared, found[0].database)

    def _named(self, tabulation: Tabulation, key: str) -> str:
        """A category as the exhibit writes it: its key, or the codebook's name of it."""
        known = self.book.codebook[tabulation.names].categories if tabulation.names else {}
        return known[key].label_nb if key in known else key


@contextmanager
def _uncollected() -> Iterator[None]:
    """Little that is made while exhibits are counted is in a circle: Python needs not look for any."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
