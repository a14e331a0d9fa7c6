"""Parts against wholes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, comparable, named, rule, written
from kunnskapsstatus.keys import TOTAL

WHOLES = {"sex": TOTAL, "men-location": "residential"}
"""Variables whose categories are all that there are, with the key of what they add up to."""
REST = frozenset({"other-gender"})
"""Categories that a source may leave out: few have them."""
FEW, SHARE = 10, 0.03
"""What is left for them: so many, or this share of all."""
NATIONAL = {"stays": "stays", "nights": "nights", "visits": "day-visits", "phone-conversations": "phone-conversations"}
"""The measures of centres, and the populations that the whole country's number of them is of."""
HEDGED = 0.02
"""By so much a number that is hedged may be another."""
Divided = tuple[Observation, tuple[Observation, ...], frozenset[str]]


@rule(STOPS, remedy="Correct the part or the whole.")
def part_above_whole(facts: Facts) -> Iterator[Finding]:
    """A part is never above its whole: of a category or a group no more than of all, and of parts that exclude each
    other no more together; and of the centres that are listed no more than of the country."""
    for row in facts.typed:
        if row.known and facts.counted(row):
            for whole in (
                one for place in _above(row) for one in facts.at(row.population, row.year, row.measure, *place)
            ):
                if comparable(row, whole) and row.value > most(whole):
                    yield Finding(row, f"{written(row)} is more than all {written(whole)} ({named(whole)})", (whole,))
    for whole, parts, _ in (*_divided(facts), *_centres(facts)):
        together = math.fsum(part.value for part in parts)
        highest = max(parts, key=lambda part: part.value)
        told = highest.value > most(whole) and (whole.category, whole.group) in _above(highest)
        if together > most(whole) and not told:
            yield Finding(whole, f"{written(whole)}; its parts are {together:.12g} together: {_listed(parts)}", parts)


@rule(SIGN, remedy="Correct the part or the whole; see whether one of them is revised, and the others are not.")
def parts_do_not_add_up(facts: Facts) -> Iterator[Finding]:
    """Categories that are all there are add up to the whole: women, men and other or unknown sex to all. Where other
    sex is not given, women and men leave at most {SHARE:.0%} or {FEW} for it."""
    for whole, parts, gone in _divided(facts):
        left = whole.value - math.fsum(part.value for part in parts)
        expected = HEDGED * whole.value if any(row.qualifier for row in (whole, *parts)) else 0
        if gone:
            expected = max(expected, FEW, SHARE * whole.value)
        if gone <= REST and left > expected:
            yield Finding(whole, f"{written(whole)}; its parts are {left:.12g} less together: {_listed(parts)}", parts)


@rule(SIGN, remedy="Correct the percentages.")
def shares_do_not_add_up(facts: Facts) -> Iterator[Finding]:
    """Percentages of categories that exclude each other are no more than 100 together, and 100 when they are all
    there."""
    for variable in WHOLES:
        names = facts.categories(variable)
        for rows in facts.groups(lambda row: (row.population, row.measure, row.year, row.series)):
            if rows[0].measure != "percent":
                continue
            for column in ("category", "group"):
                parts = [
                    row for row in rows if row.measure == "percent" and row.known and getattr(row, column) in names
                ]
                together, rounding = math.fsum(row.value for row in parts), 0.5 * len(parts)
                below = len(parts) == len(names) and together < 100 - rounding
                if len(parts) > 1 and (together > 100 + rounding or below):
                    says = f"{written(parts[0])}; with {_listed(tuple(parts[1:]))} it is {together:.12g} per cent"
                    yield Finding(parts[0], says, tuple(parts[1:]))


def _divided(facts: Facts) -> Iterator[Divided]:
    """Each whole of :data:`WHOLES` with those of its parts that are known, and the keys of those that are not."""
    for variable, key in WHOLES.items():
        names = facts.categories(variable)
        for (population, category, group, measure), years in facts.numbers.items():
            lists = [{name: (population, name, group, measure) for name in names}] if category == key else []
            lists += [{name: (population, category, name, measure) for name in names}] if group == key else []
            for places in lists:
                parts = {name: facts.numbers[part] for name, part in places.items() if part in facts.numbers}
                for whole in (one for wholes in years.values() for one in wholes) if parts else ():
                    found = {
                        name: row
                        for name, part in parts.items()
                        for row in part.get(whole.year or 0, ())
                        if comparable(row, whole)
                    }
                    if found and facts.counted(whole):
                        yield whole, tuple(found.values()), frozenset(names) - frozenset(found)


def _centres(facts: Facts) -> Iterator[Divided]:
    """Each number of the whole country with those of the centres that are listed. They are never known to be all."""
    for measure, population in NATIONAL.items():
        centres = [years for what, years in facts.numbers.items() if what[0] == "centres" and what[3] == measure]
        for year, (whole, *_) in facts.numbers.get((population, TOTAL, TOTAL, "count"), {}).items():
            parts = tuple(years[year][0] for years in centres if year in years)
            if parts:
                yield whole, parts, REST


def _above(row: Observation) -> list[tuple[str, str]]:
    """The categories and groups that a row is a part of."""
    places = [(row.category, TOTAL), (TOTAL, row.group), (TOTAL, TOTAL)]
    return [place for place in dict.fromkeys(places) if place != (row.category, row.group)]


def most(whole: Observation) -> float:
    """What a part may be at most."""
    return whole.value * (1 + HEDGED) if whole.qualifier else whole.value


def _listed(rows: tuple[Observation, ...]) -> str:
    return ", ".join(written(row) for row in rows)
