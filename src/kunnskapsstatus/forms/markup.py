"""A table as HTML: the one writer of exhibits' tables, for the book's pages and for any other notebook."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from kunnskapsstatus.forms.grid import spans
from kunnskapsstatus.forms.table import Cell, Row, Table
from kunnskapsstatus.letters import text_em

Placed = tuple[Row, list[int]]
"""A row, and the columns in which its cells stand."""
ROOM, LETTERS, STUB, LEAST, PADDING = 672, 15, 208, 72, 24
"""In pixels, as a table is set by itself: its room in a page's column, its letters, the least width of a column of
heads and of any other, and the room beside words."""


def table_html(table: Table, attributes: str = "") -> str:
    """The whole table: column heads and row heads with scope, classes for numbers, symbols, bases and totals. One that
    would not fit beside a text is set closer (``_static/tables.css``)."""
    kinds = "table exhibit-table close" if _width(table) > ROOM else "table exhibit-table"
    return f'<table class="{kinds}"{attributes}>{rows_html(table)}</table>'


def rows_html(table: Table) -> str:
    """Head and body of the table, without what stands around them. Heads of groups of rows stand above their rows, so
    that a narrow screen shows numbers beside the others."""
    groups = _groups(placed(table.body)) if table.stubs > 1 else []
    if groups:
        head, *rest = table.head
        narrower = replace(
            table,
            head=(Row(head.cells[1:], head.kind), *rest),
            body=tuple(row for group in groups for row in group),
            stubs=table.stubs - 1,
            width=table.width - 1,
        )
    else:
        narrower, groups = table, [list(table.body)]
    words = word_columns(narrower)
    top = "".join(_row(row, places, words, head=True) for row, places in placed(narrower.head))
    bodies = ("".join(_row(row, places, words, head=False) for row, places in placed(group)) for group in groups)
    body = "".join(f"<tbody>{rows}</tbody>" for rows in bodies)
    return _column_groups(narrower) + (f"<thead>{top}</thead>" if top else "") + body


def _width(table: Table) -> float:
    """How wide the table is at the least: its numbers and the words of its heads are not broken."""
    columns = [float(STUB if column < table.stubs else LEAST) for column in range(table.width)]
    if table.stubs > 1 and _groups(placed(table.body)):
        columns[0] = 0.0
    for row, places in placed((*table.head, *table.body)):
        for cell, place in zip(row.cells, places, strict=True):
            if cell.columns == 1 and place >= table.stubs:
                words = [cell.text] if cell.kind == "number" else cell.text.split(" ")
                columns[place] = max(columns[place], *(text_em(word) * LETTERS + PADDING for word in words))
    return math.fsum(columns)


def _column_groups(table: Table) -> str:
    """The groups of columns that heads are above; without them a head above several would be of none."""
    first = table.head[0].cells if table.head else ()
    if all(cell.columns == 1 for cell in first):
        return ""
    return "".join(f'<colgroup span="{cell.columns}"></colgroup>' for cell in first)


def _groups(rows: Sequence[Placed]) -> list[list[Row]]:
    """The rows by their outermost heads, each group with its head in a row of its own; none where no head has several
    rows. By HTML, a head of a group is of the rest of its ``tbody``."""
    if not any(row.cells[0].rows > 1 and places[0] == 0 for row, places in rows):
        return []
    found: list[list[Row]] = []
    for row, places in rows:
        cells = row.cells
        if places[0] == 0:
            head, *rest = cells
            cells = tuple(rest)
            found.append([Row((replace(head, rows=1, columns=sum(cell.columns for cell in rest)),), "group")])
        found[-1].append(replace(row, cells=cells))
    return [group if group[0].cells[0].text else group[1:] for group in found]


def placed(rows: Sequence[Row]) -> list[Placed]:
    """Each row with the column in which each of its cells stands."""
    places = spans([(cell.rows, cell.columns) for cell in row.cells] for row in rows)
    return [(row, [span.column for span in line]) for row, line in zip(rows, places, strict=True)]


def word_columns(table: Table) -> set[int]:
    """The columns that hold words and no numbers: their heads stand to the left as the words do."""
    kinds: dict[int, set[str]] = {}
    for row, places in placed(table.body):
        for cell, place in zip(row.cells, places, strict=True):
            kinds.setdefault(place, set()).add(cell.kind)
    return {place for place, found in kinds.items() if "text" in found and "number" not in found}


def _row(row: Row, places: Sequence[int], words: set[int], *, head: bool) -> str:
    cells = (_cell(cell, place in words, head=head) for cell, place in zip(row.cells, places, strict=True))
    kind = f' class="{row.kind}"' if row.kind else ""
    name = f' id="{row.id}"' if row.id else ""
    return f"<tr{name}{kind}>{''.join(cells)}</tr>"


def _cell(cell: Cell, words: bool, *, head: bool) -> str:
    text = escape(cell.text)
    text = f'<abbr title="{escape(cell.title)}">{text}</abbr>' if cell.title and text else text
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1
    )
    shown = [] if head else [cell.kind]
    shown += ["text"] if words and cell.columns == 1 and cell.kind != "text" else []
    kinds = f' class="{" ".join(shown)}"' if shown else ""
    if not (head or cell.kind == "stub") or not text:
        return f"<td{kinds}{spans}>{text}</td>"
    scope = ("col" if head else "row") + ("group" if cell.columns > 1 else "")
    return f'<th scope="{scope}"{kinds}{spans}>{text}</th>'
