"""Numbers of some records that many exhibits ask for, counted in one scan: what is asked twice is counted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_
from typing import Any

import narwhals as nw

from kunnskapsstatus.registers.tabulation.definition import COUNT, MAXIMUM, MEDIAN, MINIMUM, SD, SUM
from kunnskapsstatus.registers.tabulation.frames import Records, col

Sums = Mapping[str, Any]
"""What has been counted, by the names that a tally has given."""
WAYS: Mapping[str, Callable[[nw.Expr], nw.Expr]] = {
    SUM: nw.Expr.sum, COUNT: nw.Expr.count, MINIMUM: nw.Expr.min, MAXIMUM: nw.Expr.max, MEDIAN: nw.Expr.median,
    SD: lambda number: number.std(ddof=1),
}  # fmt: skip
ALONE = frozenset({SD, MEDIAN})
"""What of several groups together does not follow from what is of each of them."""
_TOGETHER: Mapping[str, Callable[[Any], Any]] = {SUM: sum, COUNT: sum, MINIMUM: min, MAXIMUM: max}


class Tally:
    """What is asked of some records, and, when all has been asked, what they give. They are grouped by all columns at
    once, and the groups of one column are put together of those."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._columns: dict[str, nw.Expr] = {}
        self._classes: dict[str, tuple[Sequence[str], Mapping[Any, str]]] = {}
        self._of: dict[str, dict[str | None, Sums]] = {}
        self._own: dict[str, tuple[str, nw.Expr]] = {}
        self._counts: dict[tuple[str, ...], str] = {}
        self._numbers: dict[tuple[str, tuple[str, ...]], str] = {}
        self._ways: dict[str, tuple[str, str]] = {}

    def by(self, column: str, key: nw.Expr) -> None:
        """Group the records by a column, whose categories have these keys."""
        self._columns.setdefault(column, key)

    def by_classes(self, column: str, of: Sequence[str], classes: Mapping[Any, str]) -> None:
        """Group the records by a class that follows from others of their columns: it is looked up when those have been
        counted, which is of few groups, and asked of no record."""
        self._classes[column] = of, classes
        for one in of:
            self.by(one, col(one))

    def count(self, *conditions: nw.Expr) -> str:
        """The name of the number of records that meet all conditions, which are true or false."""
        met = self._all(conditions)
        return self._counts.setdefault(met, f"count_{len(self._counts)}")

    def number(self, units: nw.Expr, way: str, *conditions: nw.Expr) -> str:
        """The name of what the numbers of records that meet all conditions come to; ``way`` is one of :data:`WAYS`."""
        of = self._named(units), self._all(conditions)
        number = self._numbers.setdefault(of, f"number_{len(self._numbers)}")
        self._ways[f"{number}_{way}"] = number, way
        return f"{number}_{way}"

    def of(self, column: str) -> dict[str | None, Sums]:
        """What has been counted, by the keys of one column; None is the key of records that belong to none."""
        if column not in self._of:
            groups: dict[str | None, list[Sums]] = {}
            of, classes = self._classes.get(column, ((), {}))
            for row in self._rows:
                key = classes.get(tuple(row[_key(one)] for one in of)) if of else row[_key(column)]
                groups.setdefault(key, []).append(row)
            self._of[column] = {key: self._together(rows) for key, rows in groups.items()}
        return self._of[column]

    @cached_property
    def of_all(self) -> Sums:
        """What has been counted of all records."""
        return self._together(self._rows)

    def _all(self, conditions: Sequence[nw.Expr]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self._named, conditions)))

    def _named(self, expression: nw.Expr) -> str:
        """The name of an expression; what is written alike is the same, as each column has one type."""
        name, _ = self._own.setdefault(repr(expression), (f"own_{len(self._own)}", expression))
        return name

    def _together(self, rows: Sequence[Sums]) -> Sums:
        if len(rows) < 2:
            return next(iter(rows), {})
        ways = {**dict.fromkeys(self._counts.values(), SUM), **{name: way for name, (_, way) in self._ways.items()}}
        found: dict[str, Any] = {}
        for name, way in ways.items():
            known = [row[name] for row in rows if row[name] is not None]
            found[name] = _TOGETHER[way](known) if known else None
        return found

    @cached_property
    def _rows(self) -> list[Sums]:
        if not self._own:
            return []
        keys = {_key(column): key for column, key in self._columns.items()}
        there = nw.col(min(self.records.columns))  # with constants alone there would be one record
        found = self.records.frame.select(
            there.alias("record"), *_aliased(keys), *(one.alias(name) for name, one in self._own.values())
        )
        counts = {name: _met(met).cast(nw.Int64) for met, name in self._counts.items()}
        numbers = {
            name: nw.when(_met(met)).then(nw.col(of)) if met else nw.col(of)
            for (of, met), name in self._numbers.items()
        }
        found = found.select(*keys, *_aliased({**counts, **numbers}))
        wanted = [nw.col(name).sum() for name in counts]
        wanted += [WAYS[way](nw.col(number)).alias(name) for name, (number, way) in self._ways.items()]
        counted = found.group_by(*keys).agg(*wanted) if keys else found.select(*wanted)
        return list(counted.collect(backend="pyarrow").iter_rows(named=True))


def _key(column: str) -> str:
    return f"of_{column}"


def _met(names: Sequence[str]) -> nw.Expr:
    return reduce(and_, map(nw.col, names))


def _aliased(named: Mapping[str, nw.Expr]) -> list[nw.Expr]:
    return [one.alias(name) for name, one in named.items()]
