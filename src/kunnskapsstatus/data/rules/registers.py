"""What is counted of a year's registers, as rules look at it: each table by itself, as the same keys mean something
else in another, beside what the report and other years have of it; and the numbers of the whole country beside the
official figures. Of several totals of a year the largest is of the whole country: another counts some, such as men."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules import bounds, neighbours, parts
from kunnskapsstatus.data.rules.rule import Facts, Rule, of
from kunnskapsstatus.keys import TOTAL

OF_A_TABLE: tuple[Rule, ...] = (
    parts.part_above_whole, parts.parts_do_not_add_up, bounds.mean_of_other_numbers, bounds.outside_its_bounds,
    neighbours.leap,
)  # fmt: skip
OF_THE_COUNTRY: tuple[Rule, ...] = (bounds.too_few_or_many_times, neighbours.leap)


def judged(
    counted: Sequence[Observation], facts: Facts, report: Sequence[Observation]
) -> Iterator[tuple[Facts, tuple[Rule, ...]]]:
    """What is looked at, with the rules that look at it. ``facts`` are the official figures."""
    tables: dict[str, list[Observation]] = defaultdict(list)
    for row in counted:
        tables[row.dataset].append(row)
    printed: dict[str, list[Observation]] = defaultdict(list)
    for row in report:
        printed[row.dataset].append(row)
    for name, rows in tables.items():
        yield facts.others(rows, printed[name]), OF_A_TABLE
    totals = (row for row in counted if row.measure == "count" and (row.category, row.group) == (TOTAL, TOTAL))
    whole = {(of(row), row.year): row for row in sorted(totals, key=lambda row: row.value)}
    if whole:
        yield facts.others([*facts.typed, *whole.values()], report, facts.computed), OF_THE_COUNTRY
