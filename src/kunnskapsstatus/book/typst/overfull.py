"""What is wider than its place in a finished PDF, which the compiler does not tell: a line, or a line in a cell.

The places of all texts are read, a twentieth of the time that the compiler takes. What stands in a picture or a formula
has its own measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, product
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary

from kunnskapsstatus.book.typst import measures
from kunnskapsstatus.book.typst.content import Box, Text, Words
from kunnskapsstatus.book.typst.link_names import joined
from kunnskapsstatus.book.typst.tags import Table

SLACK = 2.0
"""Letters lean so far out of their place, in points."""

LEANS = 9.0
"""Letters stand so far above the first line, or hang so far below the last, as the mark of a table does, in points."""

UPRIGHT = (measures.SIDE, measures.HEAD, measures.FOOT)

MEET = 3.0
"""Two lines whose letters overlap so far stand on each other, in points."""

APART = ("/Figure", "/Formula")
"""Parts of the structure with a measure of their own."""

CAPTION = "/Caption"

Line = list[Text]
"""Texts with the same foot, from the left."""


class Spill(NamedTuple):
    """A text that is wider than its place: the number of its page, from 1, what it says, and what is wrong. In a
    table, ``caption`` is what the table is called."""

    page: int
    text: str
    what: str
    caption: str = ""


def spills(
    document: pikepdf.Pdf,
    words: Words,
    tables: Sequence[Table],
    rooms: Sequence[Sequence[float]],
    upright: tuple[float, float, float] = UPRIGHT,
) -> list[Spill]:
    """What is too wide in a document.

    Parameters
    ----------
    document, words
        A tagged PDF from Typst, and what its parts say.
    tables
        The tables of its structure, as they are tagged.
    rooms
        For each of these tables, for each cell: the width that it has for its text, in points.
    upright
        Side, head and foot of an upright page, in millimetres.
    """
    inside = [[words.contents(cell) for cell in table.cells] for table in tables]
    found = [
        spill._replace(caption=_caption(words, table.element))
        for table, cells, own in zip(tables, inside, rooms, strict=True)
        for contents, room in zip(cells, own, strict=True)
        for spill in _in_cell(words, contents, room)
    ]
    in_cells = {content for cells in inside for contents in cells for content in contents}
    structure = document.Root.StructTreeRoot
    for number, page in enumerate(document.pages):
        *_, width, height = map(float, page.mediabox)  # to ask for it is dear
        lines = [*_lines(words, number)]
        told = [*_on_each_other(lines)]
        for line in lines:
            running = [one for one in line if (number, one.ident) not in in_cells]
            told += _of_line(line, running, width, height, upright)
        for what, suspects in told:
            if not any(_is_apart(structure, page, one.ident) for one in suspects):
                found.append(Spill(number + 1, _text(words, number, suspects), what))
    return found


def _of_line(
    line: Line, running: Line, width: float, height: float, upright: tuple[float, float, float]
) -> Iterator[tuple[str, Line]]:
    """A line that leaves the place of the text, texts that meet on it. ``running`` is what is in no table; the page has
    a width and a height in points."""
    flat = width > height
    side, head, foot = (points * measures.POINTS for points in (measures.LANDSCAPE if flat else upright))
    if running:
        first, last = running[0].box, running[-1].box
        out = measures.OUTWARD * measures.POINTS if not flat and first.left < side - SLACK else 0.0
        if first.left < side - out - SLACK or last.right > width - side + out + SLACK:
            yield "goes out into the margin", running
        if first.foot < foot - LEANS or first.top > height - head + LEANS:
            yield "stands above or below the text of its page", running
    for one, other in pairwise(line):
        if other.box.left < one.box.right - SLACK < other.box.right - SLACK:
            yield "stands on what is beside it", [one]


def _on_each_other(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Texts that meet one of a line above theirs. ``lines`` go from the foot of the page to its head."""
    for at, line in enumerate(lines):
        top = max(one.box.top for one in line) - MEET
        above = at + 1
        while above < len(lines) and lines[above][0].box.foot < top:
            if any(_meet(one.box, other.box) for one, other in product(line, lines[above])):
                yield "stands on the line above it", line
            above += 1


def _meet(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > SLACK and min(one.top, other.top) - max(one.foot, other.foot) > MEET


def _lines(words: Words, number: int) -> Iterator[Line]:
    by_foot: dict[int, Line] = {}
    for found in words.page(number).texts.values():
        for one in found:
            by_foot.setdefault(round(one.box.foot), []).append(one)
    for _, line in sorted(by_foot.items()):
        yield sorted(line, key=lambda one: one.box.left)


def _in_cell(words: Words, contents: Sequence[tuple[int, int]], room: float) -> Iterator[Spill]:
    for number, own in groupby(contents, key=lambda each: each[0]):
        texts = words.page(number).texts
        placed = [one for _, ident in own for one in texts.get(ident, ())]
        wide = [one for one in placed if one.box.right - one.box.left > room + SLACK]
        if wide:
            yield Spill(number + 1, _text(words, number, wide), f"is wider than its column of {room:.0f} points")


def _caption(words: Words, table: Any) -> str:
    kids = table.get("/K", Array())
    return joined("".join(words.of(kid) for kid in kids if isinstance(kid, Dictionary) and kid.get("/S") == CAPTION))


def _text(words: Words, number: int, line: Line) -> str:
    return joined("".join(words.page(number).said(one) for one in line))


def _is_apart(structure: Any, page: Any, ident: int) -> bool:
    """Whether the content is of a picture or a formula."""
    element = pikepdf.NumberTree(structure.ParentTree)[int(page.StructParents)][ident]
    while isinstance(element, Dictionary) and "/S" in element:
        if str(element.S) in APART:
            return True
        element = element.get("/P", Array())
    return False
