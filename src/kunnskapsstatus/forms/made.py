"""How an exhibit's numbers came about, in words: the files and lines that they are from, what is selected, what is
computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kunnskapsstatus.data.definitions import SINCE
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.lists import listed

COMPUTED = "derived"
_NAMES = {
    "dataset": "datasett", "population": "gjelder", "measure": "mål", "category": "kategori", "group": "gruppe",
    "year": "år", "heading": "overskrift", "series": "serie", "qualifier": "forsiktig", "key": "tall",
}  # fmt: skip


def made(view: View) -> tuple[str, ...]:
    """The lines of «Slik er tallet laget»."""
    lines = [f"Tallene er lest fra {listed(_places(view))}."] if view.rows else []
    chosen = [_selected(view, selection) for selection in view.definition.select]
    lines += [f"Utvalg: {'; '.join(chosen)}."] if chosen else []
    computed = [row.source for row in view.values if COMPUTED in (row.access, row.dataset.split("-")[0])]
    named = dict.fromkeys(source.removeprefix("regnet av ") for source in computed if "://" not in source)
    if computed:
        how = f"av {'; '.join(named)}" if named else "slik forbeholdet ved hvert av dem sier"
        lines.append(
            f"{'Alle tallene' if len(computed) == len(view.values) else 'Noen av tallene'} er regnet ut {how}."
        )
    return (*lines, f"Tabellen eller figuren er beskrevet som [{view.id}] i {view.file}.")


def _places(view: View) -> list[str]:
    """Each file with the lines that values are from."""
    lines: dict[str, set[int]] = {}
    for row in view.rows:
        lines.setdefault(row.file, set()).update({row.line} - {0})
    return [f"{file}{_span(sorted(found))}" for file, found in sorted(lines.items()) if file != view.file]


def _span(lines: list[int]) -> str:
    if not lines:
        return ""
    return f", linje {lines[0]}" + (f"–{lines[-1]}" if len(lines) > 1 else "")


def _selected(view: View, selection: Mapping[str, Any]) -> str:
    """One selection of a definition in words."""
    parts = []
    for column, wanted in selection.items():
        keys = wanted if isinstance(wanted, list) else [wanted]
        if column == SINCE:
            parts.append(f"fra og med {wanted}")
            continue
        if column in ("population", "measure"):
            keys = [view.codebook.label((column,), key) for key in keys]
        elif column in ("category", "group"):
            keys = [view.label(key, sentence=True) for key in keys]
        parts.append(f"{_NAMES[column]} {listed([str(key) for key in keys])}")
    return ", ".join(parts)
