"""Of how many persons each number of a part is: what is asked of a tally to know it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.tabulation.definition import (
    ANSWER,
    BASE,
    COUNT,
    MAXIMUM,
    MEAN,
    MINIMUM,
    OF_ANSWERS,
    OF_NUMBERS,
    PERCENT,
    SHARE,
    SUM,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.numbers import Amount
from kunnskapsstatus.registers.tabulation.persons import NEW, NIGHTS, NIGHTS_OF_PERSON, ONCE
from kunnskapsstatus.registers.tabulation.rows import Row, Rows, Who
from kunnskapsstatus.registers.tabulation.tally import Limit, Tally
from kunnskapsstatus.registers.tabulation.terms import EVERYONE, Term, answer
from kunnskapsstatus.registers.tabulation.whom import Many, Whom

HIT, PERSONS, PERSONS_OF_BASE, TOLD, LARGEST = "hit", "persons", "persons-of-base", "told", "largest"
Asked = tuple[int, str] | tuple[int, str, int]
"""What is counted for a row: whom it counts, its base, or of one of its numbers a statistic."""
Asks = Mapping[Asked, Any]


class People:
    """Whom the numbers of a part are of. Records of persons are told apart by :func:`persons.told_apart`; those of
    services have a number that says how many persons theirs are of; and those of the survey are one person's each.

    Attributes
    ----------
    made : the rows of the part; where : whom the part counts
    amounts : the numbers of the part; own : the number that says how many persons they are of
    """

    def __init__(self, made: Rows, where: Term, amounts: Sequence[Amount | None], own: Amount | None) -> None:
        self.made, self.part, self.where, self.amounts, self.own = made, made.part, where, amounts, own
        self.registered = made.records.has(NEW)

    def ask(self, tally: Tally, at: int, row: Row, hit: Term, of: Limit) -> Iterator[tuple[Asked, str]]:
        """The names of what a tally counts for a row to know it."""
        if self.own:
            yield (at, PERSONS), tally.number(self.own.units, SUM, hit, self.where, of=of)
            yield (at, TOLD), tally.number(self.own.units, COUNT, hit, self.where, of=of)
        if not self.registered:
            return
        new = answer(NEW)
        yield (at, PERSONS), tally.count(hit, EVERYONE if row.within else row.base, self.where, new, of=of)
        yield (at, PERSONS_OF_BASE), tally.count(row.base, self.where, new)
        for number, one in enumerate(self.amounts):
            if one:
                yield (at, PERSONS, number), tally.number(one.units, COUNT, hit, self.where, new, of=of)
                yield (at, LARGEST, number), tally.number(self._of_one(one), MAXIMUM, hit, self.where, of=of)

    def whom(
        self, row: Row, at: int, number: int, statistic: str, column: str, group: str, sums: Asks, every: Asks
    ) -> Whom | None:
        """Whom the number of a row is of in a group of a column; None where that is nobody, nor an answer."""
        of = bool(self.amounts) and statistic in (*OF_NUMBERS, SHARE)
        if statistic == ANSWER or not (self.registered or self.part.persons or self._answered(statistic)):
            return None
        within: Who = {column: (group,)} if group != TOTAL else {}
        within = {**within, "persons": (self.part.persons,)} if self.part.persons else within
        who, asked = {**self.made.where, **row.who, **within}, None
        many = self._many(at, number if of else None, sums)
        base = None
        if statistic == BASE and not of:
            many = self._base(at, sums)
        elif statistic == SHARE:
            base = self._many(at, number if of else None, every)
        elif statistic == PERCENT:
            base, asked = self._base(at, sums), {**self.made.where, "base": (row.base.sql,), **within}
        total = int(sums.get((at, SUM, number)) or 0) if statistic in (SUM, MEAN) else 0
        largest = int(sums.get((at, LARGEST, number)) or 0) / total if total and self.registered else 0.0
        one = statistic in (MINIMUM, MAXIMUM)
        unit = list(self.part.of.values())[number] if of else "persons" if self.part.population in ONCE else ""
        return Whom(self.part.forms, who, many, unit, base, asked, column, row.apart, min(largest, 1.0), one)

    def _answered(self, statistic: str) -> bool:
        return self.part.population in OF_ANSWERS and statistic in OF_NUMBERS

    def _many(self, at: int, number: int | None, sums: Asks) -> Many:
        """How many a row's records are of, or those of them that have a number. Of services that have not told of how
        many persons theirs is, each counts as something of nobody known."""
        records = int(sums.get((at, HIT) if number is None else (at, COUNT, number)) or 0)
        if self.part.persons:
            persons, untold = int(sums.get((at, PERSONS)) or 0), records - int(sums.get((at, TOLD)) or 0)
            return Many(persons + max(untold, 0), persons)
        if self.registered:
            return Many(records, int(sums.get((at, PERSONS) if number is None else (at, PERSONS, number)) or 0))
        return Many(records, records)

    def _base(self, at: int, sums: Asks) -> Many:
        return Many(int(sums.get((at, BASE)) or 0), int(sums.get((at, PERSONS_OF_BASE)) or 0))

    def _of_one(self, amount: Amount) -> Term:
        """The number of a record's person: of nights all that the person has, where there are keys."""
        known = amount.units == answer(NIGHTS) and self.made.records.has(NIGHTS_OF_PERSON)
        return answer(NIGHTS_OF_PERSON) if known else amount.units
