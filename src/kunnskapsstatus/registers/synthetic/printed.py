"""The printed numbers of a year, as what they ask of the records of a form: of which records how many give which
answers. What an exhibit counts is its tabulation's, and stands nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from kunnskapsstatus.data.book import FIRST_EDITION, Book, open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import forms
from kunnskapsstatus.registers.form import TICK, Variable
from kunnskapsstatus.registers.tabulation import reading
from kunnskapsstatus.registers.tabulation.definition import BASE, COUNT, NOTHING, PERCENT, Part, Tabulation, Test
from kunnskapsstatus.registers.tabulation.persons import FLAGS, ONCE

FORM = "form"
"""The column that says which form a record is of."""

YES_OR_NO = ("yes", "no")


def window(value: float, decimals: int, base: int) -> tuple[int, int]:
    """The least and the most of a base that a printed percentage can be, rounded half up; the least is above the most
    where none can."""
    printed, half = Fraction(str(round(value, decimals))), Fraction(1, 2 * 10**decimals)
    least, above = (math.ceil((printed + way * half) * base / 100) for way in (-1, 1))
    return max(least, 0), min(above - 1, base)


@dataclass(frozen=True)
class Number:
    """A printed number of one variable.

    Attributes
    ----------
    row : the number as it is printed
    part : what it counts
    answers : which of the variable's answers; that there is none is an answer too
    """

    row: Observation
    part: Part
    answers: frozenset[str]

    @property
    def name(self) -> str:
        """It as people know it."""
        group = "" if self.row.group == TOTAL else f" {self.row.group}"
        unit = " %" if self.row.measure == PERCENT else ""
        return f"{self.row.dataset}: {self.row.category}{group} {self.row.value:g}{unit}"

    @property
    def name_of_base(self) -> str:
        """Its base as people know it."""
        group = "" if self.row.group == TOTAL else f" {self.row.group}"
        return f"{self.row.dataset}: N{group} {self.base}"

    def records(self, frame: pd.DataFrame) -> np.ndarray:
        """Which records it is of."""
        found = frame[FORM].isin(self.part.forms)
        if self.row.population in ONCE:
            found &= frame[next(flag for flag in FLAGS if flag in frame)].eq("yes").fillna(False)
        for test in self.part.where:
            found &= frame[test.column].isin(test.answers)
        if self.row.group != TOTAL:
            found &= pd.concat([frame[column].eq(self.row.group).fillna(False) for column in self.part.columns], axis=1
                               ).any(axis=1)  # fmt: skip
        return found.to_numpy(dtype=bool, copy=True)

    def limits(self, base: int) -> tuple[int, int]:
        """Between which numbers of records it may be, of so many."""
        if self.row.measure == COUNT:
            return int(self.row.value), int(self.row.value)
        return window(self.row.value, self.row.decimals, base)

    def of_how_many(self, frame: pd.DataFrame, asked: np.ndarray) -> int:
        """How many records it is of: its base, or where none is printed, all who answered what it is of."""
        if self.base is not None:
            return self.base
        of = self.records(frame)
        of &= frame[self.part.base].isin(YES_OR_NO).to_numpy(dtype=bool) if self.part.base in frame else asked
        return int(of.sum())

    @property
    def base(self) -> int | None:
        """The base that is printed; None where none is."""
        return None if self.row.base is None or pd.isna(self.row.base) else int(self.row.base)

    @property
    def own_base(self) -> int | None:
        """The base, where it is of those who answered this variable, and not another."""
        return None if self.part.base else self.base

    @property
    def of(self) -> tuple[str, str]:
        """Of whom it is: what has one base."""
        return self.row.population, self.row.group


def _answered(rows: Iterable[Observation], part: Part, answers: frozenset[str]) -> Iterator[Number]:
    """The bases that are of those who answered another variable, as numbers of that one."""
    bases = {(row.group, int(row.base)): row for row in rows if row.base is not None and not pd.isna(row.base)}
    for (_, base), row in bases.items():
        yield Number(replace(row, category="N", measure=COUNT, value=float(base), base=None), part, answers)


def told_of(book: Book, tabulation: Tabulation, year: int) -> tuple[Observation, ...]:
    """What a table tells of a year. Of the report's year it is also what a table of answers tells that names no year at
    all: of one that names some, it is not known which year the rest is of."""
    rows = book.rows({"dataset": tabulation.dataset})
    statistics = {one for part in tabulation.parts for one in part.measures.values()}
    undated = year == FIRST_EDITION and statistics <= {COUNT, PERCENT, BASE} and {row.year for row in rows} == {None}
    return rows if undated else tuple(row for row in rows if row.year == year)


class Printed:
    """All printed numbers of a year that a form's variables give."""

    def __init__(self, root: Path, year: int) -> None:
        self.root, self.year, self.book = root, year, open_book(root)
        self.forms = forms.of_year(root, year)

    @cached_property
    def tabulations(self) -> Mapping[str, Tabulation]:
        """All tabulations by exhibit."""
        return reading.load(self.root)

    @cached_property
    def _rows(self) -> dict[str, list[Observation]]:
        return {
            one.dataset: [row for row in told_of(self.book, one, self.year) if row.known and not row.qualifier]
            for one in self.tabulations.values()
        }

    def of(self, variable: Variable, among: tuple[str, ...]) -> Iterator[Number]:
        """The numbers of a variable of some forms."""
        for tabulation in self.tabulations.values():
            for part in tabulation.parts:
                if not set(part.forms) <= set(among):
                    continue
                rows = self._rows[tabulation.dataset]
                if part.base == variable.name:
                    yield from _answered(rows, part, frozenset(YES_OR_NO))
                for row in rows:
                    statistic = part.measures.get(row.measure)
                    answers = self._answers(variable, part, row.category)
                    if statistic in (COUNT, PERCENT) and row.population == part.population and answers:
                        yield Number(row, part, answers)

    def resting(self, variable: Variable, among: tuple[str, ...]) -> Iterator[tuple[Number, frozenset[str]]]:
        """The numbers of questions that only those are asked who gave some answers to a variable, with these answers,
        where it is known how many they need."""
        for form in among:
            for other in self.forms[form].variables.values():
                if variable.name in other.when:
                    known = (one for one in self.of(other, (form,)) if one.row.measure == COUNT or one.own_base)
                    yield from ((one, frozenset(other.when[variable.name])) for one in known)

    def below(self, name: str, form: str) -> Iterator[tuple[Number, int]]:
        """The numbers of records whose number lies below a bound, each with the bound."""
        for tabulation in self.tabulations.values():
            for part in tabulation.parts:
                tested = {} if isinstance(part.rows, str) or part.forms != (form,) else part.rows
                for category, tests in tested.items():
                    bounds = [int(one.bounds["under"]) for one in tests if one.column == name and "under" in one.bounds]
                    for row in self._rows[tabulation.dataset] if bounds else ():
                        if row.category == category and row.measure in part.measures:
                            yield Number(row, part, frozenset()), bounds[0]

    def shares(self, name: str, form: str) -> dict[str, int]:
        """Of a variable that tables are broken down by, how many records have each of its answers."""
        return {
            row.group: int(row.base)
            for tabulation in self.tabulations.values()
            for part in tabulation.parts
            if name in part.columns and part.forms == (form,)
            for row in self._rows[tabulation.dataset]
            if row.group != TOTAL and not pd.isna(row.base)
        }

    def usual(self, variable: Variable, among: tuple[str, ...]) -> dict[str, float]:
        """The share of all that give each answer, where a percentage or how many of how many says it."""
        found = {}
        for one in self.of(variable, among):
            if one.row.group == TOTAL and len(one.answers) == 1 and one.row.measure == PERCENT:
                found[next(iter(one.answers))] = one.row.value / 100
        return found

    @staticmethod
    def _answers(variable: Variable, part: Part, category: str) -> frozenset[str]:
        """The answers that a row of a table counts; none where it is not of this variable."""
        known = variable.parts if variable.type == TICK else variable.categories
        if isinstance(part.rows, str):
            if part.rows != variable.name or (variable.type == TICK and category == TOTAL):
                return frozenset()
            return frozenset(known) if category == TOTAL else frozenset({category} & set(known))
        tests: tuple[Test, ...] = part.rows.get(category, ())
        if {test.column for test in tests} != {variable.name}:
            return frozenset()
        return frozenset(set(tests[0].answers) & {*known, NOTHING})
