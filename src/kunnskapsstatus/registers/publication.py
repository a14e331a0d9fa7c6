"""What may be published of what is counted: a rule hides values behind the symbol ``:``, before anything is written.

:class:`Publication` is the one interface; :data:`SMALL` is the rule there is. It hides what is small, and in each sum
where one part alone is hidden another of them, so that no single one follows by subtraction, nor from all sums
together: also among the centres, as other tables have the sum of the country. What is of a class with one centre is of
that centre. What is hidden are places, decided of all tables together: whoever is hidden in one number is so in all, of
persons, stays and nights. What follows of two numbers of one place, from a series over years, or from what is known
elsewhere, it does not look at.
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
from kunnskapsstatus.numbers import HIDDEN
from kunnskapsstatus.registers.subtraction import Line, Number, following
from kunnskapsstatus.registers.tabulation.definition import CENTRE, Tabulation
from kunnskapsstatus.registers.tabulation.whom import Counted, Many, Place, Whom

Alone = Mapping[str, Set[str]]
"""The classes of each attribute of services that are of one centre."""
NOBODY: Alone = MappingProxyType({})
Tables = Mapping[str, tuple[Tabulation, Sequence[Counted]]]
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
    persons : a number of fewer persons is hidden, and so are shares, means and sums that are of so few, and what all
        but so few of a base are
    of_a_centre : at a centre with fewer, all numbers of its users are hidden, 0 too
    largest : a sum or a mean is hidden of which one person has more than so many per cent: of a sum S, who has less
        than 45 per cent of it cannot be told by who has next most to within a tenth
    """

    persons: int = 3
    of_a_centre: int = 20
    largest: int = 45

    def publish(self, tables: Tables, alone: Alone = NOBODY) -> dict[str, list[Observation]]:
        """As :meth:`Publication.publish`. Whoever is hidden in one table is hidden in all."""
        away: set[Place] = set()
        lines: list[Line] = []
        for tabulation, rows in tables.values():
            told = [(row, row.whom) for row in rows if row.whom and row.known]
            of_centres = any(part.rows == CENTRE for part in tabulation.parts)
            away |= self._of_centres(told) if of_centres else set(self._of_classes(told, alone))
            lines += _lines(told)
        small = frozenset(away)
        while more := self._beside_all(lines, away) or set(following(lines, small, away)):
            away |= more
        return {name: [_shown(row, away) for row in rows] for name, (_, rows) in tables.items()}

    def told(self) -> dict[str, Any]:
        """As :meth:`Publication.told`."""
        return {"rule": "small", **asdict(self)}

    def _of_classes(self, told: Iterable[tuple[Counted, Whom]], alone: Alone) -> Iterator[Place]:
        """The places of a table that are small, or whose sum is one person's."""
        for _, whom in told:
            least = self.of_a_centre if _is_of_a_centre(whom, alone) else 0
            if self._small(whom, least):
                yield whom.place
            if whom.base and whom.place_of_base and self._is_few(whom.base, least):
                yield whom.place_of_base

    def _of_centres(self, told: Sequence[tuple[Counted, Whom]]) -> set[Place]:
        """The places of the centres with few users, or with a sum that is one person's."""
        few = {_at(row) for row, whom in told if whom.many.records < self.of_a_centre or self._small(whom)}
        return {whom.place for row, whom in told if _at(row) in few}

    def _small(self, whom: Whom, least: int = 0) -> bool:
        """Whether a number is of few persons or records, or all but few of its base; or is nearly one person's."""
        others = whom.base - whom.many if whom.base else Many(0, 0)
        few = self._is_few(whom.many, least) or others.few(self.persons)
        return 100 * whom.largest > self.largest or (few and not whom.one)

    def _is_few(self, many: Many, least: int) -> bool:
        return many.few(self.persons) or 0 < many.records < least

    def _beside_all(self, lines: Iterable[Line], away: Set[Place]) -> set[Place]:
        return {place for line in lines for place in self._beside(line, away)}

    def _beside(self, line: Line, away: Set[Place]) -> Iterator[Place]:
        """The place that is hidden too in a line of which one alone is hidden, or so few together that their sum tells
        of each: the smallest of the others; the whole if there is no other. What the line does not show of its whole
        is as hidden."""
        gone = [one.many for one in line.numbers if one.hidden(away)]
        rest = line.rest(away)
        if rest.records > 0 and (gone or rest.few(self.persons)):
            gone.append(rest)
        together = Many.sum(gone)
        if gone and (len(gone) == 1 or together.records < 2 * self.persons or together.few(self.persons)):
            yield from [one.places[0] for one in line.shown(away)][:1]


SMALL: Publication = Small()


def _lines(told: Iterable[tuple[Counted, Whom]]) -> Iterator[Line]:
    """The lines of a table: of each row the groups of a column, and how many each of these is of; and of each group
    the rows that have nobody in common. They are parts of their base, or of what other tables have all of."""
    across: dict[object, list[Whom]] = defaultdict(list)
    down: dict[object, list[Whom]] = defaultdict(list)
    for row, whom in told:
        if not whom.one:
            across[row.population, row.measure, row.category].append(whom)
        if not whom.one and (whom.apart or row.category == TOTAL):
            down[row.population, row.measure, row.group].append(whom)
    for some in across.values():
        total = [whom for whom in some if not whom.column]
        for column in dict.fromkeys(whom.column for whom in some if whom.column):
            parts = [whom for whom in some if whom.column == column]
            yield Line.of(total[0].unit if total else "", map(_number, parts), map(_number, total))
            if total and all(whom.place_of_base for whom in some):
                yield Line.of(total[0].unit, _bases(parts), _bases(total))
    for some in down.values():
        if parts := [whom for whom in some if whom.apart]:
            total = [whom for whom in some if not whom.apart]
            yield Line.of(parts[0].unit, map(_number, parts), map(_number, total), parts[0].base)


def _number(whom: Whom) -> Number:
    return Number(whom.places, whom.many)


def _bases(some: Iterable[Whom]) -> Iterator[Number]:
    return (Number((whom.place_of_base,), whom.base) for whom in some if whom.base and whom.place_of_base)


def _is_of_a_centre(whom: Whom, alone: Alone) -> bool:
    """Whether a number is of a class with one centre."""
    return any(len(keys) == 1 and keys[0] in alone.get(column, ()) for column, keys in whom.who.items())


def _at(row: Observation) -> tuple[str, str]:
    return row.category, row.group


def _shown(row: Counted, away: Set[Place]) -> Observation:
    """A row as it may be published."""
    if row.whom and row.given and (row.whom.one or not away.isdisjoint(row.whom.places)):
        return replace(row.plain(), value=math.nan, base=None, symbol=HIDDEN, text="")
    return row.plain()
