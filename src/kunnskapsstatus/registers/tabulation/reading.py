"""The tabulations, read from ``data/tabulations``: one TOML file a form, one exhibit a section; and why other exhibits
rest on no register: ``elsewhere.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.definitions import Definition
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import DefinitionError, did_you_mean
from kunnskapsstatus.keys import ANY
from kunnskapsstatus.registers import forms
from kunnskapsstatus.registers.form import CODE, NUMBERS, SECRET, WHOLE, Form, Variable
from kunnskapsstatus.registers.tabulation.definition import (
    ANSWERS,
    ASKED,
    ATTRIBUTES,
    BOUNDS,
    NOTHING,
    OF_NUMBERS,
    OF_PERSONS,
    SERVICE,
    STATISTICS,
    Part,
    Tabulation,
    Test,
)  # fmt: skip
from kunnskapsstatus.registers.tabulation.persons import DAYS

FOLDER = Path("data") / "tabulations"
ELSEWHERE = "elsewhere"
OWN = ("dataset", "broken", "parts")
OF_PART = ("form", "population", "measure", "rows", "columns", "of", "where", "base", "total", "lowest", "decimals",
           "persons")  # fmt: skip
FIELDS = (*OF_PART, *OWN)
TEXTS = ("population", "base", "dataset")
SWITCHES = ("total", "broken")


def load(root: Path) -> Mapping[str, Tabulation]:
    """The tabulations of the book in ``root``, by exhibit.

    Raises
    ------
    DataError, DefinitionError
        For what a tabulation cannot have, with file and line.
    """
    return of(open_book(root))


@lru_cache(maxsize=2)
def of(book: Book) -> Mapping[str, Tabulation]:
    """The tabulations of a book as it stands. Raises as :func:`load`."""
    root, known = book.root, forms.load(book.root)
    found: dict[str, Tabulation] = {}
    for path in sorted((root / FOLDER).glob("*.toml")):
        sections = Sections(path)
        for name in () if path.stem == ELSEWHERE else sections:
            if name in found:
                raise sections.fault(f"stands in {found[name].file} too", name, remedy="Delete one of the two.")
            found[name] = _Reader(sections, name, book, known).tabulation()
    return found


def elsewhere(root: Path) -> dict[str, str]:
    """Why an exhibit rests on no register, by exhibit. Raises DefinitionError for one that is none."""
    sections, found = Sections(root / FOLDER / f"{ELSEWHERE}.toml"), {}
    known = open_book(root).definitions
    for name, reason in sections.items():
        if not isinstance(reason, dict) or set(reason) != {"why", "exhibits"}:
            raise sections.fault("this is no reason", name, remedy="Write why and exhibits, and nothing else.")
        for exhibit in reason["exhibits"]:
            if exhibit not in known:
                cause = f"there is no exhibit {exhibit!r}{did_you_mean(exhibit, known)}"
                raise sections.fault(cause, name, "exhibits", remedy="Name one of data/exhibits.")
            found[exhibit] = reason["why"]
    return found


class _Reader:
    """One section."""

    def __init__(self, sections: Sections, name: str, book: Book, known: Mapping[str, Form]) -> None:
        self.sections, self.name, self.book, self.known = sections, name, book, known
        if name not in book.definitions:
            cause = f"there is no exhibit {name!r}{did_you_mean(name, book.definitions)}"
            raise sections.fault(cause, name, remedy="Name one of data/exhibits.")
        self.exhibit: Definition = book.definitions[name]
        self.field = ""
        self.forms: tuple[str, ...] = ()
        self.form: Mapping[str, Variable] = {}

    def tabulation(self) -> Tabulation:
        typed = self.sections[self.name]
        if not isinstance(typed, dict):
            raise self.fault("this is no section", "Begin with the exhibit's id in brackets.")
        self._known(typed, FIELDS)
        own = {name: value for name, value in typed.items() if name not in OWN}
        listed = typed.get("parts", [{}])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise self.fault("parts is no list of tables", "Write parts = [{…}, {…}].", "parts")
        for one in listed:
            self._known(one, OF_PART)
        exhibit = self.exhibit
        return Tabulation(
            self.name,
            typed.get("dataset") or exhibit.printed or f"register-{self.name}",
            self.sections.file.relative_to(self.book.root),
            self.sections.line(self.name) or 1,
            tuple(self._part({**own, **one}) for one in listed),
            (exhibit.names or "centre") if ANY in exhibit.category else "",
            bool(typed.get("broken", False)),
        )

    def fault(self, cause: str, remedy: str, field: str = "") -> DefinitionError:
        return self.sections.fault(cause, self.name, field or self.field, remedy=remedy)

    def _known(self, typed: Mapping[str, Any], fields: Iterable[str]) -> None:
        for name, value in typed.items():
            if name not in fields:
                remedy = f"The fields are: {', '.join(fields)}."
                raise self.fault(f"the field {name!r} is not known{did_you_mean(name, fields)}", remedy, name)
            kind, word = (str, "a text") if name in TEXTS else (bool, "true or false")
            if name in (*TEXTS, *SWITCHES) and type(value) is not kind:
                raise self.fault(f"{name}: {value!r} is not {word}", f"Write {word}.", name)

    def _part(self, typed: Mapping[str, Any]) -> Part:
        self.field = "form"
        self.forms = self._texts(typed.get("form", ()))
        if not self.forms:
            raise self.fault("the field 'form' is missing", "Name the form whose records are counted.")
        for form in self.forms:
            self._is(form, self.known, "a form")
        self.form = self.known[self.forms[0]].variables
        part = Part(
            self.forms,
            self._is(typed.get("population", self.exhibit.population), self._keys("population"), "a population"),
            self._measures(typed.get("measure", self.exhibit.measure)),
            self._rows(typed.get("rows", "")),
            self._columns(typed.get("columns", ())),
            self._of(typed.get("of", "")),
            self._tests(typed.get("where", {}), "where"),
            self._base(typed.get("base", "")),
            typed.get("total", False),
            typed.get("lowest", 0),
            self._persons(typed.get("persons", "")),
            self._decimals(typed.get("decimals", 0), typed.get("measure", self.exhibit.measure)),
        )
        registered = any(day in self.known[form].columns for form in self.forms for day in DAYS)
        if part.population in OF_PERSONS and not (registered or part.persons):
            cause = f"it is of {part.population}, and a record of {self.forms[0]} is not of one person"
            remedy = "Add the field persons: the number of a record that says how many persons its numbers are of."
            raise self.fault(cause, remedy, "population")
        numbers = [measure for measure, one in part.measures.items() if one in OF_NUMBERS]
        if numbers and not part.of:
            self.field = "measure"
            raise self.fault(f"{numbers[0]} is of numbers, and nothing says of which", "Add the field of.")
        return part

    def _is(self, name: Any, known: Iterable[str], what: str) -> str:
        known = tuple(known)
        if name not in known:
            raise self.fault(f"{name!r} is not {what}{did_you_mean(name, known)}", f"It is one of: {', '.join(known)}.")
        return str(name)

    def _keys(self, variable: str) -> Mapping[str, object]:
        return self.book.codebook[variable].categories

    def _texts(self, value: Any) -> tuple[str, ...]:
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
            raise self.fault(f"{value!r} is no text, and no list of texts", "Write it in quotes.")
        return tuple(listed)

    def _measures(self, value: Any) -> dict[str, str]:
        self.field = "measure"
        named = dict(value) if isinstance(value, dict) else {one: one for one in self._texts(value) if one}
        if not named:
            raise self.fault("nothing says what is counted", "Add measure.")
        for measure, statistic in named.items():
            self._is(statistic, STATISTICS, "a statistic")
            self._is(measure, self._keys("measure"), "a measure of the codebook")
        return named

    def _variable(self, name: str) -> Variable:
        """A variable of the forms that may be counted."""
        column = self.form.get(name.partition(".")[0])
        if column is None or (name not in column.columns and name != column.name):
            known = [one.name for one in self.form.values() if one.type not in SECRET]
            cause = f"{name!r} is no variable of {self.forms[0]}{did_you_mean(name, known)}"
            raise self.fault(cause, f"They are: {', '.join(known)}.")
        if column.type in SECRET:
            raise self.fault(
                f"{name!r} is never counted by its values", "Count another: free text and keys stay inside."
            )
        return column

    def _rows(self, value: Any) -> str | dict[str, tuple[Test, ...]]:
        self.field = "rows"
        if isinstance(value, dict):
            return {category: self._tests(tests, "rows") for category, tests in value.items()}
        name = str(value)
        if name and name not in ATTRIBUTES and not self._variable(name).categories and not self._variable(name).parts:
            raise self.fault(f"{name!r} has no categories", "Name a variable with codes or items, or write tests.")
        return name

    def _columns(self, value: Any) -> tuple[str, ...]:
        self.field = "columns"
        names = self._texts(value)
        for name in names:
            if name not in (*ATTRIBUTES, ANSWERS) and self._variable(name).type != CODE:
                raise self.fault(f"{name!r} has no codes", "Name a variable with codes, or an attribute.")
        return names

    def _of(self, value: Any) -> dict[str, str]:
        self.field = "of"
        named = dict(value) if isinstance(value, dict) else {"": value} if value else {}
        for name in named.values():
            variable = self._variable(str(name))
            graded = [one for one in variable.categories.values() if one.strength is not None]
            if variable.type not in NUMBERS and not graded:
                raise self.fault(
                    f"{name!r} is no number, and has no scale", "Name a number, or answers with strengths."
                )
        return {category: str(name) for category, name in named.items()}

    def _persons(self, value: Any) -> str:
        self.field = "persons"
        if value and self._variable(str(value)).type != WHOLE:
            raise self.fault(f"{value!r} is no whole number", "Name the number of persons of a record.")
        return str(value)

    def _tests(self, value: Any, field: str) -> tuple[Test, ...]:
        self.field = field
        if not isinstance(value, dict):
            raise self.fault(f"{value!r} is no table of variables", 'Write such as {disability = ["yes"]}.')
        return tuple(self._test(name, wanted) for name, wanted in value.items())

    def _test(self, name: str, wanted: Any) -> Test:
        if name == SERVICE and name not in self.form:
            return Test(name, self._texts(wanted))
        variable = self._variable(name)
        if isinstance(wanted, dict):
            if variable.type not in NUMBERS or not set(wanted) <= set(BOUNDS):
                raise self.fault(f"{name}: bounds are of numbers", f"They are: {', '.join(BOUNDS)}.")
            return Test(name, bounds={bound: float(number) for bound, number in wanted.items()})
        answers = self._texts(wanted)
        for answer in answers:
            if answer != NOTHING:
                self._is(answer, variable.categories, f"an answer of {name}")
        return Test(name, answers)

    def _base(self, value: Any) -> str:
        self.field = "base"
        if value and value != ASKED:
            self._variable(value)
        return str(value)

    def _decimals(self, value: Any, measure: Any) -> dict[str, int]:
        self.field = "decimals"
        named = value if isinstance(value, dict) else dict.fromkeys(self._measures(measure), value)
        self.field = "decimals"
        if not all(type(one) is int and 0 <= one <= 6 for one in named.values()):
            raise self.fault(f"{value!r} is no number of decimals", "Write one from 0 to 6.")
        return dict(named)
