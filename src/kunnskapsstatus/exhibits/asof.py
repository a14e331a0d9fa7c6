"""Words of a definition as they stand in the edition of a year: they name no year after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

NEWEST = "{år}"
"""In a definition's ``source``: the newest year that its exhibit has."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_SPAN = re.compile(r"\b([0-9]{4})–([0-9]{4})\b")
_JOINT = re.compile(r"(, | og )")


def as_of(text: str, year: int | None) -> str:
    """The sentences of a text that name no later year than ``year``; all of them where that is None."""
    if year is None:
        return text
    return " ".join(part for part in _SENTENCE.split(text) if all(named <= year for named in _years(part)))


def cited(source: str, years: Sequence[int], year: int | None) -> str:
    """The name of a source with the years that it is read for: ``Bufdir 2016–{år}, SSB 2007`` ends with the newest of
    ``years``, and names none after ``year``."""
    newest = years[-1] if years else year
    known = newest if year is None else year
    if known is None:
        return source
    sentences = _SENTENCE.split(source.replace(NEWEST, str(newest)))
    return " ".join(_cut(sentence, known) for sentence in sentences if _is_begun(sentence, known))


def _is_begun(part: str, year: int) -> bool:
    return min(_years(_SPAN.sub(r"\1", part)), default=year) <= year


def _cut(sentence: str, year: int) -> str:
    """A sentence without the parts that begin after the year; spans of years end there."""
    first, *rest = _JOINT.split(sentence)
    kept = [first] if _is_begun(first, year) else []
    for joint, part in zip(rest[::2], rest[1::2], strict=True):
        if _is_begun(part, year):
            kept += [joint, part] if kept else [part]
    return _SPAN.sub(lambda span: _until(int(span[1]), int(span[2]), year), "".join(kept))


def _until(start: int, end: int, year: int) -> str:
    return f"{start}–{min(end, year)}" if start < min(end, year) else str(start)


def _years(text: str) -> list[int]:
    return [int(found) for found in _YEAR.findall(text)]
