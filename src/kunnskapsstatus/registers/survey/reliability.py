"""Cronbach's alpha of a scale, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kunnskapsstatus.registers.survey.estimates import LEVEL, Interval


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of k statements that n centres have answered, all of them, with its interval."""

    n: int
    statements: int
    alpha: float
    interval: Interval


def alpha(points: pd.DataFrame, level: float = LEVEL) -> Alpha | None:
    """Cronbach's alpha of points, a row a centre and a column a statement; None of fewer than two statements or
    centres, or where all centres have the same sum.

    ``k / (k - 1) (1 - Σ s²(statement) / s²(sum))`` (Cronbach 1951), of the centres that have points of each statement.
    The interval is exact for normal answers that are equally related (Feldt 1965; Feldt, Woodruff and Salih 1987):
    ``(1 - α) / (1 - a)`` is distributed as F with n - 1 and (n - 1)(k - 1) degrees of freedom. Answers from 0 to 2 are
    not normal; it is then nearly right.
    """
    from scipy import stats

    whole = points.dropna()
    n, k = whole.shape
    if n < 2 or k < 2:
        return None
    of_sum = float(whole.sum(axis=1).var())
    if of_sum < 1e-12:
        return None
    found = k / (k - 1) * (1 - float(whole.var().sum()) / of_sum)
    tail, degrees = (1 - level) / 2, (n - 1, (n - 1) * (k - 1))
    low, high = (1 - (1 - found) * float(stats.f.isf(one, *degrees)) for one in (tail, 1 - tail))
    return Alpha(n, k, found, Interval(low, high, level))
