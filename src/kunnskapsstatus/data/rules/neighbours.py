"""A number beside those of the same in other years."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules.rule import SIGN, Facts, Finding, Of, rule, written

NEAR = 6
"""So many years away a number is still a neighbour."""
TWICE_AND_HALF = 2.5
"""What large counts do not pass from one year to the next: the year of the pandemic took a third."""
SPREADS = 2.5
"""How many times its own chance spread a small count may move besides. That of a count is about its square root."""
WIDEST = 7.0
"""No number moves more than this in silence, however small: ten times too many is always told of."""
STEADY = 3.5
"""What means, percentages and money do not pass."""
A_YEAR = 1.1
"""By so much more for each year between that nobody knows."""
MANY = 50
"""Against no one at all, so many are a leap."""
NOT_LEVELS = ("change", "increase", "decrease")
"""Measures that are of two years already: they may be anything from one year to the next."""


MOST_CHANGE = 40
"""No number of the whole country changes more from one year to the next, in per cent."""


@rule(SIGN, remedy="See whether a digit, a decimal sign or a row is wrong.")
def leap(facts: Facts) -> Iterator[Finding]:
    """A number is not many times that of the same in the nearest years, nor a small part of it. A large count may be
    {TWICE_AND_HALF:g} times as many; a small one more, as chance moves it more, but never {WIDEST:g} times; a mean,
    a percentage or money {STEADY:g} times; and some more for each year between. The nearest are the two years
    before, else those after; the report's count too. Where there are none, a percentage is compared with those of
    other populations."""
    for what, judged in facts.numbers.items():
        years = facts.report.get(what, {}) | judged
        if what[3] in NOT_LEVELS:
            continue
        order = sorted(years)
        for at, year in enumerate(order):
            near = [years[other][0] for other in _near(order, at)]
            near = near or _kin(facts, what, year)
            for row in judged.get(year, ()) if near else ():
                counted = facts.counted(row)
                if all(_leaps(row, other, counted) for other in near):
                    beside = ", ".join(f"{other.year}: {written(other)} ({other.population})" for other in near[:4])
                    most = max(allowed(row.value, other.value, counted) for other in near)
                    yield Finding(
                        row, f"{written(row)}, beside {beside}; expected at most {most:.1f} times more or less"
                    )


@rule(SIGN, remedy="See whether it is a number of another kind, or a digit too many.")
def change_too_large(facts: Facts) -> Iterator[Finding]:
    """A change in per cent is at most {MOST_CHANGE}, and an increase or a decrease at most that share of the number
    that it is of."""
    for row in facts.typed:
        if row.measure == "change" and abs(row.value) > MOST_CHANGE:
            yield Finding(row, f"a change of {written(row)} per cent; expected at most {MOST_CHANGE}")
        elif row.measure in ("increase", "decrease"):
            for level in facts.at(row.population, row.year, "count", row.category, row.group):
                if row.value > level.value * MOST_CHANGE / 100:
                    yield Finding(row, f"{row.measure} of {written(row)}, and all are {written(level)}", (level,))


def _near(order: Sequence[int], at: int) -> list[int]:
    """The years that a year is compared with: the two before it, else one on each side, else the two after it. Of two
    years alone the later one is compared: one fault is told once."""
    year = order[at]
    before = [other for other in order[max(0, at - 2) : at] if year - other <= NEAR]
    after = [other for other in order[at + 1 : at + 3] if other - year <= NEAR]
    return [*before, *after[: 2 - len(before)]] if before or len(after) > 1 else []


def _kin(facts: Facts, what: Of, year: int) -> list[Observation]:
    """Percentages of the same category and group of other populations, for one that stands alone; two at least."""
    kin = facts.percents.get(what[1:3], ()) if what[3] == "percent" else ()
    near = [row for row in kin if row.population != what[0] and row.year and abs(row.year - year) <= NEAR]
    return near if len(near) > 1 else []


def _leaps(row: Observation, other: Observation, counted: bool) -> bool:
    low, high = sorted((row.value, other.value))
    if low <= 0:
        return high >= MANY
    return high / low > allowed(low, high, counted, years=abs((row.year or 0) - (other.year or 0)))


def allowed(one: float, other: float, counted: bool, years: int = 1) -> float:
    """How many times as many two numbers of the same may be, so many years apart.

    >>> [round(allowed(number, number, True), 1) for number in (2000, 200, 20)]
    [2.7, 3.2, 5.5]
    """
    most = STEADY
    if counted:
        spread = math.sqrt(sum(1 / number for number in (one, other) if number > 0))
        most = TWICE_AND_HALF * math.exp(min(SPREADS * spread, WIDEST))
    return min(WIDEST, most * A_YEAR ** (years - 1))
