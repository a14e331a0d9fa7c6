"""Whether groups of centres differ: the report's one-way analysis of variance, beside tests that do not ask for normal
answers, how large the difference is, and what remains when many are looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kunnskapsstatus.registers.survey.estimates import Interval

LEVEL = 0.90
"""Of the interval of eta squared: at 90 per cent it holds 0 when the analysis of variance has a p above 0.05 (Steiger
2004)."""
SEED, TIMES, SAMPLES = 2019, 9_999, 1_999
SMALLEST = 1e-12


@dataclass(frozen=True)
class Difference:
    """How the means of groups differ.

    Attributes
    ----------
    sizes : the scores in each group
    f, between, within, p : the analysis of variance: F, its degrees of freedom, and its p
    h, p_ranks : Kruskal and Wallis's H and its p
    p_permuted : the p of a permutation test
    eta, interval : eta squared and its interval
    epsilon, epsilon_interval : epsilon squared of the ranks, and its interval, which a group of one has not
    detectable : the eta squared that an analysis of variance of groups like these would find four times in five
    """

    sizes: tuple[int, ...]
    f: float
    between: int
    within: int
    p: float
    h: float
    p_ranks: float
    p_permuted: float
    eta: float
    interval: Interval
    epsilon: float
    epsilon_interval: Interval | None
    detectable: float


def difference(groups: Sequence[Sequence[float]]) -> Difference | None:
    """How the means of two groups or more differ; None where that cannot be judged: one group, an empty one, no more
    scores than groups, or no variation within them.

    F is ``(SSB / (k - 1)) / (SSW / (n - k))`` (Fisher 1925). H is that of Kruskal and Wallis (1952), corrected for
    ties. Eta squared is ``SSB / SST``, epsilon squared of the ranks ``H / (n - 1)`` (Tomczak and Tomczak 2014).
    """
    from scipy import stats

    some = [np.asarray(one, dtype=float) for one in groups]
    n, k = sum(map(len, some)), len(some)
    if k < 2 or min(map(len, some)) == 0 or n <= k:
        return None
    inside = math.fsum(float(((one - one.mean()) ** 2).sum()) for one in some)
    if inside < SMALLEST:
        return None
    f, p = map(float, stats.f_oneway(*some))
    h, p_ranks = map(float, stats.kruskal(*some))
    eta = (k - 1) * f / ((k - 1) * f + n - k)
    return Difference(
        tuple(map(len, some)),
        f, k - 1, n - k, p, h, p_ranks, permuted(some), eta, eta_interval(f, k - 1, n - k), h / (n - 1),
        epsilon_interval(some), detectable(k - 1, n - k),
    )  # fmt: skip


def permuted(groups: Sequence[ArrayLike], times: int = TIMES, seed: int = SEED) -> float:
    """The p of a permutation test of equal means: how often scores that are dealt to the groups at random differ as
    much as these, ``(b + 1) / (m + 1)`` of m deals (Phipson and Smyth 2010); never 0. Differences are ``Σ n(g) m(g)²``,
    which orders them as F does. The same seed gives the same p."""
    some = [np.asarray(one, dtype=float) for one in groups]
    scores, sizes = np.concatenate(some), np.array([len(one) for one in some])
    member = np.repeat(np.eye(len(sizes)), sizes, axis=0)
    scores = scores - scores.mean()

    def spread(dealt: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.asarray(((dealt @ member) ** 2 / sizes).sum(axis=1))

    dealt = np.random.default_rng(seed).permuted(np.tile(scores, (times, 1)), axis=1)
    least = float(spread(scores[None])[0])
    return (int((spread(dealt) >= least * (1 - 1e-9) - SMALLEST).sum()) + 1) / (times + 1)


def eta_interval(f: float, between: int, within: int, level: float = LEVEL) -> Interval:
    """The interval of eta squared, by F and its degrees of freedom: the noncentral F distributions of which F is just
    not too high or too low, ``λ / (λ + n)`` (Steiger 2004, Smithson 2001)."""
    tail, n = (1 - level) / 2, between + within + 1
    low, high = (_noncentral(f, between, within, one) for one in (1 - tail, tail))
    return Interval(low / (low + n), high / (high + n), level)


def epsilon_interval(
    groups: Sequence[ArrayLike], times: int = SAMPLES, seed: int = SEED, level: float = LEVEL
) -> Interval | None:
    """The interval of epsilon squared of the ranks: percentiles of what it is in bootstrap samples, each as large as
    its group (Efron and Tibshirani 1993, chapter 13). It cannot be below 0, so an interval near 0 does not say that
    there is a difference. None where a group has one score, which is the same in every sample. The same seed gives the
    same interval."""
    from scipy import stats

    some = [np.asarray(one, dtype=float) for one in groups]
    if min(map(len, some)) < 2:
        return None

    def epsilon(*drawn: np.ndarray[Any, Any], axis: int = -1) -> np.ndarray[Any, Any]:
        ranks = stats.rankdata(np.concatenate(drawn, axis=axis), axis=axis)
        ranks = ranks - ranks.mean(axis=axis, keepdims=True)
        parts = np.split(ranks, np.cumsum([one.shape[axis] for one in drawn])[:-1], axis=axis)
        between = sum(part.sum(axis=axis) ** 2 / part.shape[axis] for part in parts)
        within = (ranks**2).sum(axis=axis)
        return np.asarray(np.divide(between, within, out=np.zeros_like(within), where=within > 0))

    found = stats.bootstrap(
        some, epsilon, n_resamples=times, confidence_level=level, method="percentile", vectorized=True, rng=seed
    ).confidence_interval
    return Interval(float(found.low), float(found.high), level)


def detectable(between: int, within: int, power: float = 0.8, threshold: float = 0.05) -> float:
    """The eta squared that an analysis of variance finds with this power, at this threshold of p (Cohen 1988, 8.3)."""
    from scipy import stats

    needed = _noncentral(float(stats.f.isf(threshold, between, within)), between, within, 1 - power)
    return needed / (needed + between + within + 1)


def _noncentral(f: float, between: int, within: int, share: float) -> float:
    """The noncentrality of the F distribution that has this share below f; 0 where none has so little."""
    from scipy import optimize, stats

    def above(noncentrality: float) -> float:
        return float(stats.ncf.cdf(f, between, within, noncentrality)) - share

    if stats.f.cdf(f, between, within) <= share:
        return 0.0
    high = 1.0
    while above(high) > 0:
        high *= 2
    return float(optimize.brentq(above, 0, high))


def discovered(values: Sequence[float]) -> list[float]:
    """p values as they are when some findings may be chance, and but few of them: Benjamini and Hochberg's (1995). Of
    those under a threshold, that part at most is expected to be chance, for tests that do not depend on each other or
    do so in one direction."""
    from scipy import stats

    return [float(one) for one in stats.false_discovery_control(values)] if values else []


def holm(values: Sequence[float]) -> list[float]:
    """p values as they are when all of them are looked at: Holm's (1979), which holds however the tests depend on each
    other. In ascending order each is ``p (m - i)`` for i from 0, at least the one before and at most 1."""
    found, highest = [0.0] * len(values), 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=lambda one: values[one])):
        highest = max(highest, min(1.0, values[place] * (len(values) - rank)))
        found[place] = highest
    return found
