"""A number in a sentence: how it reads in Norwegian and in English, and what a sentence says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.quantity import POINTS, Quantity, real
from kunnskapsstatus.numbers import MINUS, NBSP, PERCENT, english_number, exact, format_number, half_up, unit_of

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
ENGLISH_SINGULAR = {
    "percentage\u00a0points": "percentage\u00a0point", "kroner": "krone", "kilometres": "kilometre", "nights": "night",
}  # fmt: skip
"""Units of one alone, where that is another word."""
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


@dataclass(frozen=True, eq=False, repr=False)
class Number(Quantity):
    """A quantity that stands in a sentence, with the hedge of its source and in English where it is asked for so."""

    _hedged: bool = False
    _in_english: bool = False

    def __str__(self) -> str:
        hedge = self._word(self.qualifier) if self._hedged else ""
        return NBSP.join(filter(None, (hedge, self.bare, self._unit_word)))

    def __repr__(self) -> str:
        places = [f"{origin.sentence()} ({origin.file}:{origin.line})" for origin in self.origins[:MOST_ORIGINS]]
        more = [f"and {len(self.origins) - MOST_ORIGINS} more"] if len(self.origins) > MOST_ORIGINS else []
        return f"<{' '.join([str(self), *(['from'] if places else []), *places, *more])}>"

    @property
    def bare(self) -> str:
        """The number without its unit: ``86``."""
        return (english_number if self._in_english else format_number)(exact(self.value), self.decimals)

    @property
    def qualified(self) -> Number:
        """The number as the source hedges it: ``omkring 7 prosent``."""
        return replace(self, _hedged=True)

    @property
    def english(self) -> Number:
        """The same number as English has it: ``1,842``, ``40.7 per cent``.

        Raises
        ------
        LookupFailed
            For a unit or a hedge that has no English here.
        """
        found = replace(self, _in_english=True)
        str(found)
        return found

    @property
    def _unit_word(self) -> str:
        """Its unit as it stands after it, of one alone or of several."""
        if not self._in_english:
            return unit_of(self.unit, self.value, self.decimals)
        word = self._word(self.unit)
        return ENGLISH_SINGULAR.get(word, word) if self.bare.removeprefix(MINUS) == "1" else word

    def _word(self, word: str) -> str:
        """A unit or a hedge in the number's language."""
        if word and self._in_english and word not in ENGLISH:
            cause = f"{replace(self, _in_english=False)} has no English"
            raise LookupFailed(cause, remedy="Add its unit or its hedge to ENGLISH.")
        return ENGLISH.get(word, word) if self._in_english else word

    def with_decimals(self, decimals: int) -> Number:
        """The same number shown with so many decimals."""
        return replace(self, decimals=decimals)

    @property
    def whole(self) -> Number:
        """The same number shown without decimals."""
        return self.with_decimals(0)

    def about(self, other: Number | float, within: float | None = None) -> Finding:
        """Whether it is near another number: ``within`` so much, by default three percentage points of a percentage,
        else a twentieth of the other."""
        goal = self._met(other).value if isinstance(other, Number) else real(self, other)
        room = within if within is not None else 3.0 if self.unit in (PERCENT, POINTS) else abs(goal) / 20
        return self._finding(exact(abs(self.value - goal)) <= exact(room), other)

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
        return self._finding(0.9 < exact(self._fraction(of)) < 1, of)

    def about_twice(self, other: Number | float) -> Finding:
        """Whether it is twice another, give or take a tenth of that."""
        return self._finding(exact(abs((self / other).value - 2)) <= 0.2, other)

    def can_be_of(self, whole: Number | float) -> Finding:
        """Whether a whole number of ``whole`` cases, rounded as this percentage is, gives it: 26 per cent is not of 44.

        Raises
        ------
        LookupFailed
            When this is no percentage, and for no cases.
        """
        cases = round(self._divided_by(whole))
        near = round(float(self.of(cases)))  # what rounds to a percentage is next to what it is of
        shares = (100 * n / max(cases, 1) for n in (near - 1, near, near + 1) if 0 <= n <= cases)
        own = half_up(exact(self.value), self.decimals)
        found = any(half_up(exact(share), self.decimals) == own for share in shares)
        return self._finding(found, whole)

    def _fraction(self, of: Number | float | None) -> float:
        if of is not None:
            return (self / of).value
        if self.unit != PERCENT:
            raise LookupFailed(f"{self} is no percentage", remedy="Say what it is a part of: about_half(of=whole).")
        return self.value / 100

    def _is_fraction(self, name: str, of: Number | float | None) -> Finding:
        share = self._fraction(of)
        far = {known: exact(abs(float(Fraction(known)) - share)) for known in FRACTIONS}
        return self._finding(far[name] == min(far.values()), of)

    def _finding(self, holds: bool, other: Number | float | None) -> Finding:
        return Finding(holds, (self, other) if isinstance(other, Number) else (self,))
