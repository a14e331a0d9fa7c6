"""Several things in a sentence, and how many."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str], last: str = "og") -> str:
    """``a``, ``a og b``, ``a, b og c``."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def counted(number: int, one: str, many: str) -> str:
    """``1 ny setning``, ``2 nye setninger``."""
    return f"{number} {one if number == 1 else many}"
