"""What may be published of what is counted: a rule hides values behind the symbol ``:``, before anything is written.

:class:`Publication` is the one interface; :data:`SMALL` is the rule there is. It hides what is small, and in each sum
where one part alone is hidden another of them, so that no single one follows by subtraction: also among the centres, as
other tables have the sum of the country. What is of a class with one centre is of that centre. A number that is hidden
in one table is hidden in all. What else follows of several, and what is known from elsewhere, it does not look at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Protocol

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import HIDDEN, PERCENT
from kunnskapsstatus.registers.tabulation.definition import CENTRE, Tabulation

PERSONS = (
    "residents", "stays", "nights", "day-users", "day-visits", "children", "child-stays", "child-nights",
)  # fmt: skip
"""Populations of persons, and of what they do: a small number of them may point at one."""
OF_PERSONS = ("stays", "visits", "nights", "nights-per-stay", "visits-per-stay")
"""What is told of a centre and is of its users."""
COUNT = "count"
OF_COUNTRY = ("stays", "visits", "nights")
"""Numbers of centres that add up to what other tables have of the whole country."""
Alone = Mapping[str, Set[str]]
"""The classes of each attribute of services that are of one centre."""


NOBODY: Alone = MappingProxyType({})
Tables = Mapping[str, tuple[Tabulation, Sequence[Observation]]]
"""What has been counted for each exhibit."""


class Publication(Protocol):
    """What decides which values of exhibits are hidden."""

    def publish(self, tables: Tables, alone: Alone = NOBODY) -> dict[str, list[Observation]]:
        """The rows of each exhibit as they may be published: a hidden one has the symbol ``:`` and neither value nor
        base. ``alone`` has the classes that are of one centre."""

    def told(self) -> dict[str, Any]:
        """The rule, as it is written down with what is published."""


@dataclass(frozen=True)
class Small:
    """Numbers that are of few persons are hidden. Nobody is not few: 0 is shown, as a country's statistics do.

    Attributes
    ----------
    persons : a number of fewer persons is hidden, and so are shares, means and sums that are of so few
    of_a_centre : at a centre with fewer, all numbers of its users are hidden, 0 too
    """

    persons: int = 3
    of_a_centre: int = 20

    def publish(self, tables: Tables, alone: Alone = NOBODY) -> dict[str, list[Observation]]:
        """As :meth:`Publication.publish`. A number that is hidden in one table is hidden in all that have it."""
        told = {name: _told(*table) for name, table in tables.items()}
        away = {name: self._away(tabulation, told[name], alone, set()) for name, (tabulation, _) in tables.items()}
        known = -1
        while known < sum(map(len, away.values())):
            known = sum(map(len, away.values()))
            gone = {one for name, rows in told.items() for row in rows if _cell(row) in away[name]
                    for one in _numbers(row)}  # fmt: skip
            for name, (tabulation, _) in tables.items():
                also = {_cell(row) for row in told[name] if gone.intersection(_numbers(row))}
                if not also <= away[name]:
                    away[name] = self._away(tabulation, told[name], alone, away[name] | also)
        hidden = {id(row) for name, rows in told.items() for row in rows if _cell(row) in away[name] and row.given}
        return {name: [_hide(row) if id(row) in hidden else row for row in rows] for name, (_, rows) in tables.items()}

    def _away(self, tabulation: Tabulation, told: Sequence[Observation], alone: Alone, also: Set[Key]) -> set[Key]:
        """The cells of a table that are hidden: those that are small, those that are hidden ``also``, and in each sum
        another where one would follow."""
        away = set(also)
        if _is_of_centres(tabulation):
            small = {_place(row) for row in told if row.value < self.of_a_centre}
            away |= {_cell(row) for row in told if _place(row) in small}
        else:
            groups = {key for part in tabulation.parts for column in part.columns for key in alone.get(column, ())}
            kinds = {key for part in tabulation.parts if isinstance(part.rows, str) for key in alone.get(part.rows, ())}
            away |= {_cell(row) for row in told if self._few(row, row.group in groups or row.category in kinds)}
        sums = [one for axis in AXES for one in _sums(told, axis)]
        sums += [sorted((row for row in told if row.measure == one and row.category != TOTAL and row.known),
                        key=lambda row: (row.value, row.category)) for one in OF_COUNTRY]  # fmt: skip
        while more := set(_beside(sums, away, 2 * self.persons)):
            away |= more
        return away

    def told(self) -> dict[str, Any]:
        """As :meth:`Publication.told`."""
        return {"rule": "small", **asdict(self)}

    def _few(self, row: Observation, of_a_centre: bool) -> bool:
        """Whether a number is of few persons: by itself, by the share that it is of its base, or by its base."""
        least = self.of_a_centre if of_a_centre else self.persons
        return 0.5 <= _persons(row) < least - 0.5 or (row.base is not None and 0 < row.base < least)


SMALL: Publication = Small()
AXES = ("category", "group")
"""What a sum may run along: the rows of a table, or its columns."""
Key = tuple[object, ...]


def _cell(row: Observation) -> Key:
    """What is hidden together: all measures of a place in a table, of one population."""
    return row.population, row.category, row.group, row.series


def _is_of_centres(tabulation: Tabulation) -> bool:
    return any(part.rows == CENTRE for part in tabulation.parts)


def _told(tabulation: Tabulation, rows: Sequence[Observation]) -> list[Observation]:
    """The rows that are of persons."""
    if _is_of_centres(tabulation):
        return [row for row in rows if row.measure in OF_PERSONS]
    return [row for row in rows if row.population in PERSONS]


def _numbers(row: Observation) -> list[Key]:
    """What makes a number the same in another table: its place, and its value or how many persons it is of."""
    if not row.known:
        return []
    persons = _persons(row)
    own: list[Key] = [(*_cell(row), row.measure, row.value, row.base)]
    return own if math.isnan(persons) else [*own, (*_cell(row), round(persons))]


def _place(row: Observation) -> Key:
    return row.category, row.group


def _sums(rows: Sequence[Observation], axis: str) -> Iterator[list[Observation]]:
    """The numbers that add up along an axis: to a total, which comes last, or to 100 per cent, which nobody writes."""
    across = next(other for other in AXES if other != axis)
    found: dict[Key, list[Observation]] = defaultdict(list)
    for row in rows:
        if row.known:
            found[row.population, row.measure, row.series, getattr(row, across)].append(row)
    for some in found.values():
        total = [row for row in some if getattr(row, axis) == TOTAL]
        parts = [row for row in some if getattr(row, axis) != TOTAL]
        off = abs(sum(row.value for row in parts) - 100)
        if total or (all(row.unit == PERCENT for row in parts) and off <= len(parts) / 2):
            yield sorted(parts, key=lambda row: (row.base or 0, row.value, row.category, row.group)) + total


def _beside(sums: Iterable[Sequence[Observation]], away: Set[Key], least: int) -> Iterator[Key]:
    """In each sum of which one number alone is hidden, or numbers of so few persons together that it tells of each, the
    smallest of the others; the total if there is no other."""
    for some in sums:
        gone = [row for row in some if _cell(row) in away]
        if gone and (len(gone) == 1 or sum(map(_persons, gone)) < least):
            yield from [_cell(row) for row in some if _cell(row) not in away and row.value > 0][:1]


def _persons(row: Observation) -> float:
    """How many persons a number is of, as far as it tells; nan where it does not."""
    if row.measure == COUNT:
        return row.value
    if row.base is None:
        return math.nan
    return row.value * row.base / 100 if row.unit == PERCENT else float(row.base)


def _hide(row: Observation) -> Observation:
    return replace(row, value=math.nan, base=None, symbol=HIDDEN, text="")
