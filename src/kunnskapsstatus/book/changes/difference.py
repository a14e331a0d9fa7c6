"""How far it is from one value to another, in the unit of the two."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kunnskapsstatus.exhibits.quantity import POINTS
from kunnskapsstatus.numbers import MINUS, NBSP, PERCENT, format_number


@dataclass(frozen=True)
class Difference:
    """From one number to another: ``amount`` in ``unit``, with its decimals, and ``relative``, as a part of the old
    one. None where there is none: a value that is no number, or of another unit, and a part of zero."""

    amount: float | None = None
    decimals: int = 0
    unit: str = ""
    relative: float | None = None

    @property
    def size(self) -> float:
        """By this, the largest comes first: relative; from zero it is without end, and what is no number comes last."""
        return -1.0 if self.amount is None else math.inf if self.relative is None else abs(self.relative)

    def words(self, number: Callable[[float, int], str] = format_number) -> str:
        """``+6 (+2,6 %)``, or ``−1 prosentpoeng``; empty where there is none."""
        if self.amount is None:
            return ""
        told = _signed(self.amount, self.decimals, number) + (NBSP + self.unit if self.unit else "")
        if self.relative is None or self.unit == POINTS:
            return told
        return f"{told} ({_signed(100 * self.relative, 1, number)}{NBSP}%)"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"difference": self.amount, "unit": self.unit, "relative": self.relative}


def difference(old: tuple[float | None, str], new: tuple[float | None, str]) -> Difference:
    """The difference of two values, each with its unit."""
    (before, unit), (after, other) = old, new
    if before is None or after is None or math.isnan(before) or math.isnan(after) or unit != other:
        return Difference()
    decimals = max(_decimals(before), _decimals(after))
    amount = round(after - before, decimals)
    relative = round(amount / abs(before), 6) if before else None
    return Difference(amount, decimals, POINTS if unit == PERCENT else unit, relative if amount else 0.0)


def _decimals(value: float) -> int:
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def _signed(value: float, decimals: int, number: Callable[[float, int], str]) -> str:
    text = number(value, decimals)
    return text if text[0] in (MINUS, "-") or value == 0 else f"+{text}"
