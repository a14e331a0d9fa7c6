"""What the signs in a table mean, what it means that a cell is empty, and which zeros are ours: lines under it."""

from __future__ import annotations

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.table import Table, is_filled
from kunnskapsstatus.numbers import SYMBOLS

EMPTY = "tomt felt: kilden oppgir ikke noe"
FILLED = "Noen av tallene har færre desimaler i kilden. I tabellen er de fylt ut med nuller, så de kan sammenlignes."


def signs(view: View, table: Table) -> tuple[str, ...]:
    """The lines; none for a table without signs, empty cells and zeros of ours, and for a list of names in columns."""
    cells = [cell for row in table.body for cell in row.cells]
    told = [f"{cell.text} {cell.title}" for cell in cells if cell.text and cell.title in SYMBOLS.values()]
    told += [EMPTY for cell in cells if cell.kind == "empty" and not view.names_only]
    lines = (f"Tegn i tabellen: {'; '.join(dict.fromkeys(told))}.",) if told else ()
    return (*lines, FILLED) if is_filled(view) else lines
