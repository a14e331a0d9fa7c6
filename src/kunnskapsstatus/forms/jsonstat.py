"""An exhibit's numbers as a JSON-stat 2 cube, which the users of Statistics Norway's tables load."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.notes import notes
from kunnskapsstatus.keys import BASE, BY_OLD_METHOD, OLD_METHOD

DIMENSIONS = {
    "population": "Gjelder", "heading": "Overskrift", "category": "Kategori", "group": "Gruppe", "measure": "Mål",
    "year": "År", "series": "Serie",
}  # fmt: skip
SERIES = {"": "hele serien", OLD_METHOD: BY_OLD_METHOD}
ROLES = {"time": "year", "metric": "measure"}


def as_jsonstat(view: View) -> str:
    """The numbers of a view, without bases; empty where it has none. The dimensions are those in which they differ, the
    measure, and the year where they have one; the series where two of them count the same."""
    rows = [row for row in view.rows if row.measure != BASE and not row.text]
    if not any(row.known for row in rows):
        return ""
    label: dict[str, Callable[[Any], str]] = {
        "population": lambda key: view.codebook.label(("population",), key),
        "measure": lambda key: view.codebook.label(("measure",), key),
        "heading": lambda key: key or "uten overskrift", "category": view.label, "group": view.label,
        "year": lambda key: str(key or "uten år"), "series": lambda key: SERIES.get(key, key),
    }  # fmt: skip
    keys = {name: list(dict.fromkeys(getattr(row, name) for row in rows)) for name in DIMENSIONS if name != "series"}
    if None not in keys["year"]:
        keys["year"].sort()
    always = ("measure", "year") if any(keys["year"]) else ("measure",)
    kept = [name for name, found in keys.items() if len(found) > 1 or name in always]
    if len({tuple(getattr(row, name) for name in kept) for row in rows}) < len(rows):  # no number takes another's cell
        kept.append("series")
        keys["series"] = list(dict.fromkeys(row.series for row in rows))
    known = {tuple(getattr(row, name) for name in kept): row for row in rows}
    cells = [known.get(place) for place in product(*(keys[name] for name in kept))]
    cube = {
        "version": "2.0",
        "class": "dataset",
        "label": view.definition.title,
        "source": view.source,
        "note": list(notes(view)),
        "id": kept,
        "size": [len(keys[name]) for name in kept],
        "role": {role: [name] for role, name in ROLES.items() if name in kept and None not in keys[name]},
        "dimension": {name: _dimension(name, keys[name], label[name], rows) for name in kept},
        "value": [cell.value if cell and cell.known else None for cell in cells],
    }
    status = {str(place): cell.symbol for place, cell in enumerate(cells) if cell and cell.symbol}
    return json.dumps({**cube, **({"status": status} if status else {})}, ensure_ascii=False) + "\n"


def _dimension(name: str, keys: list[Any], label: Callable[[Any], str], rows: list[Observation]) -> dict[str, Any]:
    """A dimension with its categories in order; the measures with their units and decimals."""
    names = {_id(key): label(key) for key in keys}
    category: dict[str, Any] = {"index": list(names), "label": names}
    if name == "measure":
        category["unit"] = {key: _unit([row for row in rows if row.measure == key]) for key in keys}
    return {"label": DIMENSIONS[name], "category": category}


def _unit(rows: list[Observation]) -> dict[str, Any]:
    unit = next((row.unit for row in rows if row.unit), "antall")
    return {"base": unit, "decimals": max(row.decimals for row in rows)}


def _id(key: Any) -> str:
    return str(key) if key not in (None, "") else "none"
