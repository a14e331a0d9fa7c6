"""What follows by subtraction: numbers that add up to a whole, and which of those that are hidden all of them together
give away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

import numpy as np

from kunnskapsstatus.registers.tabulation.whom import Many, Place

NOTHING = 1e-9
"""A float that is nearer to 0 is 0."""


class Number(NamedTuple):
    """How many are of a place; it is hidden with any of some, of which the first is its own."""

    places: tuple[Place, ...]
    many: Many

    def hidden(self, away: Set[Place]) -> bool:
        """Whether it is of a place that is away."""
        return not away.isdisjoint(self.places)

    def size(self) -> tuple[object, ...]:
        """What it is ranked by, the same in any order of tables."""
        return self.many.persons, self.many.records, repr(sorted(self.places[0][1]))


class Line(NamedTuple):
    """Numbers that add up to a whole.

    Attributes
    ----------
    unit : what is added: persons, stays or nights
    parts, total : the numbers, the smallest first, and the whole among them
    whole : how many all are, where it is known
    """

    unit: str
    parts: list[Number]
    total: list[Number]
    whole: Many | None

    @property
    def numbers(self) -> list[Number]:
        """All of them, in the order in which they are hidden."""
        return [*self.parts, *self.total]

    def rest(self, away: Set[Place]) -> Many:
        """How many of the whole are of no part, where the whole is shown."""
        if self.whole is None or any(one.hidden(away) for one in self.total):
            return Many(0, 0)
        return self.whole - Many.sum(one.many for one in self.parts)

    def shown(self, away: Set[Place]) -> Iterator[Number]:
        """The numbers that could be hidden too; nobody's hides none."""
        return (one for one in self.numbers if not one.hidden(away) and one.many.records > 0)

    @classmethod
    def of(cls, unit: str, parts: Iterable[Number], total: Iterable[Number], whole: Many | None = None) -> Line:
        """The line of some parts and their total, which is the whole, or of parts of a whole."""
        of_all = list(total)[:1]
        return cls(unit, sorted(parts, key=Number.size), of_all, of_all[0].many if of_all else whole)


def following(lines: Iterable[Line], small: Set[Place], away: Set[Place]) -> Iterator[Place]:
    """The place to hide too where a hidden number that is small has but one value with which all lines add up: of the
    lines that tell it the smallest number that is shown. A line that does not show all of its whole tells nothing."""
    columns: dict[tuple[str, Place], int] = {}
    rows: dict[frozenset[tuple[int, int]], list[Line]] = {}
    wanted: set[int] = set()
    for line in lines:
        if line.rest(away).records > 0:
            continue
        row = []
        for one, sign in [*((one, 1) for one in line.parts), *((one, -1) for one in line.total)]:
            if one.hidden(away):
                row.append((columns.setdefault((line.unit, one.places[0]), len(columns)), sign))
                wanted |= {row[-1][0]} if one.hidden(small) else set()
        rows.setdefault(frozenset(row), []).append(line)
    table = np.zeros((len(rows), len(columns)))
    for at, signs in enumerate(rows):
        for column, sign in signs:
            table[at, column] = sign
    solved = np.linalg.pinv(table)
    told = np.einsum("ij,ji->i", solved, table) > 1 - NOTHING
    for column in sorted(wanted):
        if told[column]:
            by = [line for at, some in enumerate(rows.values()) if abs(solved[column, at]) > NOTHING for line in some]
            shown = sorted((one for line in by for one in line.shown(away)), key=Number.size)
            if shown:
                yield shown[0].places[0]
                return
