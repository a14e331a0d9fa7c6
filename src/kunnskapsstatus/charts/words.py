"""Words and numbers on a chart: Norwegian formats, and how wide they are in Source Sans Pro."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from kunnskapsstatus.charts.palette import SIZE

PERCENT = "prosent"
SYMBOLS = {".": "ikke mulig", "..": "mangler", ":": "vises ikke"}  # Statistics Norway's symbols, in a word
LOCALE = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["kr\u00a0", ""],
    "minus": "\u2212",
    "percent": "\u00a0%",
}
_WIDTHS = {
    "\u202f": 12, " \u00a0": 20, "ij.,:;lI'|": 26, "f()-tr/": 32, "szx«»": 43, "cvyJYFL–": 48, "aegkå0123456789XV": 50,
    "ESZTAÅouhø": 54, "bndpqCPR": 56, "KBDG": 60, "UHNOQØ": 65, "wM": 73, "æWÆ%m": 81,
}  # fmt: skip
_WIDTH = {letter: width / 100 for letters, width in _WIDTHS.items() for letter in letters}


def number_text(number: float, decimals: int) -> str:
    """A number as Norwegian text: decimal comma, non-breaking space for thousands, a true minus."""
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")


def share_text(number: float, decimals: int) -> str:
    """As :func:`number_text`, but a half stays as the source prints it: it may be rounded already (20.45 as 20.5), and is not rounded again."""
    return number_text(number, max(decimals, 1) if decimals == 0 and abs(number) % 1 == 0.5 else decimals)


def tick_text(number: float) -> str:
    """A round axis value with just the decimals it has."""
    return number_text(number, max(0, -int(Decimal(repr(number)).normalize().as_tuple().exponent)))


def text_width(text: str, size: float = SIZE) -> float:
    """The width of a text in pixels, set in Source Sans Pro (a little wide rather than a little narrow)."""
    return math.fsum(_WIDTH.get(letter, 0.56) for letter in text) * size * 1.02


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break a text into lines no wider than ``width`` pixels; a word is never broken."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
