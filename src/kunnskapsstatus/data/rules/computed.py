"""Rows that follow from others by arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from kunnskapsstatus.data.derived.official import identity
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, rule, written

ROUNDING = 0.51
"""By so much of its last decimal a rounded number is another."""


@rule(STOPS, remedy="Delete the row: src/kunnskapsstatus/data/derived/official.py computes it.")
def typed_not_computed(facts: Facts) -> Iterator[Finding]:
    """What follows from other rows by arithmetic is computed and not typed: other or unknown sex, the share of men. A
    row of another access is what its publisher gives, and stays."""
    for row, same in _typed_and_computed(facts):
        if row.access == "derived":
            yield Finding(row, f"{written(row)} is typed, and follows from others: {written(same)}")


@rule(SIGN, remedy="See which of the rows is wrong.")
def not_as_computed(facts: Facts) -> Iterator[Finding]:
    """What a publisher gives and what follows from other rows are the same number, rounded; a percentage is that of the
    count of its part and of all, where both are given."""
    computed = [(row, same.value, (same,)) for row, same in _typed_and_computed(facts) if row.access != "derived"]
    for row, value, beside in (*computed, *_shares(facts)):
        fewest = min(other.decimals for other in (row, *beside) if other.measure == row.measure)
        if row.known and not row.qualifier and abs(row.value - value) > ROUNDING / 10**fewest:
            yield Finding(row, f"{written(row)}; {value:.{fewest + 1}f} follows from other rows", beside)


def _shares(facts: Facts) -> Iterator[tuple[Observation, float, tuple[Observation, ...]]]:
    """Percentages that are typed and not computed, with what the counts of a part and of all give."""
    made = {identity(row) for row in facts.computed}
    for row in facts.typed:
        if row.measure == "percent" and identity(row) not in made:
            for part in facts.at(row.population, row.year, "count", row.category, row.group):
                for whole in facts.at(row.population, row.year, "count"):
                    if part is not whole and whole.value and not part.qualifier + whole.qualifier:
                        yield row, 100 * part.value / whole.value, (part, whole)


def _typed_and_computed(facts: Facts) -> Iterator[tuple[Observation, Observation]]:
    computed = {identity(row): row for row in facts.computed}
    for row in facts.typed:
        if identity(row) in computed:
            yield row, computed[identity(row)]
