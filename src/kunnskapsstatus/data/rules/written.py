"""How a number is written: decimals where things are counted, fractions for percentages, and units that do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, Of, named, of, rule, written
from kunnskapsstatus.data.units import PARTLY
from kunnskapsstatus.keys import OLD_METHOD, TOTAL

TENS = 5.0
"""Percentages of which the middle one is above this are told in tens."""
THOUSANDS = 3
"""So many decimals are what a point between thousands makes of a number."""
INHABITANTS = (4.5, 6.5)
"""How many million Norway's inhabitants may be: what money divided by money per inhabitant gives."""
COUNT_OR_SHARE = {"count", "percent"}
ELSEWHERE = 3
"""So many rows must have a key in the other column before one is told that it stands in the wrong one."""


@rule(STOPS, remedy="Write thousands with a space or with nothing between, and no decimals.")
def decimal_in_count(facts: Facts) -> Iterator[Finding]:
    """What is counted in whole numbers is written without a decimal sign: 2.000 is two, and 2 000 two thousand.
    (2340.5 and 2.4 are refused.)"""
    for row in facts.typed:
        if row.decimals and facts.counted(row) and row.population not in PARTLY:
            yield Finding(row, f"column 'value': {written(row)} has a decimal sign; expected a whole number")


@rule(SIGN, remedy="Write thousands with a space or with nothing between; otherwise the number with fewer decimals.")
def point_of_thousands(facts: Facts) -> Iterator[Finding]:
    """A number below 1000 with exactly three decimals is read as it stands, and may be meant as thousands."""
    for row in facts.typed:
        if row.decimals == THOUSANDS and (row.population in PARTLY or not facts.counted(row)):
            yield Finding(row, f"column 'value': {written(row)}; is it {written(row).replace('.', '')}?")


@rule(SIGN, remedy="Write 9 for nine of a hundred, not 0.09.")
def fraction_for_percent(facts: Facts) -> Iterator[Finding]:
    """A percentage above 0 and below 1 is a fraction, where others are tens: those of the same in other years, or,
    where there are none, those of its file. A change below 1 with two decimals is one too."""
    percents = [row for row in facts.typed if row.measure == "percent" and row.known]
    for row in facts.typed:
        if not row.known or not 0 < abs(row.value) < 1:
            continue
        if row.measure == "percent":
            years = facts.numbers.get(of(row), {})
            same = [other.value for year, others in years.items() for other in others if year != row.year]
            others = same or [other.value for other in percents if other.file == row.file and other is not row]
            if not others or median(others) > TENS:
                yield Finding(row, f"column 'value': {written(row)} per cent, among {_told(others)}")
        elif row.measure == "change" and row.decimals > 1:
            yield Finding(row, f"column 'value': a change of {written(row)} per cent; is it a fraction?")


def _told(others: list[float]) -> str:
    return ", ".join(f"{value:g}" for value in others[:4]) or "no others"


@rule(
    STOPS,
    remedy="Correct the row; or add the population to the measure in data/reference/units.csv.",
)
def unit_does_not_fit(facts: Facts) -> Iterator[Finding]:
    """A measure is of what it can be of: money and kroner per inhabitant of municipalities or centres, kilometres of
    services. data/reference/units.csv says it in the column of. A percentage is of a part: it has a category or a
    group."""
    for row in facts.typed:
        fits = facts.units.populations(row.measure)
        if fits and row.population not in fits:
            yield Finding(row, f"column 'measure': {row.measure} of {row.population}; expected of {', '.join(fits)}")
        elif row.measure == "percent" and (row.category, row.group) == (TOTAL, TOTAL):
            yield Finding(row, "column 'measure': a percentage of all of them; expected a category or a group")


@rule(SIGN, remedy="See whether the money is in millions, and the same year's.")
def money_of_other_unit(facts: Facts) -> Iterator[Finding]:
    """Millions of kroner divided by kroner per inhabitant, for the whole country, are Norway's inhabitants: between
    {INHABITANTS[0]:g} and {INHABITANTS[1]:g} million."""
    for row in facts.typed:
        if row.measure == "million-kroner" and row.known and (row.category, row.group) == (TOTAL, TOTAL):
            for each in facts.at(row.population, row.year, "cost-per-inhabitant"):
                people = row.value / each.value if each.value else 0
                if not INHABITANTS[0] <= people <= INHABITANTS[1]:
                    says = (
                        f"{written(row)} million kroner and {written(each)} kroner per inhabitant are "
                        f"{people:.3g} million inhabitants"
                    )
                    yield Finding(row, says, (each,))


@rule(STOPS, remedy="Move the key to the other column.")
def key_in_other_column(facts: Facts) -> Iterator[Finding]:
    """A key stands in the column where it stands elsewhere: women, men and other sex in group."""
    stands = {name: Counter(getattr(row, name) for row in facts.typed) for name in ("category", "group")}
    for column, other in (("category", "group"), ("group", "category")):
        for row in facts.typed:
            key = getattr(row, column)
            if key != TOTAL and stands[other][key] >= max(ELSEWHERE, 2 * stands[column][key]):
                yield Finding(
                    row, f"column {column!r}: {key!r} stands in the column {other!r} elsewhere ({named(row)})"
                )


@rule(SIGN, remedy="Correct the measure. Where the source now tells of it otherwise, sign it.")
def measure_of_no_other_year(facts: Facts) -> Iterator[Finding]:
    """What was told of by one measure in two years or more is not told of by another in a year alone; and what was a
    percentage in the only year before is no count now, nor the other way round."""
    years: dict[tuple[str, str, str], dict[str, set[int]]] = {}
    for (population, category, group, measure), found in facts.numbers.items():
        years.setdefault((population, category, group), {})[measure] = set(found)
    for row in facts.typed:
        measures = years.get((row.population, row.category, row.group), {})
        others = [
            name
            for name, told in measures.items()
            if row.year not in told
            and (len(told) > 1 or ({name, row.measure} == COUNT_OR_SHARE and max(told) < (row.year or 0)))
        ]
        if row.known and measures.get(row.measure) == {row.year} and others and row.series != OLD_METHOD:
            yield Finding(row, f"column 'measure': {row.measure}; other years have {' and '.join(others)}")


@rule(SIGN, remedy="Move the row to the file where the other years stand: what shows them looks there.")
def row_in_other_file(facts: Facts) -> Iterator[Finding]:
    """A number stands in the file of its other years, when there are two or more and all of them stand in one."""
    files: dict[Of, Counter[str]] = {}
    for row in facts.typed:
        files.setdefault(of(row), Counter())[row.file] += 1
    for row in facts.typed:
        there = files[of(row)]
        if len(there) == 2 and there[row.file] == 1 and there.total() > 2:
            (other,) = there.keys() - {row.file}
            yield Finding(row, f"{named(row)} stands in {other} in other years")
