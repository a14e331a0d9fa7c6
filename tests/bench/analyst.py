"""The numbers of all exhibits by pandas alone, as one would write it who has the records in memory: each form is read
once, a block of ticks is added up, codes are counted, groups are grouped. By the report's own practice, no other rule.

What is asked it reads from the tabulations, and shares with the library their reading, the codebook and the rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import centres, forms
from kunnskapsstatus.registers.form import CODE, NUMBERS, TICK, Variable
from kunnskapsstatus.registers.tabulation import reading
from kunnskapsstatus.registers.tabulation.definition import (
    ANSWER,
    ANSWERS,
    ASKED,
    ATTRIBUTES,
    BASE,
    COUNT,
    MAXIMUM,
    MEAN,
    MEDIAN,
    MINIMUM,
    NOTHING,
    PERCENT,
    SD,
    SHARE,
    SUM,
    Part,
    Test,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.rounding import rounded
from kunnskapsstatus.registers.tabulation.settings import Settings

SERVICES = {"women": "service-women", "men": "service-men", "survey": "service-women"}
FIRST = {"residents": "first-stay", "children": "first-stay", "day-users": "first-visit"}
BOUND = {"over": "gt", "from": "ge", "to": "le", "under": "lt"}
DONT_KNOW = ("unknown", "destination-unknown")
WAYS = {SUM: "sum", SD: "std", MEDIAN: "median", MINIMUM: "min", MAXIMUM: "max", MEAN: "mean", SHARE: "sum"}
RULES = Settings()
Numbers = dict[str, float | str]
"""A value, or what stands in its place, by exhibit, category, group, population and measure."""


class Analyst:
    """All forms in memory."""

    def __init__(self, root: Path, files: Mapping[str, Path], year: int) -> None:
        self.book, self.tabulations = open_book(root), reading.load(root)
        self.forms, self.whole = forms.of_year(root, year), forms.load(root)
        self.frames = {form: pd.read_parquet(path) for form, path in files.items()}
        self.centres = centres.load(root)
        self.open = self.centres.in_year(year)
        for form, service in SERVICES.items():
            if form in self.frames:
                self.frames[form]["service"] = service
        own = [self.frames[form][["centre", "service", "organisation", "staff-years"]] for form in ("women", "men")]
        classes = pd.concat(own).drop_duplicates(["centre", "service"])
        classes["size"] = pd.cut(classes["staff-years"], [0, 5, 9.99, 1000], labels=["small", "medium", "large"])
        classes["size"] = classes["size"].astype("str")
        regions = {key: one.region for key, one in self.centres.items()}
        for form, frame in self.frames.items():
            if "centre" in frame:
                named = [name for name in ("size", "organisation") if name not in frame]
                frame = frame.merge(classes[["centre", "service", *named]], on=["centre", "service"], how="left")
                frame["region"] = frame["centre"].map(regions)
            self.frames[form] = frame

    def numbers(self) -> Numbers:
        """All that the forms give."""
        found: Numbers = {}
        for exhibit, tabulation in self.tabulations.items():
            if all(form in self.frames and form in self.forms for part in tabulation.parts for form in part.forms):
                for part in tabulation.parts:
                    names = self.book.codebook[tabulation.names].categories if tabulation.names else {}
                    for category, group, measure, value in _Counted(self, part).cells():
                        category = names[category].label_nb if category in names else category
                        found[f"{exhibit} {category} {group} {part.population} {measure}"] = value
        return found


@dataclass(frozen=True)
class _Row:
    """A row: whom it counts and whom its percentages are of; ``of`` is the column whose categories the rows are, where
    one grouping counts them all."""

    category: str
    hit: pd.Series
    base: pd.Series
    group: str = TOTAL
    asked: bool = True
    of: str = ""


class _Counted:
    """One part of an exhibit."""

    def __init__(self, analyst: Analyst, part: Part) -> None:
        self.part, self.analyst = part, analyst
        self.form, self.whole = analyst.forms[part.forms[0]], analyst.whole[part.forms[0]]
        frames = [analyst.frames[form] for form in part.forms]
        if FIRST.get(part.population) in frames[0]:
            frames = [one[one[FIRST[part.population]] == "yes"] for one in frames]
        self.frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
        self.come = len(self.frame) > 0
        for test in part.where:
            if self.asked(test.column):
                self.frame = self.frame[self.meets(test)]
        where = all(self.asked(test.column) for test in part.where)
        self.possible = where and (part.base in ("", ASKED) or self.touched(part.base))
        self.no_one, self.everyone = (pd.Series(value, self.frame.index) for value in (False, True))

    def asked(self, column: str) -> bool:
        return column in ("service", "centre") or (column in self.form.columns and column in self.frame)

    def touched(self, name: str) -> bool:
        return any(self.asked(column) for column in self.whole.variables[name].columns)

    def cells(self) -> Iterator[tuple[str, str, str, float | str]]:
        """Category, group, measure and value of each cell."""
        rows = list(self.rows())
        hits, bases = self.hits(rows), self.grouped(pd.DataFrame({id(row.base): row.base for row in rows}), "sum")
        numbers = {
            name: self.amount(name) for name in self.part.of.values() if ANSWER not in self.part.measures.values()
        }
        ways = {WAYS[one] for one in self.part.measures.values() if one in WAYS} | {"count", "sum"}
        values = {
            (name, way): self.values(rows, one, way)
            for name, one in numbers.items() if one is not None for way in sorted(ways)
        }  # fmt: skip
        for at, row in enumerate(rows):
            for key, name in (self.part.of or {"": ""}).items():
                for measure, statistic in self.part.measures.items():
                    for group in hits:
                        value: float | str = ".."
                        known = row.asked and self.possible and hits[group] is not None
                        if known and statistic == ANSWER:
                            value = str(self.frame.loc[row.hit, name].max()) if row.hit.any() else "."
                            value = "." if value == "nan" else value
                        elif known and not (name and numbers[name] is None):
                            hit, of = int(hits[group].get(at, 0)), int(bases[group].get(id(row.base), 0))
                            get = (
                                {
                                    way: (values[name, way][group].get(at), values[name, way][TOTAL].get(at))
                                    for way in ways
                                }
                                if name
                                else {}
                            )
                            value = self.value(statistic, hit, of, get, measure, int(hits[TOTAL].get(at, 0)))
                        yield key or row.category, group if row.group == TOTAL else row.group, measure, value

    def hits(self, rows: list[_Row]) -> dict[str, Any]:
        """How many records of its base each row counts, by group: those that shut each other out by one grouping."""
        among = [row for row in rows if row.of]
        if not among:
            return self.grouped(pd.DataFrame({at: row.hit & row.base for at, row in enumerate(rows)}), "sum")
        counted = self.by_row(rows, pd.Series(1, self.frame.index)[among[0].base], "size")
        for group, total in self.grouped(
            pd.DataFrame({at: row.hit & row.base for at, row in enumerate(rows) if not row.of}), "sum"
        ).items():
            if counted[group] is not None:
                counted[group] |= dict(total)
        return counted

    def values(self, rows: list[_Row], numbers: pd.Series, way: str) -> dict[str, Any]:
        """What the numbers of each row's records come to, by group."""
        found: dict[str, Any] = self.by_row(rows, numbers, way) if any(row.of for row in rows) else {}
        for at, row in enumerate(rows):
            if not row.of:
                for group, one in self.grouped(pd.DataFrame({0: numbers[row.hit]}), way).items():
                    if found.setdefault(group, {} if one is not None else None) is not None:
                        found[group][at] = one.get(0)
        return found

    def by_row(self, rows: list[_Row], numbers: pd.Series, way: str) -> dict[str, Any]:
        """The same of rows that shut each other out, each a category of one column."""
        places = {row.category: at for at, row in enumerate(rows) if row.of}
        of = self.frame[next(row.of for row in rows if row.of)]

        def named(found: pd.Series) -> dict[int, Any]:
            return {places[key]: value for key, value in found.items() if key in places}

        made: dict[str, Any] = {}
        for column in self.part.columns:
            known = column in ATTRIBUTES or self.asked(column)
            there = numbers.groupby([self.frame[column], of]).agg(way) if known else None
            for key in self.keys(column):
                made[key] = (
                    None
                    if there is None
                    else named(there.loc[key])
                    if key in there.index.levels[0] and key in there.index
                    else {}
                )
        return made | {TOTAL: named(numbers.groupby(of).agg(way))}

    def value(self, statistic: str, hit: int, of: int, get: dict[str, Any], measure: str, whole: int) -> float | str:
        """One cell, of the records that are counted and their base, or of what their numbers come to."""
        decimals = self.part.decimals.get(measure, 0)
        if statistic == COUNT:
            return float(hit)
        if statistic == BASE:
            return float(get["count"][0] or 0) if get else float(of)
        if statistic == PERCENT:
            return rounded(Fraction(100 * hit, of), decimals, RULES) if of else "."
        number = int(get["count"][0] or 0) if get else 0
        if get and statistic in (SUM, SHARE) and not number and (hit or not self.come):
            return ".."
        if statistic == SHARE:
            part, all_of = (_exact(get["sum"][0]), _exact(get["sum"][1])) if get else (Fraction(hit), Fraction(whole))
            return rounded(100 * part / all_of, decimals, RULES) if all_of else "."
        if statistic == SUM:
            return rounded(_exact(get["sum"][0]), decimals, RULES)
        if not number or (statistic == SD and number == 1):
            return "."
        exact = _exact(get["sum"][0]) / number if statistic == MEAN else _exact(get[WAYS[statistic]][0])
        return rounded(exact, decimals, RULES)

    def grouped(self, table: pd.DataFrame, way: str) -> dict[str, Any]:
        """A table's columns put together: by each category of each column of the part, and of all records."""
        found: dict[str, Any] = {}
        for column in self.part.columns:
            if column == ANSWERS:
                continue
            known = column in ATTRIBUTES or self.asked(column)
            there = table.groupby(self.frame[column]).agg(way) if known else None
            for key in self.keys(column):
                nothing = pd.Series(0, table.columns)
                found[key] = None if there is None else there.loc[key] if key in there.index else nothing
        return found | {TOTAL: table.agg(way)}

    def keys(self, name: str) -> list[str]:
        if name == "centre":
            return list(self.analyst.open)
        if name in ATTRIBUTES:
            return list(self.analyst.book.codebook[name].categories)
        return list(self.of_year(name).categories)

    def of_year(self, name: str) -> Variable:
        return self.form.variables.get(name, self.whole.variables[name])

    def rows(self) -> Iterator[_Row]:
        """The rows of the part, that of all last."""
        rows, total = self.part.rows, self.everyone
        if not isinstance(rows, str):
            made = [self.tested(category, tests) for category, tests in rows.items()]
            yield from made
            total = self.any(row.base for row in made) if self.part.total else total
        elif not rows:
            yield _Row(TOTAL, self.everyone, self.base(self.everyone))
        elif rows in ATTRIBUTES:
            total = self.base(self.everyone)
            for key in self.keys(rows):
                yield _Row(
                    key, self.frame[rows] == key if ANSWER in self.part.measures.values() else total, total, of=rows
                )
        else:
            made = list(self.of_variable(self.whole.variables[rows]))
            yield from made
            total = made[0].base
        if self.part.total:
            asked = rows in ("", *ATTRIBUTES) or self.touched(rows) if isinstance(rows, str) else True
            yield _Row(TOTAL, total, total, asked=asked)

    def tested(self, category: str, tests: tuple[Test, ...]) -> _Row:
        asked = all(self.asked(test.column) for test in tests)
        hit = self.all(self.meets(test) for test in tests) if asked else self.no_one
        return _Row(category, hit, self.base_of(tests), asked=asked)

    def of_variable(self, variable: Variable) -> Iterator[_Row]:
        name, base = variable.name, self.everyone
        if variable.type == TICK or not variable.parts:
            base = self.base(self.answered(name, self.of_year(name).categories))
        if not variable.parts:
            for key in variable.categories:
                there = self.asked(name) and key in self.of_year(name).categories
                yield _Row(key, base, base, asked=there, of=name if self.asked(name) else "")
        for item, column in zip(variable.parts, variable.columns, strict=True) if variable.parts else ():
            there = self.asked(column)
            if variable.type == TICK:
                yield _Row(
                    item, self.frame[column].fillna(False).astype(bool) if there else self.no_one, base, asked=there
                )
                continue
            base = self.base(self.answered(name, self.of_year(name).categories, column))
            for key in variable.categories:
                yield _Row(item, self.frame[column] == key if there else self.no_one, base, key, there)

    def base(self, own: pd.Series) -> pd.Series:
        if self.part.base == ASKED:
            return self.everyone
        return self.answered(self.part.base) if self.part.base and self.touched(self.part.base) else own

    def base_of(self, tests: tuple[Test, ...]) -> pd.Series:
        asked = [test for test in tests if test.column not in ("service", "centre") and self.asked(test.column)]
        if any(NOTHING in test.answers for test in asked):
            return self.base(self.everyone)
        return self.base(
            self.all(self.answered(self.form.columns[one.column].name, one.answers, one.column) for one in asked)
        )

    def answered(self, name: str, shown: Any = (), column: str = "") -> pd.Series:
        """Who has answered a variable; don't know is an answer where it is shown."""
        variable = self.of_year(name)
        there = [
            one for one in ([column] if column and variable.type != TICK else variable.columns) if one in self.frame
        ]
        if not there:
            return self.everyone
        found = self.frame[there].notna()
        if variable.type == CODE:
            found &= ~self.frame[there].isin(
                [key for key in DONT_KNOW if key in variable.categories and key not in shown]
            )
        return found.any(axis=1)

    def meets(self, test: Test) -> pd.Series:
        this = self.frame[test.column]
        if test.bounds:
            return self.all(getattr(this, BOUND[bound])(number).fillna(False) for bound, number in test.bounds.items())
        variable = self.form.columns.get(test.column)
        wanted = [one for one in test.answers if one != NOTHING]
        found = this.fillna(False) if variable and variable.type == TICK else this.isin(wanted)
        return found | this.isna() if NOTHING in test.answers else found

    def amount(self, name: str) -> pd.Series | None:
        """A number of each record: itself, or the mean strength of the answers of a block."""
        variable = self.form.columns.get(name) or self.form.variables.get(name)
        if variable is None:
            return None
        there = [one for one in ([name] if name in variable.columns else variable.columns) if one in self.frame]
        if not there:
            return None
        if variable.type in NUMBERS:
            return self.frame[name]
        strengths = {key: one.strength for key, one in variable.categories.items() if one.strength is not None}
        return self.frame[there].apply(lambda one: one.map(strengths)).mean(axis=1) + self.part.lowest

    def all(self, conditions: Any) -> pd.Series:
        found = self.everyone if hasattr(self, "everyone") else pd.Series(True, self.frame.index)
        for one in conditions:
            found = found & one
        return found

    def any(self, conditions: Any) -> pd.Series:
        found = self.no_one
        for one in conditions:
            found = found | one
        return found


def _exact(value: Any) -> Fraction:
    return Fraction(0) if value is None or value != value else Fraction(str(round(float(value), 6)))
