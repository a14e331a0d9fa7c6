"""How sure the survey's difference in satisfaction is: p-values for small and large centres, from the means, standard
deviations and numbers of centres that the report prints.

The report gives one p-value and does not say by which test, nor whether it is adjusted for being one of three
comparisons: small, medium and large centres. ``codebook/p-value-reading.csv`` has the readings:

``student`` and ``welch``: the two groups alone, with equal and with unequal variances.
``bonferroni``: ``student`` times three.
``tukey-as-large``, ``tukey-as-small`` and ``tukey-reported``: Tukey's test of three groups. It needs the standard
deviation of the medium centres, which is not printed: as that of the large centres, as that of the small, and the one
that gives the printed p-value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kunnskapsstatus.data.derived.drivers import YEAR
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.numbers import half_up

FIGURE, SIZES = "figure-24", "figure-21"
SOURCE = "regnet av gjennomsnitt, standardavvik og antall sentre i rapportens avsnitt 12.5.1 og 3.4"
GROUPS = 3
WIDEST = 2.1
"""No answers from 1 to 5 have a standard deviation above this, in a group of 12 or more."""


def p_values(
    means: tuple[float, float], deviations: tuple[float, float], numbers: tuple[int, int, int], reported: float
) -> dict[str, tuple[float, float]]:
    """The p-value by each reading, and the standard deviation of the medium centres, NaN where it does not matter.

    Of small and large centres; ``numbers`` has the medium ones last. ``tukey-reported`` is left out if no standard
    deviation gives the reported p-value.
    """
    from scipy import optimize, stats  # slow to import, and needed only when data have changed

    small, large, medium = numbers
    degrees = sum(numbers) - GROUPS
    within = (small - 1) * deviations[0] ** 2 + (large - 1) * deviations[1] ** 2

    def two(*, equal: bool) -> float:
        groups = zip(means, deviations, (small, large), strict=True)
        found = stats.ttest_ind_from_stats(*(cell for group in groups for cell in group), equal_var=equal)
        return float(found.pvalue)

    def tukey(deviation: float) -> float:
        mean_square = (within + (medium - 1) * deviation**2) / degrees
        error = math.sqrt(mean_square * (1 / small + 1 / large) / 2)
        return float(stats.studentized_range.sf(abs(means[1] - means[0]) / error, GROUPS, degrees))

    student = two(equal=True)
    alone = {"student": student, "welch": two(equal=False), "bonferroni": min(1.0, GROUPS * student)}
    medium_deviations = {"tukey-as-large": deviations[1], "tukey-as-small": deviations[0]}
    if tukey(0) < reported < tukey(WIDEST):
        medium_deviations["tukey-reported"] = optimize.brentq(lambda d: tukey(d) - reported, 0, WIDEST)
    return {reading: (p, math.nan) for reading, p in alone.items()} | {
        reading: (tukey(deviation), deviation) for reading, deviation in medium_deviations.items()
    }


def derive(rows: Sequence[Observation]) -> list[Observation]:
    """The rows of dataset ``derived-satisfaction``: for each reading the p-value and, where it matters, the standard
    deviation of the medium centres. None where the report's numbers are not there."""
    cells = {(row.group, row.measure): row for row in rows if row.dataset in (FIGURE, SIZES) and row.known}
    wanted = [(size, measure) for measure in ("mean", "standard-deviation") for size in ("small", "large")]
    sizes = [(size, "base") for size in ("small", "large", "medium")]
    reported = next((row for row in rows if row.dataset == FIGURE and row.measure == "p-value" and row.known), None)
    if reported is None or not {*wanted, *sizes} <= set(cells):
        return []
    small_mean, large_mean, *deviations = (cells[place].value for place in wanted)
    small, large, medium = (int(cells[place].value) for place in sizes)
    if min(small, large, medium) < 2 or not any(deviations):
        return []
    found = p_values((small_mean, large_mean), (deviations[0], deviations[1]), (small, large, medium), reported.value)
    made = [_row(reported, "reported", "p-value", reported.value, reported.source)]
    for reading, (p, deviation) in found.items():
        made.append(_row(reported, reading, "p-value", p, SOURCE))
        if not math.isnan(deviation):
            made.append(_row(reported, reading, "standard-deviation", deviation, SOURCE))
    return made


def _row(of: Observation, reading: str, measure: str, value: float, source: str) -> Observation:
    decimals = {"p-value": 3, "standard-deviation": 2}[measure]
    return Observation(
        "derived-satisfaction",
        category=reading,
        year=YEAR,
        population="survey-centres",
        measure=measure,
        value=float(half_up(value, decimals)),
        decimals=decimals,
        access="derived",
        source=source,
        file=of.file,
        line=of.line,
        column=of.column,
    )
