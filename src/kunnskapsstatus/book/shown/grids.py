"""A table's cells as document nodes."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from kunnskapsstatus.book.nodes import grid
from kunnskapsstatus.forms.markup import placed, word_columns
from kunnskapsstatus.forms.table import Row, Table


def grid_of(table: Table) -> grid:
    """The table's cells as document nodes."""
    group = grid("", cols=table.width, table=table)
    for number in range(table.width):
        group += nodes.colspec("", colwidth=3 if number < table.stubs else 1, stub=int(number < table.stubs))
    words = word_columns(table)
    group += nodes.thead("", *(_row(row, places, words, head=True) for row, places in placed(table.head)))
    group += nodes.tbody("", *(_row(row, places, words, head=False) for row, places in placed(table.body)))
    return group


def _row(row: Row, places: Sequence[int], words: set[int], *, head: bool) -> nodes.row:
    node = nodes.row("", classes=[row.kind] if row.kind else [])
    for cell, place in zip(row.cells, places, strict=True):
        classes = [] if head else [cell.kind]
        if place in words and cell.columns == 1 and "text" not in classes:
            classes.append("text")
        text = nodes.paragraph("", cell.text) if cell.text else nodes.paragraph()
        entry = nodes.entry("", text, classes=classes)
        if cell.columns > 1:
            entry["morecols"] = cell.columns - 1
        if cell.rows > 1:
            entry["morerows"] = cell.rows - 1
        node += entry
    return node
