"""A number in a sentence: its value, how it reads in Norwegian, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import total_ordering
from typing import Any

from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.numbers import NBSP, SYMBOLS, format_number, half_up

PERCENT, POINTS = "prosent", "prosentpoeng"


@dataclass(frozen=True)
class Origin:
    """Where a number is from: exhibit, printed id, what it is of, source, file and line."""

    exhibit: str
    place: str
    source: str
    file: str
    line: int
    reservation: str = ""

    def sentence(self) -> str:
        """The origin in words, for a reader."""
        source = self.source if self.source.startswith("http") else self.source[:1].upper() + self.source[1:]
        return ". ".join(part.rstrip(".") for part in (self.place, source, self.reservation) if part) + "."


@total_ordering
@dataclass(frozen=True, eq=False)
class Number:
    """A number that remembers its unit, its decimals, and the observations that it comes from.

    Numbers add, subtract and divide; percentages subtract to percentage points. Numbers from different parts of a broken series
    neither subtract nor compare.
    """

    value: float
    decimals: int = 0
    unit: str = ""
    origins: tuple[Origin, ...] = field(default=(), repr=False)
    series: str = ""
    qualifier: str = ""

    def __str__(self) -> str:
        return self.bare + (NBSP + self.unit if self.unit else "")

    __repr__ = __str__

    @property
    def bare(self) -> str:
        """The number without its unit: ``86``."""
        return format_number(self.value, self.decimals)

    @property
    def qualified(self) -> Number:
        """The number as the source hedges it: ``omkring 7 prosent``."""
        return _Hedged(**self.__dict__) if self.qualifier else self

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

    def __hash__(self) -> int:
        return hash((self.value, self.unit))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Number | int | float):
            return NotImplemented
        return math.isclose(self.value, self._comparable(other), rel_tol=1e-9, abs_tol=1e-9)

    def __lt__(self, other: Number | float) -> bool:
        return self.value < self._comparable(other) and not self == other

    def _comparable(self, other: Number | float) -> float:
        if (
            isinstance(other, Number)
            and self.unit
            and other.unit
            and self.unit != other.unit
            and {self.unit, other.unit} != {PERCENT, POINTS}
        ):
            raise LookupFailed(
                f"{self} and {other} have different units",
                remedy="Compare, add and subtract only what is counted in the same unit.",
            )
        return self._same_part(other)

    def _same_part(self, other: Number | float) -> float:
        if isinstance(other, str):
            raise TypeError(f"{self} and the text {other!r} do not compare")
        if not isinstance(other, Number):
            return float(other)
        if self.series != other.series and self.series and other.series:
            raise LookupFailed(
                f"{self} and {other} are on different sides of a break in the series",
                remedy="Do not compare or subtract them; compare within one part, or say only that both are so.",
            )
        return other.value

    def _combine(self, other: Number | float, value: float, unit: str, decimals: int) -> Number:
        origins = self.origins + (other.origins if isinstance(other, Number) else ())
        series = self.series or (other.series if isinstance(other, Number) else "")
        return Number(value, decimals, unit, tuple(dict.fromkeys(origins)), series)

    def _places(self, other: Number | float) -> int:
        return max(self.decimals, other.decimals) if isinstance(other, Number) else self.decimals

    def __sub__(self, other: Number | float) -> Number:
        unit = POINTS if isinstance(other, Number) and self.unit == other.unit == PERCENT else self.unit
        return self._combine(other, self.value - self._comparable(other), unit, self._places(other))

    def __add__(self, other: Number | float) -> Number:
        unit = PERCENT if isinstance(other, Number) and other.unit == PERCENT else self.unit
        return self._combine(other, self.value + self._comparable(other), unit, self._places(other))

    def __radd__(self, other: float) -> Number:
        return self + other

    def __rsub__(self, other: float) -> Number:
        return self._combine(other, other - self.value, self.unit, self.decimals)

    def __mul__(self, other: Number | float) -> Number:
        return self._combine(other, self.value * self._same_part(other), self.unit, self.decimals)

    __rmul__ = __mul__

    def __truediv__(self, other: Number | float) -> Number:
        return self._combine(
            other, self.value / self._same_part(other), "" if isinstance(other, Number) else self.unit, 1
        )

    def __abs__(self) -> Number:
        return replace(self, value=abs(self.value))

    def __neg__(self) -> Number:
        return replace(self, value=-self.value)

    def percent_of(self, whole: Number) -> Number:
        """This number as a percentage of another."""
        return self._combine(whole, 100 * self.value / self._same_part(whole), PERCENT, 0)

    def payload(self) -> dict[str, Any]:
        """What the book shows: text, value and where it is from."""
        return {
            "text": str(self),
            "value": self.value,
            "unit": self.unit,
            "origins": [{**origin.__dict__, "sentence": origin.sentence()} for origin in self.origins],
            "files": sorted({origin.file for origin in self.origins}),
        }


class _Hedged(Number):
    def __str__(self) -> str:
        return f"{self.qualifier}{NBSP}{super().__str__()}"

    __repr__ = __str__


def missing(symbol: str, what: str, place: Mapping[str, Any]) -> LookupFailed:
    """The error for a number that the source does not give."""
    reason = SYMBOLS.get(symbol, "cellen er tom i kilden")
    return LookupFailed(
        f"{what} has no value: {symbol or 'empty'} ({reason})",
        file=place["file"],
        line=int(place["line"]),
        remedy="Leave the number out.",
    )
