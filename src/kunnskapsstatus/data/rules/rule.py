"""What a rule is, what it finds, and what it looks at."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived.official import not_typed
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.keys import OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import half_up

STOPS, SIGN, INFORM = "stops", "sign", "inform"
"""What a finding does: it stops the reading whatever anyone says, or until somebody signs it, or it only tells."""
SEVERITIES = {STOPS: "stops", SIGN: "must be signed", INFORM: "information"}
"""How each is called."""
WIDTH = 100
Of = tuple[str, str, str, str]
"""What a number is of, whatever its year: population, category, group, measure."""


Numbers = dict[Of, dict[int, list[Observation]]]
"""Numbers by what they are of, and by year."""


@dataclass(frozen=True)
class Finding:
    """A number that cannot be believed: the row at fault, what is wrong, and all rows that it was compared with and
    that a signature holds for."""

    row: Observation
    says: str
    beside: tuple[Observation, ...] = ()


Looked = TypeVar("Looked")
Found = TypeVar("Found")
"""What a rule looks at, and what it finds."""


@dataclass(frozen=True)
class RuleOf(Generic[Looked, Found]):
    """One rule: its name, what its findings do, the rule in words, what to do about one, and what finds them."""

    id: str
    severity: str
    words: str
    remedy: str
    find: Callable[[Looked], Iterable[Found]]

    def __str__(self) -> str:
        lines = (*textwrap.wrap(self.words, WIDTH), *textwrap.wrap(f"→ {self.remedy}", WIDTH))
        return "\n".join([f"{self.id} ({SEVERITIES[self.severity]})", *(f"  {line}" for line in lines)])


def rule(severity: str, remedy: str) -> Callable[[Callable[[Looked], Iterable[Found]]], RuleOf[Looked, Found]]:
    """The rule that a function makes of what it finds: its name is the function's, and its words are what the function
    says of itself, with the numbers of its module where braces stand."""

    def made(find: Callable[[Looked], Iterable[Found]]) -> RuleOf[Looked, Found]:
        name, words = called(find)
        return RuleOf(name, severity, words, remedy, find)

    return made


def called(find: Callable[..., object]) -> tuple[str, str]:
    """The name and the words of the rule that a function is."""
    return find.__name__.replace("_", "-"), " ".join((find.__doc__ or "").split()).format_map(find.__globals__)


class Facts:
    """The official figures as rules look at them: ``typed`` as their files have them, and ``computed``: all that
    follows from those, whether it is typed too or not; with the report's beside them."""

    def __init__(
        self,
        typed: Sequence[Observation],
        computed: Sequence[Observation],
        codebook: Codebook,
        units: Units,
        report: Sequence[Observation] = (),
        today: date | None = None,
    ) -> None:
        self.typed, self.computed, self.units = typed, computed, units
        self._codebook, self._report = codebook, report
        self.today = today or date.today()

    def others(
        self, typed: Sequence[Observation], report: Sequence[Observation], computed: Sequence[Observation] = ()
    ) -> Facts:
        """Other figures of the same book, beside other numbers of the report."""
        return Facts(typed, computed, self._codebook, self.units, report, self.today)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers by what they are of and by year, typed or computed; those by an older method left out."""
        return _numbers((*self.typed, *not_typed(self.computed, self.typed)))

    @cached_property
    def report(self) -> Numbers:
        """The numbers of the report's tables in the same way. They are compared with, and never judged: each is as
        printed."""
        return _numbers(row for row in self._report if not row.key + row.heading and of(row) in self.numbers)

    @cached_property
    def percents(self) -> dict[tuple[str, str], list[Observation]]:
        """The percentages of a category and group, of whichever population and year, the report's too."""
        found: dict[tuple[str, str], list[Observation]] = {}
        for row in (*self.typed, *self._report):
            if (
                row.measure == "percent"
                and row.known
                and not row.heading
                and (row.category, row.group) != (TOTAL, TOTAL)
            ):
                found.setdefault((row.category, row.group), []).append(row)
        return found

    def at(
        self, population: str, year: int | None, measure: str, category: str = TOTAL, group: str = TOTAL
    ) -> list[Observation]:
        """The numbers of one year: more than one where two files or two series have it."""
        years = self.numbers.get((population, category, group, measure), {})
        return years.get(year, []) if year else []

    def groups(self, key: Callable[[Observation], tuple[object, ...]]) -> Iterator[list[Observation]]:
        """The typed rows that are alike in something, in the order of their files, but for those by an older method."""
        found: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
        for row in self.typed:
            if row.series != OLD_METHOD:
                found[key(row)].append(row)
        yield from found.values()

    def categories(self, variable: str) -> tuple[str, ...]:
        """The keys of a variable; none in a book that does not have it."""
        return tuple(self._codebook[variable].categories) if variable in self._codebook.names else ()

    def counted(self, row: Observation) -> bool:
        """Whether a row counts something, in whole numbers or in parts."""
        return self.units.kind(row.measure) == "count"


def _numbers(rows: Iterable[Observation]) -> Numbers:
    found: Numbers = {}
    for row in rows:
        if row.known and row.year and row.series != OLD_METHOD:
            found.setdefault(of(row), {}).setdefault(row.year, []).append(row)
    return found


def of(row: Observation) -> Of:
    """What a number is of, whatever its year."""
    return row.population, row.category, row.group, row.measure


def named(row: Observation) -> str:
    """A row's name: its year, and the keys that say what it is of."""
    keys = (str(row.year or ""), row.population, row.category, row.group, row.measure, row.series)
    return " ".join(key for key in keys if key not in ("", TOTAL))


def written(row: Observation) -> str:
    """What stands in a row: its number with its decimals, its key, or its symbol."""
    return str(half_up(row.value, row.decimals)) if row.known else row.text or row.symbol


def comparable(one: Observation, other: Observation) -> bool:
    """Whether two rows are of the same part of a series, or one of them has none."""
    return one.series == other.series or "" in (one.series, other.series)


Rule = RuleOf[Facts, Finding]
"""A rule for official figures."""
