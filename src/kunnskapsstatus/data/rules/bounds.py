"""Numbers of different things that bound each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import gt, lt

from kunnskapsstatus.data.rules.parts import most
from kunnskapsstatus.data.rules.rule import SIGN, Facts, Finding, comparable, named, rule, written

TIMES = (
    ("residents", "stays", 1, 3), ("stays", "nights", 5, 100), ("children", "child-stays", 1, 3),
    ("child-stays", "child-nights", 5, 100), ("day-users", "day-visits", 1, 12),
    ("phone-users", "phone-conversations", 1, 12), ("bedrooms", "beds", 1, 6), ("men-services", "centres", 1, 40),
    ("women-services", "centres", 0.9, 40), ("full-time-equivalents", "employees", 1, 4),
    ("volunteer-full-time-equivalents", "volunteers", 1, 25),
)  # fmt: skip
"""How many of the second there are of each of the first, at least and at most: a resident has one stay or more, and few
have three."""
CENTRE_NIGHTS = (1, 150)
"""How many nights a stay has at one centre."""
ABOUT = 0.1
"""By so much a mean may be another than what two publishers' numbers give."""


@rule(SIGN, remedy="See whether the two have changed places, one is of another group, or a digit is wrong.")
def too_few_or_many_times(facts: Facts) -> Iterator[Finding]:
    """There are no more residents than stays, children than their stays, users than visits, bedrooms than beds,
    services than centres, person-years than people, nor stays than nights; and not many times as many of the
    second."""
    limits = {(fewer, "count"): (more, "count", low, high) for fewer, more, low, high in TIMES}
    limits["centres", "stays"] = ("centres", "nights", *CENTRE_NIGHTS)
    for (population, category, group, measure), years in facts.numbers.items():
        more, counted, low, high = limits.get((population, measure), ("", "", 0, 0))
        for year, rows in years.items() if more else ():
            for row in rows:
                same = facts.at(more, year, counted, category, group)
                for other in same or facts.at(more, year, counted):
                    too_many = bool(same) and other.value > row.value * high
                    if comparable(row, other) and (too_many or row.value * low > most(other)):
                        says = (
                            f"{written(row)}, and {written(other)} of {named(other)}; expected {low} to {high} of each"
                        )
                        yield Finding(row, says, (other,))


@rule(SIGN, remedy="See which of the three is wrong.")
def mean_of_other_numbers(facts: Facts) -> Iterator[Finding]:
    """A mean of nights is nights divided by stays, where all three are given: rounded, or, where the numbers are of
    two publishers, within {ABOUT:.0%}."""
    for row in facts.typed:
        if (row.population, row.measure) != ("nights", "mean") or not row.known:
            continue
        for nights in facts.at("nights", row.year, "count", row.category, row.group):
            for stays in facts.at("stays", row.year, "count", row.category, row.group):
                mean = nights.value / stays.value if stays.value else math.inf
                if abs(mean - row.value) > max(0.51 / 10**row.decimals, ABOUT * row.value):
                    says = f"{written(row)}; {written(nights)} nights of {written(stays)} stays are {mean:.4g}"
                    yield Finding(row, says, (nights, stays))


@rule(SIGN, remedy="See which of them is wrong, or of another unit.")
def outside_its_bounds(facts: Facts) -> Iterator[Finding]:
    """What is given as the lowest and the highest of a year bounds what is between: the mean, and each centre."""
    for row in facts.typed:
        if not row.known or row.category in ("minimum", "maximum"):
            continue
        for bound, outside in (("minimum", lt), ("maximum", gt)):
            for limit in facts.at(row.population, row.year, row.measure, bound, row.group):
                if outside(row.value, limit.value):
                    yield Finding(row, f"{written(row)}; the {bound} is {written(limit)}", (limit,))
    for (population, category, group, measure), years in facts.numbers.items():
        if category == "minimum":
            for year, rows in years.items():
                for most in facts.at(population, year, measure, "maximum", group):
                    if rows[0].value > most.value:
                        yield Finding(rows[0], f"{written(rows[0])}; the maximum is {written(most)}", (most,))
