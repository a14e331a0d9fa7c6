"""Words and numbers on a chart, and how wide they are."""

from __future__ import annotations

from decimal import Decimal

from kunnskapsstatus.charts.palette import SIZE
from kunnskapsstatus.letters import text_em
from kunnskapsstatus.numbers import MINUS, NBSP, format_number

LOCALE = {
    "decimal": ",",
    "thousands": NBSP,
    "grouping": [3],
    "currency": [f"kr{NBSP}", ""],
    "minus": MINUS,
    "percent": f"{NBSP}%",
}
ROOMY = 1.02
"""Texts are taken to be a little wide rather than a little narrow."""


def share_text(number: float, decimals: int) -> str:
    """A share as Norwegian text.

    A half stays as the source prints it: it may be rounded already (20.45 as 20.5), and is not rounded again.
    """
    return format_number(number, max(decimals, 1) if decimals == 0 and abs(number) % 1 == 0.5 else decimals)


def tick_text(number: float) -> str:
    """A round axis value with just the decimals it has."""
    return format_number(number, max(0, -int(Decimal(repr(number)).normalize().as_tuple().exponent)))


def text_width(text: str, size: float = SIZE) -> float:
    """The width of a text in pixels."""
    return text_em(text) * size * ROOMY


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break a text into lines no wider than ``width`` pixels; a word is never broken."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
