"""A laid-out table as Typst source."""

from __future__ import annotations

import math

from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.cells import MISSING, Cell, Grid, in_reading_order
from kunnskapsstatus.book.typst.layout import Layout
from kunnskapsstatus.book.typst.widths import INSET_EM
from kunnskapsstatus.letters import text_em

INSET = INSET_EM / 2
"""The air around a cell's text, in the size of the type."""

LONG_CHARACTERS = 500
"""A row with a cell longer than this may go on over the foot of a page."""


def table_markup(grid: Grid, form: Layout, again: str = "") -> str:
    """The call that sets the table, in code mode. ``again`` stands above it on each page that it goes on to."""
    cells = in_reading_order(grid.cells)
    long = {cell.row for cell in cells if len(cell.text) > LONG_CHARACTERS}
    header = [_cell(cell, True) for cell in cells if cell.row < grid.head]
    arguments = [markup.call("table.header", *header, "head-rule", repeat="true")] if header else []
    arguments += [_cell(cell, False, breakable=cell.row in long) for cell in cells if cell.row >= grid.head]
    return markup.call(
        "ruled-table",
        *arguments,
        again=markup.string(again),
        columns=markup.array([f"{width * form.size / form.measure * 100:.3f}%" for width in form.widths]),
        align=markup.array(_alignments(grid)),
        head=str(grid.head),
        hyphenate="true" if form.hyphenate else "false",
        size=f"{form.size:g}pt",
        inset=f"{form.size * INSET:g}pt",
    )


def rooms(grid: Grid, form: Layout) -> list[float]:
    """The width that each cell has for its text, in points, head first and in reading order."""
    inset, found = form.size * INSET, []
    for cell in in_reading_order(grid.cells):
        last = cell.column + cell.columns
        beside = (cell.column > 0) + (last < grid.columns)
        found.append(round(math.fsum(form.widths[cell.column : last]) * form.size - beside * inset, 1))
    return found


def _cell(cell: Cell, head: bool, *, breakable: bool = False) -> str:
    named = {}
    if cell.columns > 1:
        named["colspan"] = str(cell.columns)
    if cell.rows > 1:
        named["rowspan"] = str(cell.rows)
    if cell.rows > 1 or breakable:
        named["breakable"] = "true"
    if head and cell.columns > 1:
        named |= {"align": "center + bottom", "stroke": "(bottom: 0.4pt + quiet)"}
    elif cell.align or cell.columns > 1:
        named["align"] = cell.align or "left"
    content = markup.block(cell.content + (f"#h({text_em(cell.lacks):.3f}em)" if cell.lacks else ""))
    if cell.stub and cell.columns > 1:
        content = markup.call("group-row", content)
    return markup.call("table.cell", content, **named)


def _alignments(grid: Grid) -> list[str]:
    """A column is set to the right when any of its body cells is a number, or when all say that there is none."""
    body = [cell for cell in grid.cells if cell.row >= grid.head and cell.columns == 1]
    numeric = {cell.column for cell in body if cell.number}
    for column in set(range(grid.columns)) - numeric:
        signs = {cell.text for cell in body if cell.column == column}
        if signs & MISSING and signs <= MISSING | {""}:
            numeric.add(column)
    return ["right" if column in numeric else "left" for column in range(grid.columns)]
