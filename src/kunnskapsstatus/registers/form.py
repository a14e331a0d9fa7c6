"""A form as data: its variables, whom each is asked of and in which years, and the codes of its answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from kunnskapsstatus.data.codebook import Category, normal

CENTRE, MUNICIPALITY, DAY, WHOLE, NUMBER, CODE, TICK, TEXT, KEY = TYPES = (
    "centre", "municipality", "day", "whole", "number", "code", "tick", "text", "key",
)  # fmt: skip
"""What an answer is: a centre, a municipality's four digits, a day, a whole number, a number, one of the codes, a tick
that is set or not, free text, and a key without meaning that is the same for all records of a person."""
NUMBERS = (WHOLE, NUMBER)
FIRST = {"agreement": 1}
"""The points of the lowest answer by its codes, where it is not 0: no is 0 to yes 2, strongly disagree is 1 to strongly
agree 5 (the report, 3.4.1)."""
SECRET = (TEXT, KEY)
"""What is never told of, nor counted by its values. Free text is left behind when a file is read."""


@dataclass(frozen=True)
class Variable:
    """One variable of a form.

    Attributes
    ----------
    name : its key, lower case with hyphens
    type : one of :data:`TYPES`
    label_nb, label_en : its name in Bokmål and English
    question : the question as it is asked, where it is known
    codes : the codebook's variable that has the codes of its answers
    only : those of the codes that may be answered; empty for all
    items : the codebook's variable whose categories are ticked or answered one by one: a column each
    exclusive : the item that shuts out all others
    when : whom it is asked: answers of other variables, any of which must be given
    since, until : the years that it is asked in; None where it always is
    added, ended : codes or items that came later, or went, with their first and last year
    lowest, highest : what a number must lie between
    required : whether every record has it
    known, assumed : what the report says of it, and what is only assumed, in Bokmål
    """

    name: str
    type: str
    label_nb: str
    label_en: str
    question: str = ""
    codes: str = ""
    only: tuple[str, ...] = ()
    items: str = ""
    exclusive: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    added: Mapping[str, int] = field(default_factory=dict)
    ended: Mapping[str, int] = field(default_factory=dict)
    lowest: float | None = None
    highest: float | None = None
    required: bool = False
    known: str = ""
    assumed: str = ""
    categories: Mapping[str, Category] = field(default_factory=dict, repr=False)
    """The codes of its answers, by key."""
    parts: Mapping[str, Category] = field(default_factory=dict, repr=False)
    """Its items, by key."""

    @property
    def points(self) -> dict[str, int]:
        """The points of each answer that has any, the lowest first."""
        graded = {key: one.strength for key, one in self.categories.items() if one.strength is not None}
        return {key: graded[key] + FIRST.get(self.codes, 0) for key in sorted(graded, key=lambda key: graded[key])}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns: its own, or ``reason.threats`` for each item."""
        return tuple(f"{self.name}.{item}" for item in self.parts) if self.items else (self.name,)

    def of(self, year: int) -> Variable | None:
        """It as it was asked in a year; None where it was not."""
        if not _in(year, self.since, self.until):
            return None
        there = {
            kept: {key: one for key, one in known.items() if _in(year, self.added.get(key), self.ended.get(key))}
            for kept, known in (("categories", self.categories), ("parts", self.parts))
        }
        return Variable(**{**{one.name: getattr(self, one.name) for one in fields(self)}, **there})


@dataclass(frozen=True)
class Form:
    """A form: what a record of it is, its years, and its variables by name.

    Attributes
    ----------
    name : the name of its file: ``residents``
    title_nb, title_en : its title; record_nb, record_en : what a record is of
    since, until : the first and the last year that it is known of
    known, assumed : what the report says of it, and what is only assumed
    """

    name: str
    title_nb: str
    title_en: str
    record_nb: str
    record_en: str
    variables: Mapping[str, Variable]
    since: int
    until: int | None = None
    known: str = ""
    assumed: str = ""

    def is_of(self, year: int) -> bool:
        """Whether it is filled in for a year."""
        return _in(year, self.since, self.until)

    def of(self, year: int) -> Form:
        """The form of a year: only what was asked then."""
        asked = {name: one for name, variable in self.variables.items() if (one := variable.of(year))}
        return Form(**{**{one.name: getattr(self, one.name) for one in fields(self)}, "variables": asked})

    @cached_property
    def columns(self) -> dict[str, Variable]:
        """The variable of each column."""
        return {column: one for one in self.variables.values() for column in one.columns}

    @cached_property
    def lists(self) -> dict[str, Variable]:
        """The variables whose ticks may stand in one cell, by name."""
        return {name: one for name, one in self.variables.items() if one.type == TICK}


def plain(name: str) -> str:
    """A column's name as names are compared: programs that know no hyphens have underscores, and case does not count,
    nor whether å is one sign or two."""
    return re.sub(r"[-_ ]+", "-", normal(unicodedata.normalize("NFC", name)))


def _in(year: int, first: int | None, last: int | None) -> bool:
    return (first is None or year >= first) and (last is None or year <= last)
