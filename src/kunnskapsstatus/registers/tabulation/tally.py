"""Numbers of some records that many exhibits ask for, counted in one scan: what is asked twice is counted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import cached_property, reduce
from operator import and_
from typing import Any

import narwhals as nw
import pyarrow as pa

from kunnskapsstatus.registers.tabulation.definition import COUNT, MAXIMUM, MEDIAN, MINIMUM, SD, SUM
from kunnskapsstatus.registers.tabulation.frames import Records
from kunnskapsstatus.registers.tabulation.terms import EVERYONE, Term, answer

Sums = Mapping[str, Any]
"""What has been counted, by the names that a tally has given."""
WAYS: Mapping[str, tuple[str, Callable[[nw.Expr], nw.Expr]]] = {
    SUM: ("sum", nw.Expr.sum), COUNT: ("count", nw.Expr.count), MINIMUM: ("min", nw.Expr.min),
    MAXIMUM: ("max", nw.Expr.max), MEDIAN: ("median", nw.Expr.median),
    SD: ("stddev_samp", lambda number: number.std(ddof=1)),
}  # fmt: skip
"""How numbers are put together, in SQL and in narwhals."""
ALONE = frozenset({SD, MEDIAN})
"""What of several groups together does not follow from what is of each of them."""
Limit = tuple[str, str] | None
"""A column and one of its keys, or no limit."""
_TOGETHER: Mapping[str, Callable[[Any], Any]] = {SUM: sum, COUNT: sum, MINIMUM: min, MAXIMUM: max}


class Tally:
    """What is asked of some records, and, when all has been asked, what they give. They are grouped by all columns at
    once, and the groups of one column are put together of those."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._columns: dict[str, Term] = {}
        self._classes: dict[str, tuple[Sequence[str], Mapping[Any, str]]] = {}
        self._of: dict[str, dict[str | None, Sums]] = {}
        self._own: dict[Term, str] = {}
        self._counts: dict[tuple[str, ...], str] = {}
        self._numbers: dict[tuple[str, tuple[str, ...]], str] = {}
        self._ways: dict[str, tuple[str, str]] = {}
        self._limits: dict[str, tuple[str, tuple[str, str]]] = {}
        self._found: dict[str, dict[str | None, list[int]]] = {}
        self._begun: Future[dict[str, list[Any]]] | None = None

    def by(self, column: str, key: Term) -> None:
        """Group the records by a column, whose categories have these keys."""
        self._columns.setdefault(column, key)

    def by_classes(self, column: str, of: Sequence[str], classes: Mapping[Any, str]) -> None:
        """Group the records by a class that follows from others of their columns: it is looked up when those have been
        counted, which is of few groups, and asked of no record."""
        self._classes[column] = of, classes
        for one in of:
            self.by(one, answer(one))

    def count(self, *conditions: Term, of: Limit = None) -> str:
        """The name of the number of records that meet all conditions, which are true or false; ``of`` limits it to
        those of one category of a column."""
        met = self._all(conditions) or (self._named(EVERYONE),)
        return self._limited(self._counts.setdefault(met, f"count_{len(self._counts)}"), of)

    def number(self, units: Term, way: str, *conditions: Term, of: Limit = None) -> str:
        """The name of what the numbers of records that meet all conditions come to; ``way`` is one of :data:`WAYS`."""
        asked = self._named(units), self._all(conditions)
        number = self._numbers.setdefault(asked, f"number_{len(self._numbers)}")
        self._ways[f"{number}_{way}"] = number, way
        return self._limited(f"{number}_{way}", of)

    def of(self, column: str) -> dict[str | None, Sums]:
        """What has been counted, by the keys of one column; None is the key of records that belong to none."""
        if column not in self._of:
            self._of[column] = {key: self._together(places) for key, places in self._places(column).items()}
        return self._of[column]

    @cached_property
    def of_all(self) -> Sums:
        """What has been counted of all records."""
        return self._together(range(self._groups))

    def _limited(self, name: str, of: Limit) -> str:
        if of is None:
            return name
        limited = f"{name} {' '.join(of)}"
        self._limits[limited] = name, of
        return limited

    def _places(self, column: str) -> dict[str | None, list[int]]:
        """Where the groups of each key of a column stand among the rows."""
        if column not in self._found:
            of, classes = self._classes.get(column, ((), {}))
            found = self._found[column] = {}
            keys = (
                self._counted[_key(column)]
                if not of
                else map(classes.get, zip(*(self._counted[_key(one)] for one in of), strict=True))
            )
            for at, key in enumerate(keys):
                found.setdefault(key, []).append(at)
        return self._found[column]

    def _all(self, conditions: Sequence[Term]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._named(one) for one in conditions if one != EVERYONE))

    def _named(self, term: Term) -> str:
        return self._own.setdefault(term, f"own_{len(self._own)}")

    def _together(self, places: Sequence[int]) -> Sums:
        """What the groups of some rows are together."""
        found = {name: self._sum(name, places) for name in (*self._counts.values(), *self._ways)}
        within: dict[tuple[str, str], list[int]] = {}
        for limited, (name, of) in self._limits.items():
            if of not in within:
                within[of] = sorted({*places}.intersection(self._places(of[0]).get(of[1], ())))
            found[limited] = self._sum(name, within[of])
        return found

    def _sum(self, name: str, places: Sequence[int]) -> Any:
        values = self._counted[name]
        known = [value for at in places if (value := values[at]) is not None]
        way = self._ways[name][1] if name in self._ways else SUM
        return known[0] if len(known) == 1 else _TOGETHER[way](known) if known else None

    @property
    def _groups(self) -> int:
        return len(next(iter(self._counted.values()), ()))

    def begin(self, beside: Executor) -> None:
        """Count when all has been asked, while who has asked does something else."""
        self._begun = beside.submit(self._work())

    @cached_property
    def _counted(self) -> Mapping[str, Sequence[Any]]:
        """What has been counted of each group, by name."""
        return self._begun.result() if self._begun else self._work()()

    def _work(self) -> Callable[[], dict[str, list[Any]]]:
        """What counts. DuckDB's relations are read here, and only the query is for another thread, on a cursor of its
        own."""
        if not self._own:
            return dict
        database = self.records.database
        query = self._query() if database is not None else ""

        def count() -> dict[str, list[Any]]:
            counted = database.cursor().execute(query).to_arrow_table() if query else self._by_narwhals()
            found: dict[str, list[Any]] = counted.to_pydict()
            return found

        return count

    def _query(self) -> str:
        """What DuckDB is asked."""
        keys = {_key(column): key for column, key in self._columns.items()}
        own = [f'{term.sql} AS "{name}"' for name, term in keys.items()]
        own += [f'{term.bare or term.sql} AS "{name}"' for term, name in self._own.items()]
        wanted = [f"CAST(count_if({' AND '.join(met)}) AS BIGINT) AS {name}" for met, name in self._counts.items()]
        numbers = {
            name: f"CASE WHEN {' AND '.join(met)} THEN {of} END" if met else of
            for (of, met), name in self._numbers.items()
        }
        wanted += [f'{WAYS[way][0]}({numbers[number]}) AS "{name}"' for name, (number, way) in self._ways.items()]
        grouped = [f'"{name}"' for name in keys]
        records = self.records.frame.to_native().sql_query()
        query = f"SELECT {', '.join([*grouped, *wanted])} FROM (SELECT {', '.join(own)} FROM ({records}))"
        return query + (f" GROUP BY {', '.join(grouped)}" if grouped else "")

    def _by_narwhals(self) -> pa.Table:
        """What any other engine counts of its frame."""
        keys = {_key(column): key.made() for column, key in self._columns.items()}
        there = nw.col(min(self.records.columns))  # with constants alone there would be one record
        found = self.records.frame.select(
            there.alias("record"), *_aliased(keys), *(one.made().alias(name) for one, name in self._own.items())
        )
        counts = {name: _met(met).cast(nw.Int64) for met, name in self._counts.items()}
        numbers = {
            name: nw.when(_met(met)).then(nw.col(of)) if met else nw.col(of)
            for (of, met), name in self._numbers.items()
        }
        found = found.select(*keys, *_aliased({**counts, **numbers}))
        wanted = [nw.col(name).sum() for name in counts]
        wanted += [WAYS[way][1](nw.col(number)).alias(name) for name, (number, way) in self._ways.items()]
        counted = found.group_by(*keys).agg(*wanted) if keys else found.select(*wanted)
        return counted.collect(backend="pyarrow").to_arrow()


def _key(column: str) -> str:
    return f"of_{column}"


def _met(names: Sequence[str]) -> nw.Expr:
    return reduce(and_, map(nw.col, names))


def _aliased(named: Mapping[str, nw.Expr]) -> list[nw.Expr]:
    return [one.alias(name) for name, one in named.items()]
