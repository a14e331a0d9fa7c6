"""Bounds of Cronbach's alpha for the survey's nine scales, from the printed answers, means and standard deviations.

Alpha of k statements is ``k / (k - 1) * (1 - sum of the statements' variances / variance of their sum)``. The printed
counts give the first variances, and the scale's printed standard deviation, a mean of statements with two decimals,
gives the second. The report does not say what becomes of answers that are missing or "do not know". Two readings:

``all-centres``: every centre has a score, as the report's groups of 44 say. A missing answer counts as some number
from 0 to 2: nothing is assumed of which, so the mean of the centre's own answers is among them.
``complete-answers``: mean, standard deviation and alpha are all of the centres that answered every statement. Nothing
is assumed of which those are, nor of how many.

In both, the mean must round to the printed one. Where it cannot, as for the evaluation of results when all centres are
in, the bounds disregard it. Variances divide by n - 1: of the standard deviations that the report prints beside numbers
of centres, none can come of whole answers divided by n.

The bounds hold; they are not always the narrowest. Scores of all centres with an alpha of complete answers only, which
some programs give, are not bounded where answers are missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from kunnskapsstatus.data.derived.drivers import CENTRES, TABLES, YEAR, Item, items
from kunnskapsstatus.data.listed import PROSE
from kunnskapsstatus.data.observation import Observation

HALF = 0.005
"""Half of the last decimal that means and standard deviations are printed with."""
Interval = tuple[float, float]
Options = Iterable[tuple[int, float]]
"""Ways to complete a statement: points of all its answers, and their squared deviations."""


def deviations(yes: int, partly: int, no: int) -> float:
    """The sum of squared deviations of answers that give 2, 1 and 0 points."""
    points = 2 * yes + partly
    return 4 * yes + partly - points * points / (yes + partly + no)


def together(statements: Iterable[Options]) -> dict[int, Interval]:
    """The least and the greatest sum of squared deviations of all statements, for each sum of their points."""
    found: dict[int, Interval] = {0: (0.0, 0.0)}
    for options in statements:
        own = _bounds((points, squares, squares) for points, squares in options)
        found = _bounds(
            (points + before, low + least, high + most)
            for points, (low, high) in own.items()
            for before, (least, most) in found.items()
        )
    return found


def _bounds(sums: Iterable[tuple[int, float, float]]) -> dict[int, Interval]:
    """The least and the greatest for each sum of points."""
    found: dict[int, Interval] = {}
    for points, least, most in sums:
        low, high = found.get(points, (math.inf, -math.inf))
        found[points] = (min(low, least), max(high, most))
    return found


def alpha(statements: int, centres: int, squares: float, deviation: float) -> float:
    """Cronbach's alpha, at most 1: of the statements' squared deviations and the standard deviation of their mean."""
    of_sum = (centres - 1) * (statements * deviation) ** 2
    return min(1.0, statements / (statements - 1) * (1 - squares / of_sum))


def all_centres(statements: Sequence[Item], mean: float, deviation: float, centres: int = CENTRES) -> Interval:
    """The least and the greatest alpha when each missing answer counts as a number from 0 to 2.

    Squared deviations are least when what is missing is like the rest. They are greatest at the ends, 0 or 2, and the
    number of twos follows from the mean, up or down to a whole one.
    """
    filled = together(_filled(item, centres) for item in statements)
    lowest, highest = (centres * len(statements) * (mean + half) for half in (-HALF, HALF))
    fits = [most for points, (_, most) in filled.items() if lowest - 2 < points < highest + 2]
    if max(filled) < lowest or min(filled) > highest:
        fits = [most for _, most in filled.values()]
    least = math.fsum(deviations(*item.counts) for item in statements)
    return (
        alpha(len(statements), centres, max(fits), deviation - HALF),
        alpha(len(statements), centres, least, deviation + HALF),
    )


def _filled(item: Item, centres: int) -> Iterator[tuple[int, float]]:
    yes, partly, no = item.counts
    missing = centres - item.answers
    for twos in range(missing + 1):
        yield item.points + 2 * twos, deviations(yes + twos, partly, no + missing - twos)


def complete_answers(
    statements: Sequence[Item], mean: float, deviation: float, centres: int = CENTRES
) -> Interval | None:
    """The least and the greatest alpha of the centres that answered every statement; None if no such mean can be."""
    missing = [centres - item.answers for item in statements]
    ends: list[float] = []
    for left_out in range(max(missing), min(sum(missing), centres - 2) + 1):
        rest = centres - left_out
        kept = together(_kept(item, rest) for item in statements)
        for points, (least, most) in kept.items():
            if abs(points / (len(statements) * rest) - mean) <= HALF + 1e-9:
                ends.append(alpha(len(statements), rest, most, deviation - HALF))
                ends.append(alpha(len(statements), rest, least, deviation + HALF))
    return (min(ends), max(ends)) if ends else None


def _kept(item: Item, centres: int) -> Iterator[tuple[int, float]]:
    """What can be left of a statement's answers when only so many centres are."""
    yes, partly, no = item.counts
    for twos in range(min(yes, centres) + 1):
        for ones in range(min(partly, centres - twos) + 1):
            if centres - twos - ones <= no:
                yield 2 * twos + ones, deviations(twos, ones, centres - twos - ones)


def derive(rows: Sequence[Observation]) -> list[Observation]:
    """The rows of dataset ``derived-reliability``: for each scale and reading the least and the greatest alpha. None
    for a scale of one statement, or without a mean and a standard deviation."""
    printed = {
        (row.category, row.measure): row.value
        for row in rows
        if row.dataset == PROSE and row.category in TABLES.values()
    }
    found = []
    for table, driver in TABLES.items():
        statements = items(rows, table)
        mean, deviation = (printed.get((driver, measure), math.nan) for measure in ("mean", "standard-deviation"))
        if len(statements) < 2 or any(item.missing < 0 for item in statements) or not (deviation > HALF and mean >= 0):
            continue
        bounds = {
            "all-centres": all_centres(statements, mean, deviation),
            "complete-answers": complete_answers(statements, mean, deviation),
        }
        for reading, interval in bounds.items():
            for measure, value in zip(("minimum", "maximum"), interval or (math.nan, math.nan), strict=True):
                found.append(
                    Observation(
                        "derived-reliability",
                        category=driver,
                        group=reading,
                        year=YEAR,
                        population="survey-centres",
                        measure=measure,
                        value=value,
                        decimals=2,
                        symbol="" if interval else ".",
                        access="derived",
                        source=f"regnet av rapportens tabell {table[-2:]} og standardavviket i avsnitt 12.4",
                        **statements[0].place,
                    )
                )
    return found
