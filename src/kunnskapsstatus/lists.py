"""Several things in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str], last: str = "og") -> str:
    """``a``, ``a og b``, ``a, b og c``."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
