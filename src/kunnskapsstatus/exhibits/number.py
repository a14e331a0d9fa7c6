"""A number in a sentence: its value, how it reads in Norwegian, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import total_ordering
from numbers import Real
from typing import NamedTuple

from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits import additive
from kunnskapsstatus.exhibits.origin import Origin
from kunnskapsstatus.numbers import NBSP, PERCENT, english_number, format_number, half_up

POINTS = "prosentpoeng"
ENGLISH = {
    PERCENT: "per\u00a0cent",
    POINTS: "percentage\u00a0points",
    "kroner": "kroner",
    "millioner kroner": "million\u00a0kroner",
    "kilometer": "kilometres",
    "døgn": "nights",
    "omkring": "about",
    "over": "over",
    "under": "under",
    "i underkant av": "just\u00a0under",
}
"""Units and hedges in English."""
MOST_ORIGINS = 3
"""So many places tell where a number is from."""
FRACTIONS = ("0", "1/10", "1/5", "1/4", "1/3", "2/5", "1/2", "3/5", "2/3", "3/4", "4/5", "9/10", "1")
"""The fractions that a sentence would name."""


@dataclass(frozen=True)
class Finding:
    """Whether something holds, and the numbers that decide it: a reader can see what was checked."""

    holds: bool
    numbers: tuple[Number, ...]

    def __bool__(self) -> bool:
        return self.holds


SUM, DIFFERENCE, PRODUCT, RATIO, SHARE, PART, BASE = "sum", "difference", "product", "ratio", "share", "part", "base"
"""How a number is made of others: ``share`` is one as a percentage of another, ``part`` so many per cent of another,
``base`` the number of answers behind a percentage."""


class Made(NamedTuple):
    """How a number was computed, and of what."""

    how: str
    parts: tuple[Number | float, ...] = ()


def exact(value: float) -> float:
    """A value without what counting in binary adds to it."""
    return round(float(f"{value:.12g}"), 9)


@total_ordering
@dataclass(frozen=True, eq=False, repr=False)
class Number:
    """A number that remembers its unit, its decimals, and the observations that it comes from.

    Numbers add, subtract and divide; percentages subtract to percentage points. Numbers of different units, or from
    different parts of a broken series, neither add, subtract nor have an order. Two numbers are equal when value and
    unit are; a plain number has any unit.
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

    def __str__(self) -> str:
        return self.bare + (NBSP + self.unit if self.unit else "")

    def __repr__(self) -> str:
        places = [f"{origin.sentence()} ({origin.file}:{origin.line})" for origin in self.origins[:MOST_ORIGINS]]
        more = [f"and {len(self.origins) - MOST_ORIGINS} more"] if len(self.origins) > MOST_ORIGINS else []
        return f"<{' '.join([str(self), *(['from'] if places else []), *places, *more])}>"

    @property
    def bare(self) -> str:
        """The number without its unit: ``86``."""
        return format_number(self.value, self.decimals)

    @property
    def qualified(self) -> Number:
        """The number as the source hedges it: ``omkring 7 prosent``."""
        return _Hedged(**self.__dict__) if self.qualifier else self

    @property
    def english(self) -> Number:
        """The same number as English has it: ``1,842``, ``40.7 per cent``.

        Raises
        ------
        LookupFailed
            For a unit or a hedge that has no English here.
        """
        hedge = self.qualifier if isinstance(self, _Hedged) else ""
        words = [ENGLISH.get(word, "") if word else None for word in (hedge, self.unit)]
        if "" in words:
            raise LookupFailed(f"{self} has no English", remedy="Add its unit or its hedge to ENGLISH.")
        said = filter(None, (words[0], english_number(self.value, self.decimals), words[1]))
        return _English(**{**self.__dict__, "said": NBSP.join(said)})

    def with_decimals(self, decimals: int) -> Number:
        """The same number shown with so many decimals."""
        return replace(self, decimals=decimals)

    @property
    def whole(self) -> Number:
        """The same number shown without decimals."""
        return self.with_decimals(0)

    def __float__(self) -> float:
        return float(self.value)

    def __round__(self, ndigits: int | None = None) -> Number:
        return replace(self, value=float(half_up(self.value, ndigits or 0)), decimals=max(ndigits or 0, 0))

    @property
    def _exact(self) -> float:
        """Equal numbers have the same, and so the same hash."""
        return exact(self.value)

    def __hash__(self) -> int:
        return hash(self._exact)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Number):
            return self._like(other) and self._exact == self._of_same_part(other)._exact
        return bool(self._exact == other) if isinstance(other, Real) else NotImplemented

    def __lt__(self, other: Number | float) -> bool:
        return self._exact < (self._met(other)._exact if isinstance(other, Number) else _plain(self, other))

    def meets(self, other: Number) -> bool:
        """Whether the two may be compared, added and subtracted: of the same unit, and not on both sides of a break."""
        return self._like(other) and not self._parted(other)

    def _like(self, other: Number) -> bool:
        """Whether the units are the same. What has none goes with all, but a count: it counts what it is of. What a
        plain number is taken from may be per cent or percentage points."""
        if {self.unit, other.unit} == {PERCENT, POINTS}:
            return self._shifted or other._shifted
        return self.unit == other.unit or any(not (one.unit or additive.counts(one.terms)) for one in (self, other))

    @property
    def _shifted(self) -> bool:
        """Whether a plain number has been added to it or taken away."""
        made = self.made or Made("")
        return made.how in (SUM, DIFFERENCE) and not all(isinstance(part, Number) for part in made.parts)

    def _parted(self, other: Number) -> bool:
        """Whether the two are on different sides of a break."""
        return bool(self.series and other.series) and self.series != other.series

    def _met(self, other: Number, *, points: bool = False) -> Number:
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

    def _of_same_part(self, other: Number | float) -> Number:
        """The other number, if it is not on another side of a break; its unit may be another."""
        other = other if isinstance(other, Number) else Number(_plain(self, other))
        if self._parted(other):
            raise LookupFailed(
                f"{self} and {other} are on different sides of a break in the series",
                remedy="Do not compare or subtract them; compare within one part, or say only that both are so.",
            )
        return other

    def _combine(
        self, made: Made, value: float, unit: str, decimals: int | None = None, terms: additive.Terms | None = None
    ) -> Number:
        """The result of arithmetic: the origins of all its parts, and by default the finest decimals."""
        both = tuple(part for part in made.parts if isinstance(part, Number))
        origins = tuple(dict.fromkeys(origin for number in both for origin in number.origins))
        series = next((number.series for number in both if number.series), "")
        places = max(number.decimals for number in both) if decimals is None else decimals
        return Number(value, places, unit, origins, series, made=made, terms=terms or {})

    def __sub__(self, other: Number | float) -> Number:
        made = Made(DIFFERENCE, (self, other))
        if not isinstance(other, Number):
            return self._combine(made, self.value - _plain(self, other), self.unit, terms=self.terms)
        self._must_add(other, -1)
        terms = additive.plus(self.terms, other.terms, -1)
        one_sided = len({count > 0 for count in terms.values()}) == 1  # a rest of all, and no difference of two
        points = self.unit == other.unit == PERCENT and not one_sided
        unit = POINTS if points else self.unit or other.unit
        return self._combine(made, self.value - self._met(other, points=True).value, unit, terms=terms)

    def __add__(self, other: Number | float) -> Number:
        made = Made(SUM, (self, other))
        if not isinstance(other, Number):
            return self._combine(made, self.value + _plain(self, other), self.unit, terms=self.terms)
        self._must_add(other)
        unit = PERCENT if PERCENT in (self.unit, other.unit) else self.unit or other.unit
        terms = additive.plus(self.terms, other.terms)
        return self._combine(made, self.value + self._met(other, points=True).value, unit, terms=terms)

    def _must_add(self, other: Number, times: float = 1) -> None:
        """Nothing, if the other can be added to this number, or with ``times=-1`` taken away from it.

        Raises
        ------
        LookupFailed
            For shares that are no parts of one whole, averages of different groups, and counts of different things.
        """
        if fault := additive.fault(self.terms, other.terms, times):
            raise LookupFailed(f"{self} and {other} {fault}", remedy=additive.REMEDY)

    def __radd__(self, other: float) -> Number:
        return self + other

    def __rsub__(self, other: float) -> Number:
        made, terms = Made(DIFFERENCE, (other, self)), additive.scaled(self.terms, -1)
        return self._combine(made, _plain(self, other) - self.value, self.unit, terms=terms)

    def __mul__(self, other: Number | float) -> Number:
        made = Made(PRODUCT, (self, other))
        if not isinstance(other, Number):
            times = _plain(self, other)
            return self._combine(made, self.value * times, self.unit, self.decimals, additive.scaled(self.terms, times))
        unit = self.unit or other.unit
        if self.unit and other.unit:
            raise LookupFailed(
                f"{self} times {other} is counted in no unit that there is",
                remedy="Multiply by a number without a unit; a part of a whole is share.of(whole).",
            )
        unit = "" if unit in (PERCENT, POINTS) else unit  # so many per cent of a count is no longer per cent
        return self._combine(made, self.value * self._of_same_part(other).value, unit, self.decimals)

    __rmul__ = __mul__

    def __truediv__(self, other: Number | float) -> Number:
        made = Made(RATIO, (self, other))
        if not isinstance(other, Number):
            by = _plain(self, other)
            return self._combine(made, self.value / by, self.unit, 1, additive.scaled(self.terms, 1 / by))
        unit = "" if self.unit in (other.unit, PERCENT, POINTS) else self.unit  # kroner to a head are kroner
        return self._combine(made, self.value / self._divisor(other).value, unit, 1)

    def _divisor(self, other: Number | float) -> Number:
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

    def __abs__(self) -> Number:
        return -self if self.value < 0 else self

    def __neg__(self) -> Number:
        return replace(self, value=-self.value, terms=additive.scaled(self.terms, -1))

    def of(self, whole: Number | float) -> Number:
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

    def percent_of(self, whole: Number | float) -> Number:
        """This number as a percentage of another, of the same unit.

        Raises
        ------
        LookupFailed
            For different units, and for answers of those who may have several, added up: they are a share of nobody.
        """
        made = Made(SHARE, (self, whole))
        value = self._met(whole).value if isinstance(whole, Number) else _plain(self, whole)
        of = whole.terms if isinstance(whole, Number) else {}
        if fault := additive.overlap(self.terms, of):
            raise LookupFailed(f"{self} is a sum of numbers that {fault}", remedy=additive.REMEDY)
        terms = additive.shares(self.terms, tuple(of.items()) or value)
        return self._combine(made, 100 * self.value / value, PERCENT, 0, terms)

    def about(self, other: Number | float, within: float | None = None) -> Finding:
        """Whether it is near another number: ``within`` so much, by default three percentage points of a percentage,
        else a twentieth of the other."""
        goal = self._met(other).value if isinstance(other, Number) else _plain(self, other)
        room = within if within is not None else 3.0 if self.unit in (PERCENT, POINTS) else abs(goal) / 20
        return self._finding(round(abs(self.value - goal), 9) <= room, other)

    def about_half(self, of: Number | float | None = None) -> Finding:
        """Whether a half is the common fraction nearest to it. ``of`` is the whole, which a percentage need not have.

        So for the other fractions: each holds where no other of :data:`FRACTIONS` is nearer.
        """
        return self._is_fraction("1/2", of)

    def about_third(self, of: Number | float | None = None) -> Finding:
        """Whether a third is the common fraction nearest to it."""
        return self._is_fraction("1/3", of)

    def about_two_thirds(self, of: Number | float | None = None) -> Finding:
        """Whether two thirds is the common fraction nearest to it."""
        return self._is_fraction("2/3", of)

    def about_quarter(self, of: Number | float | None = None) -> Finding:
        """Whether a quarter is the common fraction nearest to it."""
        return self._is_fraction("1/4", of)

    def about_three_quarters(self, of: Number | float | None = None) -> Finding:
        """Whether three quarters is the common fraction nearest to it."""
        return self._is_fraction("3/4", of)

    def about_fifth(self, of: Number | float | None = None) -> Finding:
        """Whether a fifth is the common fraction nearest to it."""
        return self._is_fraction("1/5", of)

    def almost_all(self, of: Number | float | None = None) -> Finding:
        """Whether it is more than nine tenths, and not all."""
        return self._finding(0.9 < self._fraction(of) < 1, of)

    def about_twice(self, other: Number | float) -> Finding:
        """Whether it is twice another, give or take a tenth of that."""
        return self._finding(abs((self / other).value - 2) <= 0.2, other)

    def can_be_of(self, whole: Number | float) -> Finding:
        """Whether a whole number of ``whole`` cases, rounded as this percentage is, gives it: 26 per cent is not of 44.

        Raises
        ------
        LookupFailed
            When this is no percentage.
        """
        cases = round(float(whole))
        near = round(float(self.of(cases)))  # what rounds to a percentage is next to what it is of
        shares = (100 * n / cases for n in (near - 1, near, near + 1) if 0 <= n <= cases)
        found = any(half_up(share, self.decimals) == half_up(self.value, self.decimals) for share in shares)
        return self._finding(found, whole)

    def _fraction(self, of: Number | float | None) -> float:
        if of is not None:
            return (self / of).value
        if self.unit != PERCENT:
            raise LookupFailed(f"{self} is no percentage", remedy="Say what it is a part of: about_half(of=whole).")
        return self.value / 100

    def _is_fraction(self, name: str, of: Number | float | None) -> Finding:
        share = self._fraction(of)
        return self._finding(min(FRACTIONS, key=lambda known: abs(float(Fraction(known)) - share)) == name, of)

    def _finding(self, holds: bool, other: Number | float | None) -> Finding:
        return Finding(holds, (self, other) if isinstance(other, Number) else (self,))


class _Hedged(Number):
    def __str__(self) -> str:
        return f"{self.qualifier}{NBSP}{super().__str__()}"


@dataclass(frozen=True, eq=False, repr=False)
class _English(Number):
    said: str = ""

    def __str__(self) -> str:
        return self.said


def _plain(number: Number, other: object) -> float:
    if isinstance(other, bool) or not isinstance(other, Real):
        raise TypeError(f"{number} and {other!r} do not go together: {other!r} is no number")
    return float(other)
