"""What is asked of a record, said in two languages: SQL, which DuckDB is given as it stands, and narwhals, which every
other engine takes. To make an expression of narwhals costs a hundred times what a line of SQL does, and thousands are
asked; so it is made when an engine wants it, and the SQL is a term's name: what is written alike is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import add, and_, or_

import narwhals as nw

from kunnskapsstatus.registers.tabulation.frames import plain

MILLIONTHS = 10**6
BOUND = {"over": (">", "__gt__"), "from": (">=", "__ge__"), "to": ("<=", "__le__"), "under": ("<", "__lt__")}


@dataclass(frozen=True)
class Term:
    """Something that is true or false of a record, or a number or a text of it, or missing.

    Attributes
    ----------
    sql : how DuckDB reads it; within others as it stands
    made : makes the same for narwhals
    bare : how DuckDB reads it where missing is as good as false, which is faster; empty where that is the same
    """

    sql: str
    made: Callable[[], nw.Expr] = field(compare=False, repr=False)
    bare: str = field(default="", compare=False, repr=False)

    def __and__(self, other: Term) -> Term:
        """Whether both are true."""
        if EVERYONE in (self, other):
            return self if other == EVERYONE else other
        return Term(f"({self.sql} AND {other.sql})", lambda: self.made() & other.made())

    def __or__(self, other: Term) -> Term:
        """Whether one of the two is true."""
        if NOBODY in (self, other):
            return self if other == NOBODY else other
        return Term(f"({self.sql} OR {other.sql})", lambda: self.made() | other.made())

    def __invert__(self) -> Term:
        """Whether it is false."""
        return Term(f"(NOT {self.sql})", lambda: ~self.made())

    def __add__(self, other: Term) -> Term:
        """The sum of two numbers."""
        return Term(f"({self.sql} + {other.sql})", lambda: self.made() + other.made())

    def plus(self, number: int) -> Term:
        """A number and this one."""
        return Term(f"({self.sql} + {number})", lambda: self.made() + number) if number else self

    def times(self, number: int) -> Term:
        """So many times a number."""
        return Term(f"({self.sql} * {number})", lambda: self.made() * number)

    def into(self, whole: int) -> Term:
        """How many times a number goes into a whole; nothing for none."""
        return Term(
            f"({whole} // nullif({self.sql}, 0))",
            lambda: nw.when(self.made() != 0).then(whole // self.made()),
        )

    def by(self, other: Term) -> Term:
        """The product of two numbers."""
        return Term(f"({self.sql} * {other.sql})", lambda: self.made() * other.made())

    def is_(self, key: str | int) -> Term:
        """Whether an answer or a number is this one."""
        return Term(f"({self.sql} = {_literal(key)})", lambda: self.made() == key)

    def among(self, keys: Iterable[str]) -> Term:
        """Whether an answer is one of these."""
        known = list(keys)
        listed = ", ".join(map(_literal, known))
        return Term(f"({self.sql} IN ({listed}))", lambda: self.made().is_in(known)) if known else NOBODY

    def within(self, bounds: Mapping[str, float]) -> Term:
        """Whether a number is within all bounds; not, where there is none."""
        return every(self._beyond(bound, number) for bound, number in bounds.items()).surely

    def _beyond(self, bound: str, number: float) -> Term:
        sign, name = BOUND[bound]
        return Term(f"({self.sql} {sign} {_literal(number)})", lambda: getattr(self.made(), name)(number))

    @property
    def missing(self) -> Term:
        """Whether there is no answer."""
        return Term(f"({self.sql} IS NULL)", lambda: self.made().is_null())

    @property
    def surely(self) -> Term:
        """Whether it is true: what is missing is not."""
        if self in (EVERYONE, NOBODY):
            return self
        return Term(f"coalesce({self.sql}, FALSE)", lambda: self.made().fill_null(False), self.sql)

    @property
    def millionths(self) -> Term:
        """A number with decimals as a whole number of millionths."""
        return Term(
            f"CAST(round({self.sql} * {MILLIONTHS}, 0) AS BIGINT)",
            lambda: (self.made() * MILLIONTHS).round(0).cast(nw.Int64),
        )

    def when(self, condition: Term) -> Term:
        """This where a condition is met, and else nothing."""
        return Term(
            f"CASE WHEN {condition.sql} THEN {self.sql} END", lambda: nw.when(condition.made()).then(self.made())
        )


EVERYONE = Term("TRUE", lambda: nw.lit(True))
NOBODY = Term("FALSE", lambda: nw.lit(False))


def answer(column: str) -> Term:
    """What stands in a column."""
    name = plain(column)
    return Term(f'"{name}"', lambda: nw.col(name))


def every(terms: Iterable[Term]) -> Term:
    """Whether all are true."""
    return reduce(and_, terms, EVERYONE)


def some(terms: Iterable[Term]) -> Term:
    """Whether any is true."""
    return reduce(or_, terms, NOBODY)


def given(columns: Iterable[str]) -> Term:
    """Whether there is an answer in any of some columns of one type."""
    these = [answer(column) for column in columns]
    listed = ", ".join(one.sql for one in these)
    return Term(f"(coalesce({listed}) IS NOT NULL)", lambda: some(~one.missing for one in these).made())


def answered(columns: Iterable[str], keys: Iterable[str]) -> Term:
    """In how many of some columns one of these answers stands."""
    known = dict.fromkeys(keys, 1)

    def one(column: str) -> Term:
        met = answer(column).among(known).surely
        return Term(strength(column, known).sql, lambda: met.made().cast(nw.Int64))

    return reduce(add, map(one, columns))


def strength(column: str, strengths: Mapping[str, int]) -> Term:
    """The strength of an answer; 0 where there is none."""
    this = answer(column)
    cases = " ".join(f"WHEN {_literal(key)} THEN {number}" for key, number in strengths.items())

    def made() -> nw.Expr:
        return reduce(
            add, ((this.made() == key).fill_null(False).cast(nw.Int64) * number for key, number in strengths.items())
        )

    return Term(f"CAST(CASE {this.sql} {cases} ELSE 0 END AS BIGINT)", made)


def chosen(keys: Mapping[str, Term]) -> Term:
    """The key of the category whose condition a record meets, or nothing."""
    cases = " ".join(f"WHEN {condition.sql} THEN {_literal(key)}" for key, condition in keys.items())

    def made() -> nw.Expr:
        found = nw.lit(None, nw.String)
        for key, condition in reversed(list(keys.items())):
            found = nw.when(condition.made()).then(nw.lit(key)).otherwise(found)
        return found

    return Term(f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)", made)


def _literal(value: str | float) -> str:
    return "'{}'".format(value.replace("'", "''")) if isinstance(value, str) else repr(value)
