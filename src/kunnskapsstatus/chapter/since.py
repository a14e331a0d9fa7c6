"""What belongs to some editions only: a cell of text whose metadata say from which year on, or until which; and a page
whose front matter does.

In a chapter a cell of text begins with MyST's block break, ``+++ {"since": 2021}``, and ends at the next break or code
cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from kunnskapsstatus.data.limits import check_year
from kunnskapsstatus.data.text import FRONT
from kunnskapsstatus.errors import BookError, did_you_mean

SINCE, UNTIL = KEYS = ("since", "until")
REMEDY = 'Write, such as: +++ {"since": 2021}, and end it with: +++'
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]")


@dataclass(frozen=True)
class Years:
    """The editions that have something: from a year on, until a year, or both."""

    since: int | None
    until: int | None

    def has(self, year: int) -> bool:
        """Whether the edition of a year has it."""
        return (self.since is None or year >= self.since) and (self.until is None or year <= self.until)


ALL = Years(None, None)


@dataclass(frozen=True)
class Part:
    """A cell of text with a condition: its first line (that of the break), the line after its last, both from 0."""

    start: int
    end: int
    years: Years


def parts(text: str) -> list[Part]:
    """The cells of a chapter's text that have a condition.

    Raises
    ------
    BookError
        Names the line of a break whose metadata are no JSON, or whose year is none.
    """
    if "+++" not in text:
        return []
    tokens = MarkdownIt("commonmark").use(front_matter_plugin).use(myst_block_plugin).disable("inline").parse(text)
    bounds = [
        (token.map[0], token.content if token.type == "myst_block_break" else None)
        for token in tokens
        if token.map and (token.type == "myst_block_break" or _is_code(token.type, token.info, token.level))
    ]
    found = []
    for (line, metadata), (end, _) in pairwise([*bounds, (text.count("\n") + 1, None)]):
        if metadata:
            try:
                given = json.loads(metadata)
                years = years_of(given)
                for key in given:
                    if key not in KEYS and (meant := did_you_mean(key, KEYS)):
                        raise ValueError(f"{key!r} is not known{meant}")
            except ValueError as error:
                cause = f"+++ {metadata}: {error}"
                raise BookError(cause, line=line + 1, remedy=REMEDY) from None
            if years != ALL:
                found.append(Part(line, end, years))
    return found


def of_page(text: str) -> Years:
    """The editions that have a page, as its front matter says: all, unless it has ``since`` or ``until``."""
    front = FRONT.match(text)
    try:
        return years_of(yaml.safe_load(front[1]) or {}) if front else ALL
    except (ValueError, yaml.YAMLError):
        return ALL


def _is_code(kind: str, info: str, level: int) -> bool:
    return kind == "fence" and not level and info.strip().startswith("{code-cell}")


def years_of(metadata: Any) -> Years:
    """The editions that have what these metadata are of. Raises ValueError for what is no year."""
    if not isinstance(metadata, dict):
        raise ValueError(f"{metadata!r} is no table")
    for key in KEYS:
        if key in metadata and type(metadata[key]) is not int:
            raise ValueError(f"{key} is {metadata[key]!r}, which is not a whole number")
    return Years(*(check_year(metadata[key]) if key in metadata else None for key in KEYS))


def of_year(text: str, year: int) -> str:
    """A chapter's text as the edition of a year has it. What is left out leaves its lines empty, so that every other
    line stays where it is; only in a list they follow it, since an empty line would part its items."""
    found = parts(text)
    if not found:
        return text
    lines: list[str | None] = list(text.split("\n"))
    for part in found:
        size = (part.end if not part.years.has(year) else part.start + 1) - part.start
        lines[part.start : part.start + size] = [None] * size
        if part.end < len(lines) and (lines[part.end] or "").strip() == "+++":  # it ended this cell, and only that
            lines[part.end] = None
    return "\n".join(_closed(lines))


def _closed(lines: list[str | None]) -> Iterator[str]:
    """The lines with empty ones for those left out, and lists in one piece."""
    owed, before, at = 0, "", 0
    while at < len(lines):
        line = lines[at]
        if line is not None and line.strip():
            yield line
            before, at = line, at + 1
            continue
        end = next((n for n in range(at, len(lines)) if (lines[n] or "").strip()), len(lines))
        gap, follows = end - at, (lines[end] or "") if end < len(lines) else ""
        left_out = any(each is None for each in lines[at:end])
        in_list = bool(_ITEM.match(before) or before[:1] in " \t") and bool(_ITEM.match(follows))
        if left_out and in_list:
            owed += gap
        else:
            yield from [""] * (gap + owed)
            owed = 0
        at = end
    yield from [""] * owed
