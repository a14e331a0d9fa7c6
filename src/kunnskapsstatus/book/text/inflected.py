"""The forms that a Norwegian word has in a text, as a pattern: no form of another word, and never a part of one."""

from __future__ import annotations

import re

ENDINGS = (
    "s", "en", "ens", "et", "ets", "a", "e", "es", "er", "ers", "ene", "enes", "n", "ns", "r", "rs", "ne", "nes", "t",
    "te",
)  # fmt: skip
_WITHOUT_E = re.compile(r"(.+)e([lrn])")
_AFTER_E = ("a", "er", "ers", "en", "et", "ene", "ne", "nes")


def pattern(words: str) -> str:
    """A pattern of one or several words, each in any form. Letters of a name in capitals, ``IKS``, are as they are."""
    return r"\s+".join(map(_forms, words.split()))


def _forms(word: str) -> str:
    if sum(letter.isupper() for letter in word) > 1 or len(word) == 1:
        return f"{re.escape(word)}s?"
    found = [f"{re.escape(word)}(?:{'|'.join(ENDINGS)})?"]
    if short := _WITHOUT_E.fullmatch(word):  # senter, sentre; hjemmel, hjemler
        stem = short[1][:-1] if short[1][-1:] == short[1][-2:-1] else short[1]
        found.append(f"{re.escape(stem + short[2])}(?:e|er|es|ene|enes|et|ets)")
    if word.endswith("e"):
        found.append(f"{re.escape(word[:-1])}(?:{'|'.join(_AFTER_E)})")
    return f"(?i:{'|'.join(found)})"
