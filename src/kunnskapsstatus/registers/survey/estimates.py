"""A mean and how sure it is: of what centres like these might answer, and of all that were asked this time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """From and to, at a level of confidence."""

    low: float
    high: float
    level: float = LEVEL


@dataclass(frozen=True)
class Mean:
    """The mean of n scores, with their standard deviation (None for one) and its interval (None where there is no
    variation to judge it by)."""

    n: int
    mean: float
    deviation: float | None
    interval: Interval | None


def mean_of(scores: Sequence[float], limits: tuple[float, float], level: float = LEVEL) -> Mean | None:
    """The mean of scores; None of none.

    The interval is Student's: ``m ± t(n - 1) s / √n`` (Student 1908), cut at what a score can be. It says how the mean
    would vary if centres like these were asked again, and takes the centres to have answered apart from each other.
    """
    from scipy import stats

    n = len(scores)
    if not n:
        return None
    mean = math.fsum(scores) / n
    if n == 1:
        return Mean(n, mean, None, None)
    if min(scores) == max(scores):
        return Mean(n, mean, 0.0, None)
    deviation = float(np.std(scores, ddof=1))
    margin = float(stats.t.ppf((1 + level) / 2, n - 1)) * standard_error(deviation, n)
    return Mean(n, mean, deviation, Interval(max(limits[0], mean - margin), min(limits[1], mean + margin), level))


def standard_error(deviation: float, n: int, population: float = math.inf) -> float:
    """``s / √n √(1 - n / N)``: the standard error of a mean of n of a population of N, by simple random sampling
    (Cochran 1977, formula 2.20). With all of them it is 0."""
    return deviation / math.sqrt(n) * math.sqrt(1 - n / population)


@dataclass(frozen=True)
class OfAsked:
    """What the mean of all that were asked may be: the margin if those who did not answer were missing at random
    (None where one score gives none), and the bounds whatever they would have answered."""

    asked: int
    margin: float | None
    bounds: Interval


def of_asked(mean: Mean, asked: int, limits: tuple[float, float], level: float = LEVEL) -> OfAsked:
    """What the mean of all ``asked`` may be, when ``mean`` is of those of them who have a score.

    The margin is ``t(n - 1) s / √n √(1 - n / N)`` (Cochran 1977, 2.20). The bounds take nothing for granted: those who
    are missing all have the lowest, or all the highest score, ``(n m + (N - n) limit) / N`` (Manski 1989).

    Raises
    ------
    ValueError
        When more have answered than were asked.
    """
    from scipy import stats

    if mean.n > asked:
        raise ValueError(f"{mean.n} have answered, and {asked} were asked")
    missing = asked - mean.n
    low, high = ((mean.n * mean.mean + missing * limit) / asked for limit in limits)
    margin = None
    if mean.deviation is not None:
        quantile = float(stats.t.ppf((1 + level) / 2, mean.n - 1))
        margin = quantile * standard_error(mean.deviation, mean.n, asked)
    return OfAsked(asked, margin, Interval(low, high, 1.0))
