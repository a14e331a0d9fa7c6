"""What the signs in a table mean, and what it means that a cell is empty: a line under it."""

from __future__ import annotations

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.table import Table
from kunnskapsstatus.numbers import SYMBOLS

EMPTY = "tomt felt: kilden oppgir ikke noe"


def signs(view: View, table: Table) -> tuple[str, ...]:
    """The line; none for a table without signs and empty cells, and for a list of names in columns."""
    cells = [cell for row in table.body for cell in row.cells]
    told = [f"{cell.text} {cell.title}" for cell in cells if cell.text and cell.title in SYMBOLS.values()]
    told += [EMPTY for cell in cells if cell.kind == "empty" and not view.names_only]
    return (f"Tegn i tabellen: {'; '.join(dict.fromkeys(told))}.",) if told else ()
