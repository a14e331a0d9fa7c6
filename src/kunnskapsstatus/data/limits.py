"""What a value can be: years, whole counts, and the sign and the size of a measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 1978
"""The first crisis shelter opened in 1978."""
LARGEST = 1e9


@dataclass(frozen=True)
class Limits:
    """What a measure's values lie between, and whether they are whole."""

    lowest: float = -LARGEST
    highest: float = LARGEST
    whole: bool = False

    def __str__(self) -> str:
        if self.whole:
            return f"a count that is not negative: a whole number of at most {self.highest:,.12g}".replace(",", " ")
        if (self.lowest, self.highest) == (0, 100):
            return "a percentage from 0 to 100"
        return f"a number from {self.lowest:g} to {self.highest:,.12g}".replace(",", " ")

    def check(self, value: float, text: str = "") -> None:
        """Nothing, if the value can be. ``text`` is the value as it stands.

        Raises
        ------
        ValueError
            Says what stands there and what was expected.
        """
        if not self.lowest <= value <= self.highest or (self.whole and value != int(value)):
            raise ValueError(f"found {text or value}, expected {self}")


PERCENT = Limits(0, 100)
COUNT = Limits(0, 1e7, whole=True)
"""How many there are of something: Norway has fewer than ten million people."""


def check_year(year: int) -> int:
    """The year, if it lies between the first shelter and now.

    Raises
    ------
    ValueError
        For another.
    """
    now = date.today().year
    if not FIRST_YEAR <= year <= now:
        raise ValueError(f"{year} is not a year from {FIRST_YEAR} to {now}")
    return year


def as_day(text: str, today: date | None = None) -> date:
    """A day as 2026-05-31, and in no other way of writing one; ``today`` is the last one that there has been.

    Raises
    ------
    ValueError
        For anything else, and for a day that is not yet here.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if day.isoformat() != text or day > (today or date.today()):
        raise ValueError(f"{text!r} is no day until today")
    return day


def as_year(text: str) -> int:
    """A year in four digits.

    Raises
    ------
    ValueError
        For anything else, and for a year before the first shelter or after the present one.
    """
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise ValueError(f"{text!r} is not a year; expected four digits")
    return check_year(int(text))
