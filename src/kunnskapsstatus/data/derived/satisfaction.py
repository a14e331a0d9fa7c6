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
from collections.abc import Callable, Sequence

from kunnskapsstatus.data.derived.drivers import YEAR
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.numbers import half_up

FIGURE, SIZES = "figure-24", "figure-21"
SOURCE = "regnet av gjennomsnitt, standardavvik og antall sentre i rapportens avsnitt 12.5.1 og 3.4"
GROUPS = 3
WIDEST = 2.1
"""No answers from 1 to 5 have a standard deviation above this, in a group of 12 or more."""
STEP = 0.5
BESIDE = [STEP * step for step in range(-16, 17)]
"""Eight standard deviations to each side. Functions that vanish there are summed in such steps to the last digits."""


def p_values(
    means: tuple[float, float], deviations: tuple[float, float], numbers: tuple[int, int, int], reported: float
) -> dict[str, tuple[float, float]]:
    """The p-value by each reading, and the standard deviation of the medium centres, NaN where it does not matter.

    Of small and large centres; ``numbers`` has the medium ones last. ``tukey-reported`` is left out if no standard
    deviation gives the reported p-value.
    """
    small, large, medium = numbers
    distance = abs(means[1] - means[0])
    squares = [(n - 1) * deviation**2 for n, deviation in zip((small, large), deviations, strict=True)]
    errors = [deviation**2 / n for n, deviation in zip((small, large), deviations, strict=True)]

    def two(variance: float, degrees: float) -> float:
        return range_tail(math.sqrt(2) * distance / math.sqrt(variance), 2, degrees)

    def tukey(deviation: float) -> float:
        degrees = sum(numbers) - GROUPS
        mean_square = (sum(squares) + (medium - 1) * deviation**2) / degrees
        return range_tail(distance / math.sqrt(mean_square * (1 / small + 1 / large) / 2), GROUPS, degrees)

    student = two(sum(squares) / (small + large - 2) * (1 / small + 1 / large), small + large - 2)
    welch = two(sum(errors), sum(errors) ** 2 / (errors[0] ** 2 / (small - 1) + errors[1] ** 2 / (large - 1)))
    alone = {"student": student, "welch": welch, "bonferroni": min(1.0, GROUPS * student)}
    medium_deviations = {"tukey-as-large": deviations[1], "tukey-as-small": deviations[0]}
    if tukey(0) < reported < tukey(WIDEST):
        medium_deviations["tukey-reported"] = _root(lambda deviation: tukey(deviation) - reported, 0, WIDEST)
    return {reading: (p, math.nan) for reading, p in alone.items()} | {
        reading: (tukey(deviation), deviation) for reading, deviation in medium_deviations.items()
    }


def range_tail(q: float, groups: int, degrees: float) -> float:
    """The probability that the studentized range of ``groups`` means is above ``q``, with ``degrees`` of freedom; of
    two means, Student's p-value of both sides at ``q / sqrt(2)``. Right to nine decimals from ten degrees on.

    To import SciPy takes five times as long as to derive everything. The tests compare with it.
    """
    normal = [_normal(z) for z in BESIDE]
    density = [math.exp(-z * z / 2) / math.sqrt(2 * math.pi) for z in BESIDE]
    spread = 1 / math.sqrt(2 * degrees)
    scale = math.log(2) + degrees / 2 * math.log(degrees / 2) - math.lgamma(degrees / 2)

    def below(width: float) -> float:
        """The probability that the range of as many standard normal values is below ``width``."""
        parts = zip(BESIDE, density, normal, strict=True)
        return groups * STEP * math.fsum(d * (_normal(z + width) - n) ** (groups - 1) for z, d, n in parts)

    deviations = [s for z in BESIDE if (s := 1 + z * spread) > 0]
    return 1 - STEP * spread * math.fsum(
        math.exp(scale + (degrees - 1) * math.log(s) - degrees * s * s / 2) * below(q * s) for s in deviations
    )


def _normal(z: float) -> float:
    return math.erfc(-z / math.sqrt(2)) / 2


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is zero."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return low


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
