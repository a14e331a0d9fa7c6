"""What an exhibit counts, as data: see ``data/README.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

COUNT, PERCENT, BASE, SHARE, SUM, MEAN, MEDIAN, SD, MINIMUM, MAXIMUM, ANSWER = STATISTICS = (
    "count", "percent", "base", "share", "sum", "mean", "median", "standard-deviation", "minimum", "maximum", "answer",
)  # fmt: skip
"""What is counted: records; their share of the base; the base; a group's share of all groups; of numbers their sum,
mean, median, standard deviation, lowest and highest; and the answer of the only record."""
OF_NUMBERS = (SUM, MEAN, MEDIAN, SD, MINIMUM, MAXIMUM)
SIZE, ORGANISATION, REGION, SERVICE, CENTRE = ATTRIBUTES = ("size", "organisation", "region", "service", "centre")
"""What is known of a record by its centre and service."""
ANSWERS = "answer"
"""As columns: the answers of the rows' own block."""
ASKED = "asked"
"""As base: everyone who was asked."""
NOTHING = ""
"""Among answers: no answer."""
BOUNDS = ("over", "from", "to", "under")
OF_PERSONS = (
    "residents", "stays", "nights", "day-users", "day-visits", "children", "child-stays", "child-nights",
)  # fmt: skip
"""Populations of persons, and of what they do."""
OF_ANSWERS = ("survey-centres",)
"""Populations that each have one person's answers: a mean of few tells what each of them answered."""


@dataclass(frozen=True)
class Test:
    """What must be true of one variable: one of some answers, or a number within bounds."""

    __test__ = False
    column: str
    answers: tuple[str, ...] = ()
    bounds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One part of an exhibit's tabulation; most exhibits have one.

    Attributes
    ----------
    forms : the forms whose records are counted together
    population : of whom or what the numbers are
    measures : the statistic of each measure
    rows : what the rows are: a variable or an attribute, whose categories they are; or what must be true, by category;
        empty for a single row
    columns : variables or attributes: the numbers are given of each of their categories, and of all
    of : the number that means and sums are of, by category; all have the rows' categories where there is but one
    where : what must be true of a record to be counted at all
    base : what percentages are of, where the rule of the edition is not meant: who answered a variable, or ``asked``
    total : whether there is a row for all
    lowest : what the lowest answer of a scale is
    persons : the number of a record that says how many persons its numbers are of, where a record is not of one
    decimals : of each measure
    """

    forms: tuple[str, ...]
    population: str
    measures: Mapping[str, str]
    rows: str | Mapping[str, tuple[Test, ...]] = ""
    columns: tuple[str, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict)
    where: tuple[Test, ...] = ()
    base: str = ""
    total: bool = False
    lowest: int = 0
    persons: str = ""
    decimals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tabulation:
    """How an exhibit is counted.

    Attributes
    ----------
    exhibit : its id
    dataset : that of its observations
    file, line : where it is defined, from the book's folder
    parts : its parts, in order
    names : the codebook's variable that writes the names of its rows, where they have no keys
    broken : whether its series is broken between 2020 and 2021
    """

    exhibit: str
    dataset: str
    file: Path
    line: int
    parts: tuple[Part, ...]
    names: str = ""
    broken: bool = False
