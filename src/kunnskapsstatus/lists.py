"""What stands in a sentence: several things, how many they are, and the letter that they begin with."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], last: str = "og") -> str:
    """``a``, ``a og b``, ``a, b og c``."""
    known = list(words)
    return f" {last} ".join(filter(None, (", ".join(known[:-1]), *known[-1:])))


def counted(number: int, one: str, many: str) -> str:
    """``1 ny setning``, ``2 nye setninger``."""
    return f"{number} {one if number == 1 else many}"


def small(text: str) -> str:
    """A text with a small first letter, unless it begins with letters such as IKS."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
