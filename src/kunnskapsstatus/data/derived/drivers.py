"""The survey's scales, recomputed from the printed counts of answers: nine drivers of implementation, tables 18–26.

An answer gives 0 (no), 1 (to some extent) or 2 (yes) points, and the scale of a driver is the mean of its statements.
The report does not say what becomes of answers that are missing or "do not know", so each driver has its mean by four
rules, groups of ``codebook/missing-rule.csv``:

``left-out``: left out; the mean of the statements' means.
``pooled``: left out; all points on all answers of the driver.
``as-no`` and ``as-yes``: counted as 0 and as 2 points.

A scale made centre by centre, of the statements that each centre has answered, cannot be had from counts. With all
centres in it, it lies between ``as-no`` and ``as-yes``: a centre's mean is what it would be if the rest were answered
like that mean, which is from 0 to 2. No bound holds if centres with missing answers are left out altogether; but the
report's groups of centres add up to all 44.

Means by group need the answers centre by centre and are not here. What can be said of a scale's reliability is in
:mod:`kunnskapsstatus.data.derived.reliability`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kunnskapsstatus.data.listed import PROSE
from kunnskapsstatus.data.observation import Observation

CENTRES = 44
"""The centres that answered, as printed above each of the nine tables."""
POINTS = {"yes": 2, "partly": 1, "no": 0}
RULES = ("left-out", "pooled", "as-no", "as-yes")
TOTAL = "driver-total"
YEAR = 2019
ALL_DRIVERS = "gjennomsnittet av de ni driverne, regnet av rapportens tabell 18–26"
TABLES = {
    "table-18": "driver-recruitment",
    "table-19": "driver-training",
    "table-20": "driver-supervision",
    "table-21": "driver-evaluation",
    "table-22": "driver-data-systems",
    "table-23": "driver-administration",
    "table-24": "driver-systems-work",
    "table-25": "driver-resources",
    "table-26": "driver-leadership",
}


@dataclass(frozen=True)
class Item:
    """One statement: its key, the numbers that answer yes, to some extent and no, and where it stands."""

    key: str
    counts: tuple[int, int, int]
    place: dict[str, Any]

    @property
    def answers(self) -> int:
        """Centres that gave an answer with points."""
        return sum(self.counts)

    @property
    def points(self) -> int:
        """The points of all answers."""
        return sum(points * n for points, n in zip(POINTS.values(), self.counts, strict=True))

    @property
    def missing(self) -> int:
        """Centres that did not answer, or answered that they do not know."""
        return CENTRES - self.answers


def items(rows: Iterable[Observation], table: str) -> list[Item]:
    """The statements of one printed table, in its order."""
    counts: dict[str, list[Observation]] = {}
    for row in rows:
        if row.dataset == table and row.measure == "count":
            counts.setdefault(row.category, []).append(row)
    found = []
    for key, answers in counts.items():
        given = {row.group: int(row.value) for row in answers if row.known}
        yes, partly, no = (given.get(group, 0) for group in POINTS)
        place = {name: getattr(answers[0], name) for name in ("file", "line", "column")}
        if yes + partly + no:
            found.append(Item(key, (yes, partly, no), place))
    return found


def scale(statements: list[Item], rule: str) -> float:
    """The mean of a driver's statements, from 0 to 2, by a rule for missing answers."""
    if rule == "pooled":
        return sum(item.points for item in statements) / sum(item.answers for item in statements)
    if rule == "left-out":
        return math.fsum(item.points / item.answers for item in statements) / len(statements)
    filled = {"as-no": 0, "as-yes": 2}[rule]
    return sum(item.points + filled * item.missing for item in statements) / (CENTRES * len(statements))


def derive(rows: Sequence[Observation]) -> list[Observation]:
    """Means by driver and by statement, by rule; the reported means beside them; and the drivers' numbers of
    statements and of missing answers."""
    tables = {driver: (table, found) for table, driver in TABLES.items() if (found := items(rows, table))}
    made = list(_reported(rows))
    for driver, (table, statements) in tables.items():
        source = f"regnet av rapportens tabell {table[-2:]}"
        for item in statements:
            for rule in ("left-out", "as-no"):
                made.append(_mean("derived-driver-items", item.key, rule, scale([item], rule), source, item.place))
        for rule in RULES:
            made.append(_mean("derived-drivers", driver, rule, scale(statements, rule), source, statements[0].place))
        numbers = {"statements": len(statements), "missing-answers": sum(item.missing for item in statements)}
        for population, number in numbers.items():
            given: dict[str, Any] = {"category": driver, "population": population, "measure": "count"}
            given |= {"value": float(number), "source": source, "year": YEAR, "access": "derived"}
            made.append(Observation("derived-statements", **given, **statements[0].place))
    if len(tables) == len(TABLES):
        place = tables["driver-recruitment"][1][0].place
        for rule in RULES:
            mean = math.fsum(scale(statements, rule) for _, statements in tables.values()) / len(tables)
            made.append(_mean("derived-drivers", TOTAL, rule, mean, ALL_DRIVERS, place))
    return made


def _reported(rows: Sequence[Observation]) -> Iterator[Observation]:
    """The report's own means, from its running text; and its comparison with an earlier study, whose means it does
    not give."""
    for row in rows:
        if row.dataset != PROSE or row.measure != "mean" or row.category not in {*TABLES.values(), TOTAL}:
            continue
        place = {name: getattr(row, name) for name in ("file", "line", "column")}
        yield _mean("derived-drivers", row.category, "reported", row.value, row.source, place)
        if row.category != TOTAL:
            for group, value, symbol in (
                ("crisis-centre-act", row.value, ""),
                ("children-as-relatives", math.nan, ".."),
            ):
                compared = _mean("derived-comparison", row.category, group, value, row.source, place)
                yield replace(compared, population="law-study-answers", year=None, symbol=symbol)


def _mean(dataset: str, category: str, group: str, value: float, source: str, place: dict[str, Any]) -> Observation:
    return Observation(
        dataset,
        category=category,
        group=group,
        year=YEAR,
        population="survey-centres",
        measure="mean",
        value=value,
        decimals=2,
        access="derived",
        source=source,
        **place,
    )
