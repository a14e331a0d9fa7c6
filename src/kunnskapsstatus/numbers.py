"""Numbers the Norwegian way: half-up rounding, decimal comma, thousands by a non-breaking space, and the symbols that
Statistics Norway puts where there is no number."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PERCENT = "prosent"
NBSP = "\u00a0"
MINUS = "\u2212"
MOST_DECIMALS = 6
"""More are what a program made of the number, and not what its source gives."""
_SYMBOLS = {
    ".": ("tall kan ikke forekomme", "ikke mulig"),
    "..": ("tall mangler", "mangler"),
    ":": ("vises ikke av hensyn til personvern", "vises ikke"),
    "-": ("null", "null"),
}
SINGULAR = {"kroner": "krone", "millioner kroner": "million kroner"}
"""Units of one alone, where that is another word."""
HIDDEN = ":"
"""The symbol of a number that is hidden."""
IMPOSSIBLE = "."
"""The symbol of a number that there cannot be."""
SYMBOLS = {symbol: words for symbol, (words, _) in _SYMBOLS.items()}
"""What each symbol says."""

SHORT_SYMBOLS = {symbol: short for symbol, (_, short) in _SYMBOLS.items()}
"""What each symbol says where there is little room."""

_SPACE = "[ \u00a0\u2007\u2009\u202f]"
"""Spaces that stand between thousands: ordinary, non-breaking, of a digit's width, thin, and thin and non-breaking."""
_DASHES = "-\u2212\u2013"
"""What is written for minus, and for zero: a hyphen, a minus sign, an en dash."""
_NUMBER = re.compile(
    rf"(?P<sign>[{_DASHES}])?(?P<whole>[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]*)(?:[.,](?P<fraction>[0-9]+))?"
    rf"(?P<suffix>{_SPACE}?%|{_SPACE}år)?"
)


def half_up(value: float, decimals: int = 0) -> Decimal:
    """``value`` rounded to ``decimals`` places, halves away from zero, as it reads in decimal notation.

    2.675 gives 2.68.
    """
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def exact(value: float) -> float:
    """A value without what counting in binary adds to it: 26.4 - 13.9 is 12.5, and not 12.499999999999998."""
    return round(float(f"{value:.12g}"), 9)


def decimals_of(value: float, most: int = 2) -> int:
    """How many decimals a number that was computed or written has, at most so many: 1.5 has one."""
    value = exact(float(value))
    return next((n for n in range(most) if float(half_up(value, n)) == value), most)


def format_number(value: float, decimals: int = 0) -> str:
    """``1842.0`` as ``1 842``, ``10.4`` with one decimal as ``10,4``. A year is not a number: do not format it so."""
    if math.isnan(value):
        raise ValueError("A missing number has no digits. Show its symbol.")
    rounded = half_up(value, decimals)
    text = f"{abs(rounded):,f}".replace(",", NBSP).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def unit_of(unit: str, value: float, decimals: int = 0) -> str:
    """A unit as it stands after a number: ``1 krone``, ``2 kroner``."""
    return SINGULAR.get(unit, unit) if abs(half_up(exact(value), decimals)) == 1 else unit


def english_number(value: float, decimals: int = 0) -> str:
    """The same number in English: ``1842.0`` as ``1,842``, ``10.4`` with one decimal as ``10.4``."""
    return format_number(value, decimals).translate({ord(NBSP): ",", ord(","): "."})


@dataclass(frozen=True)
class Cell:
    """A printed cell, read: a number with its decimals, or a symbol for why there is none."""

    value: float
    decimals: int
    symbol: str
    percent: bool = False


def parse_cell(text: str) -> Cell:
    """Read a cell as the report prints it: ``92,9%``, ``1 816``, ``,08``, ``..``, ``-`` or empty.

    Raises
    ------
    ValueError
        When the cell is neither a number nor a symbol.
    """
    text = text.strip()
    symbol = "-" if text and text in _DASHES else text
    if symbol == "" or symbol in SYMBOLS:
        return Cell(math.nan, 0, symbol)
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["fraction"]):
        raise ValueError(f"{text!r} is not a number")
    whole = re.sub(_SPACE, "", match["whole"]) or "0"
    fraction = match["fraction"] or ""
    if len(fraction) > MOST_DECIMALS:
        raise ValueError(f"{text!r} has {len(fraction)} decimals, more than {MOST_DECIMALS}")
    value = float(f"{'-' if match['sign'] else ''}{whole}.{fraction or '0'}")
    return Cell(value, len(fraction), "", percent="%" in (match["suffix"] or ""))
