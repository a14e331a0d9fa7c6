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
_NAMES = re.compile(
    r"\b(?:halvparten|flertallet|(?:dobbelt|halvparten) så|hver (?:andre|tredje|fjerde|femte|sjette|tiende)|"
    r"(?:en|én|ett|to|tre|fire|ni) av (?:to|tre|fire|fem|seks|sju|åtte|ti)|"
    r"(?:en|én|to|tre) (?:tredel|tredjedel|firedel|fjerdedel|femdel|tidel)(?:er)?|nesten (?:alle|ingen))\b",
    re.I,
)
"""Shares in words: they stay where the number beside them moves."""
_REPORTED = re.compile(r"rapport|sammendrag|oppsummering|kaller|skriver", re.I)
"""What a source is said to say is checked where it is told what is right."""
SHORT = 40
"""Letters: a shorter sentence may stand twice."""


def unchecked(sentence: Sentence) -> str:
    """The word by which a sentence compares numbers that it reads, or names the share that one is, without a claim;
    empty where it does not."""
    read, typed = sentence.roles.count("eval"), re.sub(r"\{[\w:-]+\}`[^`]*`", "", sentence.typed)
    found = _COMPARES.search(typed) if read > 1 else None
    if read and not found and not _REPORTED.search(typed):
        found = _NAMES.search(typed)
    return found[0] if found and "claim" not in sentence.roles else ""


def repeated(everywhere: Iterator[tuple[str, Sentence]]) -> Iterator[tuple[str, Sentence, str]]:
    """Each sentence that stands in the book before: its file, itself, and where it stood first."""
    seen: dict[str, str] = {}
    for file, sentence in everywhere:
        words = sentence.words
        if len(words) >= SHORT:
            first = seen.setdefault(words, f"{file}:{sentence.line}")
            if first != f"{file}:{sentence.line}":
                yield file, sentence, first
