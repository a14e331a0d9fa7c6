"""A sheet as an Excel workbook, by the rules for accessible spreadsheets of the UK's Analysis Function: the title in
A1, notes with what symbols mean, then one table that is marked as one, no merged cells, no empty row in it."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter  # type: ignore[import-untyped]

from kunnskapsstatus.forms.sheet import VALUE, Sheet

MADE = datetime(2019, 1, 1)
"""When every workbook says that it was made, so that the same data give the same bytes."""
NARROWEST, WIDEST = 8, 50
NOTHING = "Her er ingen tall."


def as_xlsx(sheet: Sheet) -> bytes:
    """The workbook. A text is never calculated, whatever it begins with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": sheet.title, "subject": "Krisesentertilbudet i Norge", "created": MADE})
    page = book.add_worksheet("Tall")
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 14}))
    lines = [*sheet.notes, *_explained(sheet)]
    for number, line in enumerate(lines, 1):
        page.write_string(number, 0, line)
    top = len(lines) + 1
    numbers = {
        decimals: book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "valign": "top"})
        for decimals in sorted(set(sheet.decimals))
    }
    for place, (row, decimals) in enumerate(zip(sheet.rows, sheet.decimals, strict=True), top + 1):
        for column, (head, cell) in enumerate(zip(sheet.heads, row, strict=True)):
            if isinstance(cell, str):
                page.write_string(place, column, cell, plain)
            elif cell is not None:
                page.write_number(place, column, cell, numbers[decimals] if head == VALUE else plain)
    if sheet.rows:
        heads = [{"header": head} for head in sheet.heads]
        area = (top, 0, top + len(sheet.rows), len(sheet.heads) - 1)
        page.add_table(*area, {"columns": heads, "name": "Tall", "style": "Table Style Light 1"})
    for column, head in enumerate(sheet.heads):
        longest = max(len(str(row[column] if row[column] is not None else "")) for row in sheet.rows)
        page.set_column(column, column, min(max(longest, len(head) + 3, NARROWEST) + 1, WIDEST))
    book.close()
    return out.getvalue()


def _explained(sheet: Sheet) -> list[str]:
    """What a reader must know to read the table."""
    if not sheet.rows:
        return [NOTHING]
    signs = "; ".join(f"«{symbol}» betyr {words}" for symbol, words in sheet.symbols)
    return ["Arket har én tabell, som begynner under disse merknadene.", *([f"Tegn: {signs}."] if signs else [])]
