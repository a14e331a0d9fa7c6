"""The rows of a part as conditions on a record: which records a row counts, and which its percentages are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.form import CODE, TICK, Form, Variable
from kunnskapsstatus.registers.services import MEN, WOMEN
from kunnskapsstatus.registers.tabulation.classes import Classes
from kunnskapsstatus.registers.tabulation.definition import (
    ANSWERS,
    ASKED,
    ATTRIBUTES,
    CENTRE,
    NOTHING,
    SERVICE,
    Part,
    Test,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.frames import Records
from kunnskapsstatus.registers.tabulation.settings import Settings
from kunnskapsstatus.registers.tabulation.terms import EVERYONE, NOBODY, Term, answer, every, given, some

DONT_KNOW = ("unknown", "destination-unknown")
"""Answers that are don't know."""
TICKED = ("yes",)
Who = Mapping[str, tuple[object, ...]]
"""Whom a number is of, in words: by variable or attribute the answers, or the bounds; none for any answer."""


@dataclass(frozen=True)
class Row:
    """A row: its keys, whom it counts and whom its percentages are of, both of which are true or false of a record;
    whether it was asked that year; the attribute and its category, where those alone say whom it counts; whether
    whom it counts is of the base by that alone; whom it counts in words; and whether each record of the base is of one
    such row at most, so that they add up."""

    category: str
    group: str
    hit: Term
    base: Term
    asked: bool = True
    of: tuple[str, str] | None = None
    within: bool = False
    who: Who = field(default_factory=dict)
    apart: bool = False


class Rows:
    """Makes the rows of one part for a year's records.

    Attributes
    ----------
    part : the part; form : its first form, as it was in the year; whole : as it is of all years
    records : the records; classes, settings, codebook : what the rows go by
    """

    def __init__(
        self,
        part: Part,
        form: Form,
        whole: Form,
        records: Records,
        classes: Classes,
        settings: Settings,
        codebook: Codebook,
    ) -> None:
        self.part, self.form, self.whole, self.records = part, form, whole, records
        self.classes, self.settings, self.codebook = classes, settings, codebook
        self._bases: dict[tuple[str, str], Term] = {}

    def rows(self) -> list[Row]:
        """The rows in order, that of all last."""
        found = [*self._rows(), *([self._total()] if self.part.total else [])]
        return found if self.possible else [replace(row, asked=False) for row in found]

    @property
    def where(self) -> Who:
        """Whom the part counts at all, in words."""
        return _who(self.part.where)

    @property
    def possible(self) -> bool:
        """Whether what the part goes by was asked: whom it counts, and what its percentages are of."""
        based = self.part.base in ("", ASKED) or self._touched(self.part.base)
        return based and self.asked(*(test.column for test in self.part.where))

    def known(self, name: str) -> bool:
        """Whether anything is known of a variable or an attribute of the records.

        Raises
        ------
        BookError
            For an attribute of records that do not say which centre and service they are of.
        """
        if name not in ATTRIBUTES:
            return self.asked(name)
        for column in (CENTRE, SERVICE):
            if not self.records.has(column):
                remedy = "Give the records the column: receiving requires it."
                raise BookError(
                    f"{self.form.name}: the records have no {column}, and are counted by {name}", remedy=remedy
                )
        return bool(self.classes.of.get(name, True))

    def categories(self, name: str) -> tuple[str, ...]:
        """The keys of a variable with codes, or of an attribute."""
        if name == CENTRE:
            return self.classes.centres
        return tuple(self.codebook[name].categories if name in ATTRIBUTES else self._of_year(name).categories)

    def keys(self, name: str) -> dict[str, Term]:
        """What must be true of a record of each category of a variable with codes, or of an attribute."""
        known = self.categories(name)
        if name in ATTRIBUTES and name not in (CENTRE, SERVICE):
            return {key: self._of_class(name, key) for key in known}
        return {key: answer(name).is_(key) for key in known}

    def meets(self, tests: Iterable[Test]) -> Term:
        """Whether a record meets all tests; true or false."""
        return every(self._meets(test) for test in tests)

    def asked(self, *columns: str) -> bool:
        """Whether all columns were asked that year, and are there."""
        return all(
            column in (SERVICE, CENTRE) or (column in self.form.columns and self.records.has(column))
            for column in columns
        )

    def answered(self, name: str, shown: Iterable[str] = (), column: str = "") -> Term:
        """Whether a record counts in the base of a variable, of which the exhibit shows some answers; of a block whose
        empty ticks are no answers, in that of one of its columns."""
        variable = self._of_year(name)
        there = [one for one in variable.columns if self.records.has(one)]
        if not there or self.settings.base == "asked":
            return self._asked(variable)
        if variable.type == TICK:
            ticked = self.settings.base == "ticked"
            found = some(answer(one).surely for one in there) if ticked else given(there)
            return found & ~answer(column).missing if column and self.settings.blank == "missing" else found
        return some(self._valid(variable, one, shown) for one in ([column] if column else there))

    def _rows(self) -> Iterator[Row]:
        rows = self.part.rows
        if not isinstance(rows, str):
            for category, tests in rows.items():
                columns = [test.column for test in tests]
                asked = self.asked(*columns)
                yield Row(category, TOTAL, self.meets(tests), self._base_of(tests), asked, who=_who(tests))
        elif not rows:
            yield Row(TOTAL, TOTAL, EVERYONE, self._base(EVERYONE))
        elif rows in ATTRIBUTES:
            for key, hit in self.keys(rows).items():
                of, who = (rows, key), {rows: (key,)}
                yield Row(key, TOTAL, hit.surely, self._base(EVERYONE), self.known(rows), of, who=who, apart=True)
        else:
            yield from self._of_variable(self.whole.variables[rows])

    def _of_variable(self, variable: Variable) -> Iterator[Row]:
        name = variable.name
        if not variable.parts:
            base = self._base_shown(name)
            for key in variable.categories:
                there = self.asked(name) and key in self._of_year(name).categories
                hit, who = answer(name).is_(key).surely, {name: (key,)}
                yield Row(key, TOTAL, hit, base, there, within=self._within(key), who=who, apart=True)
            return
        for item, column in zip(variable.parts, variable.columns, strict=True):
            there, base = self.asked(column), self._base_shown(name, column)
            if variable.type == TICK:
                who = {column: TICKED}
                yield Row(item, TOTAL, answer(column).surely, base, there, within=self._within(), who=who)
            elif ANSWERS in self.part.columns:
                for key in variable.categories:
                    hit, who = answer(column).is_(key).surely, {column: (key,)}
                    yield Row(item, key, hit, base, there, within=self._within(key), who=who)

    def _within(self, key: str = "") -> bool:
        """Whether who has ticked a column, or given an answer, has answered the variable: so they have, unless it is
        don't know, which may be no answer."""
        return not self.part.base and self.settings.base != "asked" and key not in DONT_KNOW

    def _total(self) -> Row:
        rows = self.part.rows
        if isinstance(rows, str) and rows and rows not in ATTRIBUTES:
            base = self._base_shown(rows)
            return Row(TOTAL, TOTAL, base, base, self._touched(rows), who={rows: ()})
        base = self._base(EVERYONE) if isinstance(rows, str) else some(row.base for row in self._rows())
        return Row(TOTAL, TOTAL, base, base)

    def _base_shown(self, name: str, column: str = "") -> Term:
        """The base of a row of a variable: one for all of a block, whose columns have no base of their own."""
        alike = self.settings.blank == "no" and self.whole.variables[name].type == TICK
        key = name, "" if alike else column
        if key not in self._bases:
            self._bases[key] = self._base_of_variable(*key)
        return self._bases[key]

    def _base_of_variable(self, name: str, column: str) -> Term:
        if not (self.asked(column) if column else self._touched(name)):
            return self._base(EVERYONE)
        return self._base(self.answered(name, self._of_year(name).categories, column), name)

    def _base_of(self, tests: tuple[Test, ...]) -> Term:
        """The base of a row of tests: who has answered all that is tested. Where no answer is one, everyone."""
        asked = [test for test in tests if test.column not in (SERVICE, CENTRE) and self.asked(test.column)]
        if any(NOTHING in test.answers for test in asked):
            return self._base(EVERYONE)
        bases = []
        for test in asked:
            variable = self.form.columns[test.column]
            bases.append(self.answered(variable.name, test.answers, test.column))
        return self._base(every(bases), self.form.columns[asked[0].column].name if asked else "")

    def _base(self, base: Term, name: str = "") -> Term:
        """A base, if the part has none of its own."""
        own = self.part.base
        if own == ASKED:
            return self._asked(self._of_year(name)) if name else EVERYONE
        return self.answered(own) if own and self._touched(own) else base

    def _touched(self, name: str) -> bool:
        """Whether any column of a variable was asked that year, and is there."""
        return any(map(self.asked, self.whole.variables[name].columns))

    def _asked(self, variable: Variable) -> Term:
        """Whether a record was asked a variable: it has the answers that lead to it."""
        led = {other: keys for other, keys in variable.when.items() if self.asked(other)}
        return every(answer(other).among(keys).surely for other, keys in led.items())

    def _valid(self, variable: Variable, column: str, shown: Iterable[str]) -> Term:
        there = ~answer(column).missing
        rule, dont_know = self.settings.unknown, [key for key in variable.categories if key in DONT_KNOW]
        if variable.type == CODE and dont_know and rule != "answer":
            left_out = dont_know if rule == "missing" else [key for key in dont_know if key not in set(shown)]
            if left_out:
                there = there & ~answer(column).among(left_out).surely
        return there

    def _meets(self, test: Test) -> Term:
        if not self.asked(test.column):
            return NOBODY
        this = answer(test.column)
        if test.bounds:
            return this.within(test.bounds)
        variable = self.form.columns.get(test.column)
        wanted = [answer for answer in test.answers if answer != NOTHING]
        found = this if variable and variable.type == TICK else this.among(wanted)
        return found.surely | this.missing if NOTHING in test.answers else found.surely

    def _of_class(self, attribute: str, key: str) -> Term:
        """Whether a record is of a service of a class; always true or false."""
        return some(
            (answer(SERVICE).is_(service) & answer(CENTRE).among(keys)).surely
            for service in (WOMEN, MEN)
            if (keys := self.classes.whose.get((attribute, key, service)))
        )

    def _of_year(self, name: str) -> Variable:
        return self.form.variables.get(name, self.whole.variables[name])


def _who(tests: Iterable[Test]) -> Who:
    return {test.column: tuple(sorted(test.bounds.items() if test.bounds else test.answers)) for test in tests}
