"""An exhibit's data for who works in a spreadsheet: heads and labels in Bokmål, numbers as numbers, and as CSV that a
Norwegian Excel opens right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.download import guarded
from kunnskapsstatus.forms.notes import notes
from kunnskapsstatus.keys import ANSWER, BY_OLD_METHOD, NAME, OLD_METHOD
from kunnskapsstatus.numbers import SYMBOLS, half_up

MARK = "\ufeff"
"""By which Excel knows UTF-8."""
VALUE = "Verdi"
Value = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """A title and notes, heads, and rows of texts, numbers and None; ``decimals`` of each row's value; ``symbols``,
    those that stand in it, with what they say. A column that is empty in all rows is left out."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    decimals: tuple[int, ...]
    symbols: tuple[tuple[str, str], ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Sheet:
        """The sheet that ``dataclasses.asdict`` gave."""
        lists: dict[str, Any] = {name: tuple(data[name]) for name in ("notes", "heads", "decimals")}
        lists |= {name: tuple(map(tuple, data[name])) for name in ("rows", "symbols")}
        return cls(data["title"], **lists)


def sheet_of(view: View) -> Sheet:
    """All observations of a view, a row each, in its order."""

    def label(variable: str) -> Callable[[Observation], str]:
        return lambda row: _first_up(view.codebook.label((variable,), getattr(row, variable)))

    def text(row: Observation) -> str:
        return row.text if row.measure == NAME else view.codebook.label((ANSWER,), row.text) if row.text else ""

    columns: dict[str, Callable[[Observation], Value]] = {
        "Overskrift": lambda row: row.heading,
        "Kategori": lambda row: view.label(row.category),
        "Gruppe": lambda row: view.label(row.group),
        "År": lambda row: row.year,
        "Gjelder": label("population"),
        "Mål": label("measure"),
        VALUE: lambda row: row.value if row.known else None,
        "Enhet": lambda row: row.unit,
        "Tegn": lambda row: row.symbol,
        "Svar": text,
        "Forsiktig": lambda row: row.qualifier,
        "Antall svar": lambda row: row.base,
        "Metode": lambda row: BY_OLD_METHOD if row.series == OLD_METHOD else "",
        "Forbehold": view.reservation,
        "Kilde": lambda row: row.source or view.source,
    }
    filled = {head: [of(row) for row in view.rows] for head, of in columns.items()}
    kept = {head: cells for head, cells in filled.items() if any(cell not in ("", None) for cell in cells)}
    symbols = [symbol for symbol in SYMBOLS if any(row.symbol == symbol for row in view.rows)]
    return Sheet(
        view.definition.title,
        notes(view),
        tuple(kept),
        tuple(zip(*kept.values(), strict=True)),
        tuple(row.decimals for row in view.rows),
        tuple((symbol, SYMBOLS[symbol]) for symbol in symbols),
    )


def as_norwegian_csv(sheet: Sheet) -> str:
    """The sheet with semicolons, decimal commas and the mark of UTF-8; what a spreadsheet would calculate is guarded as
    in :mod:`kunnskapsstatus.forms.download`."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.heads)
    for row, decimals in zip(sheet.rows, sheet.decimals, strict=True):
        writer.writerow([_cell(head, cell, decimals) for head, cell in zip(sheet.heads, row, strict=True)])
    return MARK + out.getvalue()


def _cell(head: str, cell: Value, decimals: int) -> Value:
    if isinstance(cell, str):
        return cell if cell in SYMBOLS else guarded(cell)
    return cell if cell is None or head != VALUE else str(half_up(cell, decimals)).replace(".", ",")


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
