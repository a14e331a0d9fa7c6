"""A value that knows its unit, what it is of and how it was computed; its arithmetic is what means something."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import total_ordering
from math import isfinite
from numbers import Real
from typing import Any, NamedTuple, Self

from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits import additive
from kunnskapsstatus.exhibits.origin import Origin
from kunnskapsstatus.numbers import MOST_DECIMALS, PERCENT, decimals_of, exact, half_up

POINTS = "prosentpoeng"
SUM, DIFFERENCE, PRODUCT, RATIO, SHARE, PART, BASE = "sum", "difference", "product", "ratio", "share", "part", "base"
"""How a number is made of others: ``share`` is one as a percentage of another, ``part`` so many per cent of another,
``base`` the number of answers behind a percentage."""


class Made(NamedTuple):
    """How a number was computed, and of what: of other numbers, and of plain ones."""

    how: str
    parts: tuple[Any, ...] = ()


COMMON = 30_000
"""Fractions with smaller numbers below the line than this lie farther apart than :func:`exact` tells numbers apart."""


def simplest(value: float) -> float:
    """Of all numbers that are the same to :func:`exact`, the one that an expression would have: the decimal, else the
    common fraction, such as 2 / 3."""
    found = exact(value)
    if not isfinite(found) or round(found, MOST_DECIMALS) == found:
        return found
    near = float(Fraction(found).limit_denominator(COMMON))
    return near if exact(near) == found else found


@total_ordering
@dataclass(frozen=True, eq=False, repr=False)
class Quantity:
    """A value with its unit, its decimals, and the observations that it comes from.

    Quantities add, subtract and divide; percentages subtract to percentage points. Those of different units, or from
    different parts of a broken series, neither add, subtract nor have an order, and what no source could give is not
    added up. Two are equal when value and unit are; a plain number has any unit. What counting in binary adds to a
    value is no part of it: neither where it is shown, nor where it is compared.
    """

    value: float
    decimals: int = 0
    unit: str = ""
    origins: tuple[Origin, ...] = ()
    series: str = ""
    qualifier: str = ""
    made: Made | None = None
    terms: additive.Terms = field(default_factory=dict)
    """Of what it is a sum and a difference, each so many times: what :mod:`additive` tells whether it adds up by."""

    def __float__(self) -> float:
        return float(self.value)

    def __round__(self, ndigits: int | None = None) -> Self:
        return replace(self, value=float(half_up(self._exact, ndigits or 0)), decimals=max(ndigits or 0, 0))

    @property
    def _exact(self) -> float:
        return exact(self.value)

    def __hash__(self) -> int:
        return hash(simplest(self.value))  # that of the plain number that it is equal to

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Quantity):
            return self._like(other) and self._exact == self._of_same_part(other)._exact
        return self._exact == exact(float(other)) if isinstance(other, Real) else NotImplemented

    def __lt__(self, other: Quantity | float) -> bool:
        return self._exact < (self._met(other)._exact if isinstance(other, Quantity) else exact(real(self, other)))

    def meets(self, other: Quantity) -> bool:
        """Whether the two may be compared, added and subtracted: of the same unit, and not on both sides of a break."""
        return self._like(other) and not self._parted(other)

    def _like(self, other: Quantity) -> bool:
        """Whether the units are the same. What has none goes with all, but a count: it counts what it is of. What a
        plain number is taken from may be per cent or percentage points."""
        if {self.unit, other.unit} == {PERCENT, POINTS}:
            return self._shifted or other._shifted
        return self.unit == other.unit or any(not (one.unit or additive.counts(one.terms)) for one in (self, other))

    @property
    def _shifted(self) -> bool:
        """Whether a plain number has been added to it or taken away."""
        made = self.made or Made("")
        return made.how in (SUM, DIFFERENCE) and not all(isinstance(part, Quantity) for part in made.parts)

    def _parted(self, other: Quantity) -> bool:
        """Whether the two are on different sides of a break."""
        return bool(self.series and other.series) and self.series != other.series

    def _met(self, other: Quantity, *, points: bool = False) -> Quantity:
        """The other number, if the two meet; with ``points``, per cent and percentage points do too.

        Raises
        ------
        LookupFailed
            For different units, or different parts of a broken series.
        """
        if not (self._like(other) or (points and {self.unit, other.unit} == {PERCENT, POINTS})):
            cause = f"{self} and {other} have different units"
            raise LookupFailed(cause, remedy="Compare, add and subtract only what is counted in the same unit.")
        return self._of_same_part(other)

    def _of_same_part(self, other: Quantity | float) -> Quantity:
        """The other number, if it is not on another side of a break; its unit may be another."""
        other = other if isinstance(other, Quantity) else Quantity(real(self, other), decimals_of(other))
        if self._parted(other):
            raise LookupFailed(
                f"{self} and {other} are on different sides of a break in the series",
                remedy="Do not compare or subtract them; compare within one part, or say only that both are so.",
            )
        return other

    def _combine(
        self, made: Made, value: float, unit: str, decimals: int | None = None, terms: additive.Terms | None = None
    ) -> Self:
        """The result of arithmetic: the origins of all its parts, and by default the finest decimals of its numbers.
        Of a plain number it has as many decimals more as the result needs."""
        both = tuple(part for part in made.parts if isinstance(part, Quantity))
        origins = tuple(dict.fromkeys(origin for number in both for origin in number.origins))
        series = next((number.series for number in both if number.series), "")
        written = max((decimals_of(part) for part in made.parts if not isinstance(part, Quantity)), default=0)
        finest = max(number.decimals for number in both)
        places = max(finest, min(written, decimals_of(value))) if decimals is None else decimals
        return type(self)(value, places, unit, origins, series, made=made, terms=terms or {})

    def __sub__(self, other: Quantity | float) -> Self:
        made = Made(DIFFERENCE, (self, other))
        if not isinstance(other, Quantity):
            return self._combine(made, self.value - real(self, other), self.unit, terms=self.terms)
        self._must_add(other, -1)
        terms = additive.plus(self.terms, other.terms, -1)
        one_sided = len({count > 0 for count in terms.values()}) == 1  # a rest of all, and no difference of two
        points = self.unit == other.unit == PERCENT and not one_sided
        unit = POINTS if points else self.unit or other.unit
        return self._combine(made, self.value - self._met(other, points=True).value, unit, terms=terms)

    def __add__(self, other: Quantity | float) -> Self:
        made = Made(SUM, (self, other))
        if not isinstance(other, Quantity):
            return self._combine(made, self.value + real(self, other), self.unit, terms=self.terms)
        self._must_add(other)
        unit = PERCENT if PERCENT in (self.unit, other.unit) else self.unit or other.unit
        terms = additive.plus(self.terms, other.terms)
        return self._combine(made, self.value + self._met(other, points=True).value, unit, terms=terms)

    def _must_add(self, other: Quantity, times: float = 1) -> None:
        """Nothing, if the other can be added to this number, or with ``times=-1`` taken away from it.

        Raises
        ------
        LookupFailed
            For shares that are no parts of one whole, averages of different groups, and counts of different things.
        """
        if fault := additive.fault(self.terms, other.terms, times):
            raise LookupFailed(f"{self} and {other} {fault}", remedy=additive.REMEDY)

    def __radd__(self, other: float) -> Self:
        return self + other

    def __rsub__(self, other: float) -> Self:
        made, terms = Made(DIFFERENCE, (other, self)), additive.scaled(self.terms, -1)
        return self._combine(made, real(self, other) - self.value, self.unit, terms=terms)

    def __mul__(self, other: Quantity | float) -> Self:
        made = Made(PRODUCT, (self, other))
        if not isinstance(other, Quantity):
            times = real(self, other)
            return self._combine(made, self.value * times, self.unit, terms=additive.scaled(self.terms, times))
        unit = self.unit or other.unit
        if self.unit and other.unit:
            raise LookupFailed(
                f"{self} times {other} is counted in no unit that there is",
                remedy="Multiply by a number without a unit; a part of a whole is share.of(whole).",
            )
        unit = "" if unit in (PERCENT, POINTS) else unit  # so many per cent of a count is no longer per cent
        value = self.value * self._of_same_part(other).value
        return self._combine(made, value, unit, max(self.decimals, min(other.decimals, decimals_of(value))))

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | float) -> Self:
        made = Made(RATIO, (self, other))
        if not isinstance(other, Quantity):
            by = self._divided_by(other)
            return self._combine(made, self.value / by, self.unit, 1, additive.scaled(self.terms, 1 / by))
        unit = "" if self.unit in (other.unit, PERCENT, POINTS) else self.unit  # kroner to a head are kroner
        return self._combine(made, self.value / self._divided_by(self._divisor(other)), unit, 1)

    def __rtruediv__(self, other: float) -> Self:
        whole = type(self)(real(self, other), decimals_of(other))
        return self._combine(Made(RATIO, (other, self)), whole.value / whole._divided_by(self), "", 1)

    def _divided_by(self, other: Quantity | float) -> float:
        """The value of a number that this is divided by.

        Raises
        ------
        LookupFailed
            Where it is zero: tells which number that is, and where it stands.
        """
        value = other.value if isinstance(other, Quantity) else real(self, other)
        if exact(value):
            return value
        origin = next(iter(other.origins), None) if isinstance(other, Quantity) else None
        which = f"{other}" + (f" ({origin.place})" if origin else "")
        raise LookupFailed(
            f"{self} cannot be divided by {which}, nor be a share of it: that is zero",
            file=origin.file if origin else "",
            line=(origin.line or None) if origin else None,
            remedy="Tell of the numbers themselves, or divide only where there is something: if n > 0.",
        )

    def _divisor(self, other: Quantity | float) -> Quantity:
        """The other number, if this can be divided by it: a count can by a percentage, which gives its whole.

        Raises
        ------
        LookupFailed
            For different units, for a count divided by what has another unit, and across a break in the series.
        """
        other = self._of_same_part(other)
        same, whole = self.unit and self._like(other), not self.unit and other.unit == PERCENT
        if other.unit and not (same or whole):
            raise LookupFailed(
                f"{self} divided by {other} is counted in no unit that there is",
                remedy="Divide by a number of the same unit, or by one without a unit.",
            )
        return other

    def __abs__(self) -> Self:
        return -self if self.value < 0 else self

    def __neg__(self) -> Self:
        return replace(self, value=-self.value, terms=additive.scaled(self.terms, -1))

    def of(self, whole: Quantity | float) -> Self:
        """So many per cent of a whole, in the unit of the whole.

        Raises
        ------
        LookupFailed
            When this is no percentage.
        """
        if self.unit != PERCENT:
            cause = f"{self} is no percentage"
            raise LookupFailed(cause, remedy="Only a percentage is of a whole: multiply by a plain number instead.")
        whole = self._of_same_part(whole)
        made = Made(PART, (self, whole))
        terms = additive.part(self.terms, self.value, whole.terms, whole.value)
        return self._combine(made, self.value * whole.value / 100, whole.unit, whole.decimals, terms)

    def percent_of(self, whole: Quantity | float) -> Self:
        """This number as a percentage of another, of the same unit.

        Raises
        ------
        LookupFailed
            For different units, for a whole that is zero, and for answers of those who may have several, added up: they
            are a share of nobody.
        """
        made = Made(SHARE, (self, whole))
        value = self._divided_by(self._met(whole) if isinstance(whole, Quantity) else whole)
        of = whole.terms if isinstance(whole, Quantity) else {}
        if fault := additive.overlap(self.terms, of):
            raise LookupFailed(f"{self} is a sum of numbers that {fault}", remedy=additive.REMEDY)
        terms = additive.shares(self.terms, tuple(of.items()) or value)
        return self._combine(made, 100 * self.value / value, PERCENT, 0, terms)


def real(number: Quantity, other: object) -> float:
    """A plain number that is put together with a quantity. Raises TypeError for what is none."""
    if isinstance(other, bool) or not isinstance(other, Real):
        raise TypeError(f"{number} and {other!r} do not go together: {other!r} is no number")
    return float(other)
