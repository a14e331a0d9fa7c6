"""Whom a number is of: what decides whether it may be published, and is never written itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kunnskapsstatus.data.observation import FIELDS, Observation
from kunnskapsstatus.registers.tabulation.rows import Who

Place = tuple[tuple[str, ...], frozenset[tuple[str, tuple[object, ...]]]]
"""Whom numbers are of, whatever is told of them: the forms, and what is true of the records."""


class Many(NamedTuple):
    """So many records, which are of so many persons or more."""

    records: int
    persons: int

    def __sub__(self, other: Many) -> Many:
        return Many(self.records - other.records, self.persons - other.persons)

    def few(self, least: int) -> bool:
        """Whether they may be of fewer persons than so many. Nobody is not few."""
        return self.records > 0 and self.persons < least

    @classmethod
    def sum(cls, some: Iterable[Many]) -> Many:
        """All of some that have none in common."""
        some = list(some)
        return cls(sum(one.records for one in some), sum(one.persons for one in some))


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a number is of.

    Attributes
    ----------
    forms, who : the forms, and what is true of the records that it is of, by variable or attribute
    many : how many it is of
    unit : what is added where numbers are: records, which is empty, persons, or the name of a number of them
    base : how many those are of whom it is a share; None where it is none
    asked : who those are, in words, where their number is told with the share
    column : the variable or attribute by which it is one of several groups; empty for all
    apart : whether the rows of its table have no record in common, so that they add up
    largest : the part that one person may have of a sum, from 0 to 1; 0 where it is no sum
    one : whether it is the number of one person alone, as the lowest and the highest are
    """

    forms: tuple[str, ...]
    who: Who
    many: Many
    unit: str = ""
    base: Many | None = None
    asked: Who | None = None
    column: str = ""
    apart: bool = False
    largest: float = 0.0
    one: bool = False

    @property
    def place(self) -> Place:
        """Whom it is of, the same for all numbers of them: stays, persons and nights, in any table."""
        return self.forms, frozenset(self.who.items())

    @property
    def place_of_base(self) -> Place | None:
        """Whom it is a share of, where that is told."""
        return None if self.asked is None else (self.forms, frozenset(self.asked.items()))

    @property
    def places(self) -> tuple[Place, ...]:
        """Whom it tells of."""
        return (self.place,) if self.place_of_base is None else (self.place, self.place_of_base)


@dataclass(frozen=True, slots=True)
class Counted(Observation):
    """An observation as it was counted, with whom it is of; None where that is nobody, nor what anybody answered."""

    whom: Whom | None = None

    def plain(self) -> Observation:
        """The observation alone."""
        return Observation(**{name: getattr(self, name) for name in FIELDS})
