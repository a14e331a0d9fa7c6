"""No statistic is typed in a chapter: it is read from the data, or it grows old in silence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kunnskapsstatus.desk.prose import prose

_MONTH = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
ALLOWED = tuple(
    re.compile(pattern, re.M)
    for pattern in (
        r"\b(?:19|20)\d\d\b",  # years
        rf"\b\d{{1,2}}\.(?: til \d{{1,2}}\.)? (?:{_MONTH})\b",  # dates
        r"§§? ?\d+(?:-\d+)?(?: [ab])?(?:(?:,| og|–) ?\d+(?: [ab])?)*",  # sections of law
        r"\b[Aa]rtikkel \d+|\bProp\. \d+ L|\btiltak \d+|\bside \d+",  # places in documents
        r"\b\d+\.\d+(?:\.\d+)?\b",  # the report's numbered sections; a decimal is written with a comma
        r"\b[Kk]apit\w+ \d+(?: til \d+)?",  # chapters
        r"\b(?:[Tt]abell|[Ff]igur|vedleggstabell|vedleggsfigur) \d+(?:(?:,| og| til) \d+)*",  # the report's own
        r"^\s*\d+\. |^\| \[?\d+\]?\s*\|",  # numbered lists and the list of chapters
        r"\b116 006\b|\b11[23]\b",  # telephone numbers
        r"«[^»]*»",  # what the report calls something
        r"\b(?:under|over) \d+ år\b|\b\d+–\d+ år\b|\bdem over 15\b",  # ages, which name a group
        r"\b(?:under|over|høyst|færre enn) \d+\s+(?:kroner|opphold|kilometer)\b",  # limits in a sentence
        r"\bfra −?\d til \d\b|\([0-2]\)|\b[0-5] \((?:helt|noe|både)[^)]*\)|\b4 og 5\b",  # the steps of a scale
        r"\b[01] er (?:høyest|ingen|en fullkommen)|\bgir [02] poeng",  # and what they mean
        r"\b0,7\b|\b0,05\b",  # conventional limits of reliability and significance
    )
)
"""Numbers that are no statistics."""
_NUMBER = re.compile(r"\d[\d\s.,]*\d|\d")


def typed(chapter: str, names: Collection[str] = ()) -> Iterator[tuple[int, str, str]]:
    """The typed numbers of a chapter: line, the number, the line's text. ``names`` may have numbers in them."""
    numbered = sorted((re.escape(name) for name in names if re.search(r"\d", name)), key=len, reverse=True)
    allowed = [re.compile(rf"(?<!\w)(?:{'|'.join(numbered)})(?!\w)")] if numbered else []
    lines, line = chapter.split("\n"), 0
    for block in re.split(r"(\n[ \t]*\n)", prose(chapter)):
        rest = block
        for pattern in (*allowed, *ALLOWED):
            if not _NUMBER.search(rest):
                break
            rest = pattern.sub(_blank, rest)
        for found in _NUMBER.finditer(rest):
            at = line + rest.count("\n", 0, found.start())
            yield at + 1, " ".join(found[0].split()), lines[at].strip()
        line += block.count("\n")


def _blank(match: re.Match[str]) -> str:
    return " " + "\n" * match[0].count("\n")
