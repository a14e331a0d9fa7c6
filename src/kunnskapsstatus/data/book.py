"""A book's data, read once: codebook, units, definitions and observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus import paths
from kunnskapsstatus.data import counted, definitions, invented, revisions, store
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.definitions import SINCE, Definition
from kunnskapsstatus.data.observation import Observation, rows_of
from kunnskapsstatus.data.revisions import Revision
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.keys import OFFICIAL, TOTAL

FIRST_EDITION = 2018
"""The year of the report: a book of an earlier year would have nothing to tell."""
INDEXED = ("dataset", "key")
"""Fields by which rows are found without looking at them all."""


class Book:
    """The data of the book in ``root``. Each part is read when it is first asked for, and then kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.codebook = Codebook(root)

    @cached_property
    def units(self) -> Units:
        """The units of measures."""
        return Units(self.root)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """All definitions by id; in a synthetic book the title of each that has invented numbers says so. Raises
        DefinitionError for one that is not right."""
        found = definitions.load(self.codebook)
        return {name: self._marked(one) for name, one in found.items()} if self.synthetic else found

    def _marked(self, definition: Definition) -> Definition:
        if any(map(counted.is_invented, self.selected(definition))):
            return replace(definition, title=invented.TITLED.format(definition.title))
        return definition

    @cached_property
    def synthetic(self) -> bool:
        """Whether it is a copy with invented numbers among its data: whatever is made of it says so."""
        return invented.is_synthetic(self.root)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """All observations. Raises DataError for a file that is not right."""
        return store.load(self.root)

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """All revisions of its numbers. Raises DataError for a line that is not right."""
        return revisions.load(self.root)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that there are values of, in order."""
        return years_of(self.observations)

    @cached_property
    def newest(self) -> int:
        """The newest year with official or counted figures, or that of the report where there are none later: the book
        that is made when nobody asks for another edition is that of this year."""
        return self.newest_until(None)

    def newest_until(self, year: int | None) -> int:
        """As :attr:`newest`, of the years up to one: what an edition knows."""
        rows = self.observations
        of_years = rows["dataset"].str.startswith(OFFICIAL) | rows["file"].str.startswith(
            f"{invented.FOLDER.as_posix()}/"
        )
        known = years_of(rows[of_years])
        return max((FIRST_EDITION, *(one for one in known if year is None or one <= year)))

    @cached_property
    def _rows(self) -> list[Observation]:
        """All observations as rows. Each is made once, and the same one is given to all who ask."""
        return list(rows_of(self.observations))

    @cached_property
    def _places(self) -> dict[str, dict[Any, list[int]]]:
        """Where the rows of each dataset, and of each key, stand."""
        found: dict[str, dict[Any, list[int]]] = {name: {} for name in INDEXED}
        for name, places in found.items():
            for place, value in enumerate(self.observations[name]):
                places.setdefault(value, []).append(place)
        return found

    def rows(self, *selections: Mapping[str, Any]) -> tuple[Observation, ...]:
        """The observations that fit any of the selections, each once, in the order of the selections.

        A selection gives fields with the value or the list of values that they have; all of them must fit. ``since`` is
        the first year.
        """
        found: dict[int, None] = {}
        for selection in selections:
            wanted, since = _wanted(selection)
            places: Iterable[int] = range(len(self._rows))
            indexed = next((name for name in INDEXED if name in wanted), None)
            if indexed:
                known = self._places[indexed]
                places = sorted(place for value in wanted.pop(indexed) for place in known.get(value, ()))
            for place in places:
                if _fits(self._rows[place], wanted, since):
                    found[place] = None
        return tuple(self._rows[place] for place in found)

    def selected(self, definition: Definition) -> tuple[Observation, ...]:
        """The rows that a definition selects, and what is counted of registers for the exhibit itself, each number
        once: where the report has but a picture, its definition selects what other tables tell of it. What is counted
        by groups is for definitions that have groups. Official figures are of what is published."""
        found = self.rows(*definition.selections)
        if not definition.select or not definition.printed or definition.shows_official:
            return found
        there = {(row.keys, row.year) for row in found}
        own = filter(counted.is_counted, self.rows({"dataset": definition.printed}))
        shown = (row for row in own if definition.group or row.group == TOTAL)
        return (*found, *(row for row in shown if (row.keys, row.year) not in there))

    def revised(self, *selections: Mapping[str, Any]) -> tuple[Revision, ...]:
        """The revisions of numbers that fit any of the selections, also of numbers that are taken out."""
        wanted = list(map(_wanted, selections))
        return tuple(one for one in self.revisions if any(_fits(one.number, *each) for each in wanted))


def _wanted(selection: Mapping[str, Any]) -> tuple[dict[str, list[Any]], int | None]:
    """The values that each field may have, and the first year."""
    wanted = {name: value if isinstance(value, list) else [value] for name, value in selection.items()}
    (since,) = wanted.pop(SINCE, [None])
    return wanted, since


def _fits(row: Observation, wanted: Mapping[str, list[Any]], since: int | None) -> bool:
    return all(getattr(row, name) in values for name, values in wanted.items()) and begun(row, since)


def begun(row: Observation, since: int | None) -> bool:
    """Whether a row is of a year from ``since`` on; of any, where that is None."""
    return since is None or (row.year is not None and row.year >= since)


def years_of(frame: pd.DataFrame) -> tuple[int, ...]:
    """The years that a frame of observations has values of, in order."""
    given = frame["value"].notna() | (frame["text"] != "")
    return tuple(sorted(int(year) for year in frame.loc[given, "year"].dropna().unique()))


@lru_cache(maxsize=4)
def _open(root: Path, mark: str) -> Book:
    return Book(root)


def open_book(root: Path) -> Book:
    """The book in ``root`` as it stands: the same as before as long as none of its files has changed.

    A build's copy of a book does not change while anyone reads it, and is looked through once.
    """
    return _open(root, paths.stamp(root) or store.fingerprint(root))
