"""As many decimals as a comparison needs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.numbers import decimals_of, exact, half_up

MOST = 9
"""Numbers that differ by less are the same: see :func:`kunnskapsstatus.numbers.exact`."""


def as_number(value: float) -> Number:
    """A plain number with the decimals that it is written with, at most two."""
    return Number(exact(float(value)), decimals_of(value))


def alike(numbers: Iterable[Number]) -> list[Number]:
    """Numbers that are compared, all with the same decimals: the most that any of them has, and more where two that
    differ would read the same."""
    known = list(numbers)
    values = sorted({exact(number.value) for number in known})
    decimals = max((number.decimals for number in known), default=0)
    while decimals < MOST and any(half_up(a, decimals) == half_up(b, decimals) for a, b in pairwise(values)):
        decimals += 1
    return [number.with_decimals(decimals) for number in known]
