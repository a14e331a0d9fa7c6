"""What stands round a number in its sentence and must not: its unit or its hedge once more, and a direction that its
minus turns round."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kunnskapsstatus.numbers import MINUS

_UNITS: tuple[tuple[str, ...], ...] = (
    (
        "prosentpoeng",
        "prosentenheter",
        "prosent",
        "pst",
        "%",
        "percentage points",
        "percentage point",
        "per cent",
        "percent",
    ),
    ("kroner", "krone", "kr", "NOK"),
    ("kilometer", "km", "kilometres", "kilometre"),
    ("overnattingsdøgn", "døgn", "nights", "night"),
    ("dagsbesøk",),
)
"""The ways to write a unit, each family by itself."""
_HEDGES: tuple[tuple[str, ...], ...] = (
    ("omkring", "om lag", "omlag", "rundt", "cirka", "ca", "nær", "nesten", "about", "around", "nearly"),
    ("over", "mer enn", "godt og vel", "minst", "more than", "at least"),
    ("under", "mindre enn", "i underkant av", "høyst", "just under", "less than", "at most"),
)
"""The ways to say that a number is not exact."""
_GOES = (
    "økt", "økte", "øker", "økning", "steg", "stiger", "vokst", "vokste", "vekst", "falt", "faller", "fall", "sank",
    "synker", "nedgang", "redusert", "reduksjon",
)  # fmt: skip
_UNSEEN = "\\s\u00ad\u200b\u2060\ufeff"
_BETWEEN = rf"[{_UNSEEN},;:()\[\]/–-]*"


def fault(text: str, sentence: str) -> str:
    """What is wrong where the text of a number stands in its sentence; empty where nothing is."""
    shown, plain = re.escape(text), " ".join(text.split())
    for family in _UNITS:
        unit = next((one for one in family if plain.endswith(one)), "")
        again = rf"{shown}(?:{_BETWEEN}(?:{_any(family)})(?![\w-])(?!\s+for\s+{unit})|poeng)"
        ahead = rf"(?<!\w)(?:kr|NOK)\.?[{_UNSEEN}]*{shown}" if "kr" in family else again
        if unit and (re.search(again, sentence) or re.search(ahead, sentence)):
            return f"{text} has its unit already, and the sentence says it again"
    for family in _HEDGES:
        hedged = any(plain.startswith(f"{one} ") for one in family)
        if hedged and re.search(rf"(?<!\w)(?:{_any(family)})\.?[{_UNSEEN}]+{shown}", sentence, re.I):
            return f"{text} has its hedge already, and the sentence says it again"
    if text.startswith(MINUS) and re.search(rf"(?<!\w)(?:{_any(_GOES)})(?:\s+(?:på|med))?\s+{shown}", sentence, re.I):
        return f"{text} is below zero, and the sentence says itself which way it went"
    return ""


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, whatever spaces they have."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
