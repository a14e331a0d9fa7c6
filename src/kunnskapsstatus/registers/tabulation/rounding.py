"""Rounding: of the exact value, once, at the end."""

from __future__ import annotations

from fractions import Fraction

from kunnskapsstatus.registers.tabulation.settings import Settings


def rounded(value: Fraction, decimals: int, settings: Settings) -> float:
    """A value with so many decimals, by the rule of the edition. Halves go away from zero, or to the even digit; in two
    steps 93.478 is 93.5 and then 94."""
    if settings.rounding == "half-even":
        return float(round(value, decimals))
    if settings.rounding == "half-up-twice":
        value = _half_up(value, decimals + 1)
    return float(_half_up(value, decimals))


def _half_up(value: Fraction, decimals: int) -> Fraction:
    one = 10**decimals
    whole = (2 * abs(value.numerator) * one + value.denominator) // (2 * value.denominator)
    return Fraction(whole if value >= 0 else -whole, one)
