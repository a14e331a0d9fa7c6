"""Sentences that compare what is read from the data carry a claim, and no sentence stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kunnskapsstatus.desk.prose import Sentence

_COMPARES = re.compile(
    r"\b(?:(?:fler|færr|mer|mindre|høyer|laver|større|lenger|korter|hyppiger|oftere|sjeldner)e? enn|"
    r"flest|færrest|(?:høyest|lavest|størst|vanligst|sjeldnest|lengst|kortest)e?|oftest|"
    r"økte|øker|økt|falt|faller|sank|synker|steg|stiger|vokste|doblet|halvert|gikk (?:ned|opp))\b",
    re.I,
)
SHORT = 40
"""Letters: a shorter sentence may stand twice."""


def unchecked(sentence: Sentence) -> str:
    """The word by which a sentence compares numbers that it reads, without a claim; empty where it does not."""
    roles = sentence.roles
    found = _COMPARES.search(re.sub(r"\{[\w:-]+\}`[^`]*`", "", sentence.typed))
    return found[0] if found and roles.count("eval") > 1 and "claim" not in roles else ""


def repeated(everywhere: Iterator[tuple[str, Sentence]]) -> Iterator[tuple[str, Sentence, str]]:
    """Each sentence that stands in the book before: its file, itself, and where it stood first."""
    seen: dict[str, str] = {}
    for file, sentence in everywhere:
        words = sentence.words
        if len(words) >= SHORT:
            first = seen.setdefault(words, f"{file}:{sentence.line}")
            if first != f"{file}:{sentence.line}":
                yield file, sentence, first
