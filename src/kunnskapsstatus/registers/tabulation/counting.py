"""The cells of a part: what an engine counts of its rows in each group, and what follows from that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import narwhals as nw

from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.tabulation.definition import (
    ANSWER,
    ANSWERS,
    ATTRIBUTES,
    BASE,
    COUNT,
    MAXIMUM,
    MEAN,
    MEDIAN,
    MINIMUM,
    PERCENT,
    SD,
    SHARE,
    SUM,
    Part,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.frames import Records, col
from kunnskapsstatus.registers.tabulation.numbers import Amount, amount
from kunnskapsstatus.registers.tabulation.rounding import rounded
from kunnskapsstatus.registers.tabulation.rows import Row, Rows, chosen
from kunnskapsstatus.registers.tabulation.settings import Settings

GROUP = "group_of_record"
MISSING, IMPOSSIBLE = "..", "."
"""What was not asked that year, and what cannot be: a share of nobody, a mean of no number."""
NOT_ADDED = {SD, MEDIAN, MINIMUM, MAXIMUM, ANSWER}
"""What of all is not the sum of what is of the groups, and of those that belong to none."""
Sums = Mapping[str, Any]
"""What an engine has counted of one group, by column."""


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


class Counting:
    """The counting of one part of an exhibit in a year's records."""

    def __init__(self, part: Part, made: Rows, records: Records, settings: Settings) -> None:
        self.part, self.made, self.records, self.settings = part, made, records, settings
        self.rows = made.rows()
        self.answer = ANSWER in part.measures.values()
        self.amounts = [self._amount(name) for name in part.of.values()]
        numbered = {id(row.base): f"base_{at}" for at, row in enumerate(self.rows)}
        self.bases = [numbered[id(row.base)] for row in self.rows]  # rows of one block have one base: it is made once
        self.columns = {column: made.keys(column) for column in part.columns if column != ANSWERS}

    def cells(self) -> Iterator[Cell]:
        """The cells in the order of the table, those of all groups last."""
        groups: dict[str, Sums | None] = {}
        added: Sums = {}
        for column, keys in self.columns.items():
            if not self.made.known(column):
                groups |= dict.fromkeys(keys)
                continue
            found = self._sums(column, keys)
            groups |= {key: found.get(key, {}) for key in keys}
            added = {name: sum(row[name] or 0 for row in found.values()) for name in next(iter(found.values()), {})}
        additive = added and not set(self.part.measures.values()) & NOT_ADDED
        every = added if additive else self._sums().get(None, {})
        groups[TOTAL] = every
        for at, row in enumerate(self.rows):
            for number, category in enumerate(self.part.of or {"": ""}):
                for measure, statistic in self.part.measures.items():
                    for group, sums in groups.items():
                        value = self._value(row, at, number, statistic, sums, every, measure)
                        own = group if row.group == TOTAL else row.group
                        yield Cell(category or row.category, own, measure, statistic, **value)

    def _amount(self, name: str) -> Amount | None:
        form = self.made.form
        variable = form.columns.get(name) or form.variables.get(name)
        if variable is None or (self.answer and not self.made.asked(name)):
            return None
        if self.answer:
            return Amount(col(name), 1)
        return amount(variable, name, self.records, self.settings, self.part.lowest)

    def _sums(self, column: str = "", keys: Mapping[str, nw.Expr] | None = None) -> dict[str | None, Sums]:
        """What the engine counts: of each category of a column, or of all records."""
        asked = [(at, row) for at, row in enumerate(self.rows) if row.asked]
        if not asked:
            return {}
        bases = {self.bases[at]: row.base for at, row in asked}
        values = {
            f"value_{at}_{number}": nw.when(row.hit).then(one.units)
            for at, row in asked
            for number, one in enumerate(self.amounts)
            if one
        }
        group = {} if keys is None else {GROUP: chosen(keys) if column in ATTRIBUTES else col(column)}
        there = nw.col(min(self.records.columns))  # with constants alone there would be one record
        own = {"record": there, **group, **bases, **{f"hit_{at}": row.hit for at, row in asked}, **values}
        found = self.records.frame.select(one.alias(name) for name, one in own.items())
        counts = {f"hit_{at}": nw.col(f"hit_{at}") & nw.col(self.bases[at]) for at, _ in asked}
        counts |= {name: nw.col(name) for name in bases}
        found = found.select(*group, *values, *(one.cast(nw.Int64).alias(name) for name, one in counts.items()))
        wanted = [nw.col(name).sum() for name in counts]
        wanted += [one for name in values for one in self._statistics(name)]
        if keys is None:
            return {None: _rows(found.select(*wanted))[0]}
        return {row.pop(GROUP): row for row in _rows(found.group_by(GROUP).agg(*wanted))}

    def _statistics(self, name: str) -> list[nw.Expr]:
        own = nw.col(name)
        if self.answer:
            return [own.max().alias(f"{name}_{ANSWER}")]
        ways = {
            SUM: own.sum(), SD: own.std(ddof=1), MEDIAN: own.median(), MINIMUM: own.min(), MAXIMUM: own.max(),
        }  # fmt: skip
        asked = {SUM if one in (MEAN, SHARE) else one for one in self.part.measures.values()}
        found = [how.alias(f"{name}_{which}") for which, how in ways.items() if which in asked]
        return [*found, own.count().alias(f"{name}_{COUNT}")]

    def _value(
        self, row: Row, at: int, number: int, statistic: str, sums: Sums | None, every: Sums, measure: str
    ) -> dict[str, Any]:
        """What stands in a cell."""
        of = self.amounts[number] if self.part.of and statistic not in (COUNT, BASE, PERCENT) else None
        if sums is None or not row.asked or (self.part.of and of is None and statistic not in (COUNT, BASE, PERCENT)):
            return {"symbol": MISSING}
        name = f"value_{at}_{number}"
        if statistic == ANSWER:
            text = sums.get(f"{name}_{ANSWER}")
            return {"text": text} if text else {"symbol": IMPOSSIBLE}
        hits, base = int(sums.get(f"hit_{at}") or 0), int(sums.get(self.bases[at]) or 0)
        if statistic == COUNT:
            return {"value": float(hits)}
        if statistic == BASE and of is None and not self.part.of:
            return {"value": float(base)}
        count = int(sums.get(f"{name}_{COUNT}") or 0)
        if statistic == BASE:
            return {"value": float(count)}
        if statistic == PERCENT:
            return self._share(hits, base, base, measure)
        if statistic == SHARE:
            key = f"{name}_{SUM}" if of else f"hit_{at}"
            return self._share(
                int(sums.get(key) or 0),
                int(every.get(key) or 0),
                int(every.get(f"{name}_{COUNT}") or 0) if of else int(every.get(key) or 0),
                measure,
            )
        assert of
        decimals = self.part.decimals.get(measure, 0)
        if statistic == SUM:
            return {"value": rounded(Fraction(int(sums.get(f"{name}_{SUM}") or 0), of.scale), decimals, self.settings)}
        if count == 0 or (statistic == SD and count == 1):
            return {"symbol": IMPOSSIBLE, "base": count}
        if statistic == MEAN:
            exact = Fraction(int(sums[f"{name}_{SUM}"]), count * of.scale)
        else:
            exact = Fraction(repr(float(sums[f"{name}_{statistic}"]))) / of.scale
        return {"value": rounded(exact, decimals, self.settings), "base": count}

    def _share(self, part: int, whole: int, base: int, measure: str) -> dict[str, Any]:
        if not whole:
            return {"symbol": IMPOSSIBLE, "base": base}
        decimals = self.part.decimals.get(measure, 0)
        return {"value": rounded(Fraction(100 * part, whole), decimals, self.settings), "base": base}


def _rows(table: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    return list(table.collect(backend="pyarrow").iter_rows(named=True))
