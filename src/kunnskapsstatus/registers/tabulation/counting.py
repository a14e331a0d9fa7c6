"""The cells of a part: what an engine counts of its rows in each group, and what follows from that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.tabulation.definition import (
    ANSWER,
    ANSWERS,
    BASE,
    CENTRE,
    COUNT,
    MAXIMUM,
    MEAN,
    OF_NUMBERS,
    PERCENT,
    SD,
    SERVICE,
    SHARE,
    SUM,
    Part,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.numbers import Amount, amount
from kunnskapsstatus.registers.tabulation.people import HIT, Asked, Asks, People
from kunnskapsstatus.registers.tabulation.rounding import rounded
from kunnskapsstatus.registers.tabulation.rows import Row, Rows
from kunnskapsstatus.registers.tabulation.settings import Settings
from kunnskapsstatus.registers.tabulation.tally import ALONE, Sums, Tally
from kunnskapsstatus.registers.tabulation.terms import EVERYONE, answer, chosen
from kunnskapsstatus.registers.tabulation.whom import Whom

MISSING, IMPOSSIBLE = "..", "."
"""What was not asked that year, or has not come; and what cannot be: a share of nobody, a mean of no number."""
ANY: Asked = (-1, HIT)
"""How many records there are at all."""


@dataclass(frozen=True)
class Cell:
    """One cell: what it is of, and its value, or the symbol or the answer in its place."""

    category: str
    group: str
    measure: str
    statistic: str
    value: float = math.nan
    base: int | None = None
    symbol: str = ""
    text: str = ""
    whom: Whom | None = None


class Counting:
    """The counting of one part of an exhibit in a year's records: what it asks of a tally, and the cells that follow.
    All that share a tally ask before any has its cells."""

    def __init__(self, part: Part, made: Rows, tally: Tally, settings: Settings) -> None:
        self.part, self.made, self.records, self.settings = part, made, tally.records, settings
        self.rows = made.rows()
        self.where = made.meets(part.where) if part.where and made.possible else EVERYONE
        self.answer = ANSWER in part.measures.values()
        self.amounts = [self._amount(name) for name in part.of.values()]
        people = self._amount(part.persons) if part.persons else None
        self.people = People(made, self.where, self.amounts, people)
        self.columns = {column: made.categories(column) for column in part.columns if column != ANSWERS}
        alone = bool(ALONE & set(part.measures.values()))
        self.asked: dict[str, tuple[Tally, dict[Asked, str]]] = {}
        for column in (TOTAL, *self.columns):
            if column != TOTAL and not made.known(column):
                continue
            own = Tally(self.records) if alone else tally
            if column != TOTAL:
                if alone and column in made.classes.of:
                    own.by(column, chosen(made.keys(column)))
                else:
                    self._by(own, column)
            self.asked[column] = own, self._ask(own, alone) if alone or not self.asked else self.asked[TOTAL][1]

    @property
    def tallies(self) -> list[Tally]:
        """The tallies that it asks."""
        return [tally for tally, _ in self.asked.values()]

    def cells(self) -> Iterator[Cell]:
        """The cells in the order of the table, those of all groups last."""
        groups: dict[str, Asks | None] = {}
        whose = {key: column for column, keys in self.columns.items() for key in keys}
        for column, keys in self.columns.items():
            if column not in self.asked:
                groups |= dict.fromkeys(keys)
                continue
            tally, names = self.asked[column]
            found = tally.of(column)
            groups |= {key: _said(names, found.get(key, {})) for key in keys}
        tally, names = self.asked[TOTAL]
        every = groups[TOTAL] = _said(names, tally.of_all)
        for at, row in enumerate(self.rows):
            for number, category in enumerate(self.part.of or {"": ""}):
                for measure, statistic in self.part.measures.items():
                    for group, sums in groups.items():
                        value = self._value(row, at, number, statistic, sums, every, measure)
                        own, column = group if row.group == TOTAL else row.group, whose.get(group, "")
                        whom = self.people.whom(row, at, number, statistic, column, group, sums or {}, every)
                        yield Cell(category or row.category, own, measure, statistic, **value, whom=whom)

    def _amount(self, name: str) -> Amount | None:
        form = self.made.form
        variable = form.columns.get(name) or form.variables.get(name)
        if variable is None or (self.answer and not self.made.asked(name)):
            return None
        if self.answer:
            return Amount(answer(name), 1)
        return amount(variable, name, self.records, self.settings, self.part.lowest)

    def _by(self, tally: Tally, column: str) -> None:
        """Group a tally's records by a variable, or by an attribute."""
        if column in self.made.classes.of:
            tally.by_classes(column, (CENTRE, SERVICE), self.made.classes.of[column])
        else:
            tally.by(column, answer(column))

    def _ask(self, tally: Tally, alone: bool) -> dict[Asked, str]:
        """The names of what a tally counts for each row. A row of an attribute is of some of the groups, and asks no
        record, unless groups cannot be put together."""
        names: dict[Asked, str] = {ANY: tally.count()}
        for at, row in enumerate(self.rows):
            if row.asked:
                of = None if alone else row.of
                if of and self.made.known(of[0]):
                    self._by(tally, of[0])
                hit = EVERYONE if of else row.hit
                names[at, HIT] = tally.count(hit, EVERYONE if row.within else row.base, self.where, of=of)
                names[at, BASE] = tally.count(row.base, self.where)
                for number, one in enumerate(self.amounts):
                    if one:
                        for way in self._ways():
                            names[at, way, number] = tally.number(one.units, way, hit, self.where, of=of)
                names.update(self.people.ask(tally, at, row, hit, of))
        return names

    def _ways(self) -> list[str]:
        if self.answer:
            return [MAXIMUM]
        return [COUNT, *dict.fromkeys(SUM if one in (MEAN, SHARE) else one for one in self.part.measures.values()
                                      if one in (*OF_NUMBERS, SHARE))]  # fmt: skip

    def _value(
        self, row: Row, at: int, number: int, statistic: str, sums: Asks | None, every: Asks, measure: str
    ) -> dict[str, Any]:
        """What stands in a cell."""
        of = self.amounts[number] if self.part.of and statistic not in (COUNT, BASE, PERCENT) else None
        if sums is None or not row.asked or (self.part.of and of is None and statistic not in (COUNT, BASE, PERCENT)):
            return {"symbol": MISSING}
        if statistic == ANSWER:
            text = sums.get((at, MAXIMUM, number))
            return {"text": text} if text else {"symbol": IMPOSSIBLE}
        hits, base = int(sums.get((at, HIT)) or 0), int(sums.get((at, BASE)) or 0)
        if statistic == COUNT:
            return {"value": float(hits)}
        if statistic == BASE and of is None and not self.part.of:
            return {"value": float(base)}
        count = int(sums.get((at, COUNT, number)) or 0)
        if statistic == BASE:
            return {"value": float(count)}
        if statistic == PERCENT:
            return self._share(hits, base, base, measure)
        if statistic in (SUM, SHARE) and of and count == 0 and (hits or not every.get(ANY)):
            return {"symbol": MISSING, "base": count if statistic == SHARE else None}
        if statistic == SHARE:
            key: Asked = (at, SUM, number) if of else (at, HIT)
            return self._share(
                int(sums.get(key) or 0),
                int(every.get(key) or 0),
                int(every.get((at, COUNT, number)) or 0) if of else int(every.get(key) or 0),
                measure,
            )
        assert of
        decimals = self.part.decimals.get(measure, 0)
        if statistic == SUM:
            return {
                "value": rounded(Fraction(int(sums.get((at, SUM, number)) or 0), of.scale), decimals, self.settings)
            }
        if count == 0 or (statistic == SD and count == 1):
            return {"symbol": IMPOSSIBLE, "base": count}
        if statistic == MEAN:
            exact = Fraction(int(sums[at, SUM, number]), count * of.scale)
        else:
            exact = Fraction(repr(float(sums[at, statistic, number]))) / of.scale
        return {"value": rounded(exact, decimals, self.settings), "base": count}

    def _share(self, part: int, whole: int, base: int, measure: str) -> dict[str, Any]:
        if not whole:
            return {"symbol": IMPOSSIBLE, "base": base}
        decimals = self.part.decimals.get(measure, 0)
        return {"value": rounded(Fraction(100 * part, whole), decimals, self.settings), "base": base}


def _said(names: Mapping[Asked, str], sums: Sums) -> Asks:
    return {asked: sums.get(name) for asked, name in names.items()}
