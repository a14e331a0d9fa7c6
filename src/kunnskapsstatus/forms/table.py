"""An exhibit as a table: heads, row heads and cells, ready for any format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.keys import ANSWER, BASE, NAME, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import SYMBOLS, format_number

ORDER = ("population", "heading", "category", "group", "measure", "year")
ACROSS = ("year", "measure", "group")
"""What stands in columns when a definition does not say: the first of these that varies, if anything else does."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Cell:
    """A cell: its text, ``kind`` (``head``, ``stub``, ``number``, ``text``, ``symbol``, ``empty``), how far it spans,
    and what its text means where that is not plain."""

    text: str
    kind: str
    columns: int = 1
    rows: int = 1
    title: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; ``kind`` is ``base`` for numbers of answers, ``total`` for totals, else empty."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table. ``stubs`` is the number of row-head columns, ``width`` the number of all columns."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    stubs: int
    width: int

    def to_json(self) -> dict[str, Any]:
        """The table as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        """The table that :meth:`to_json` gave."""
        parts = (
            (Row(tuple(Cell(**cell) for cell in row["cells"]), row["kind"]) for row in data[part])
            for part in ("head", "body")
        )
        head, body = map(tuple, parts)
        return cls(head, body, data["stubs"], data["width"])


def tabulate(view: View) -> Table:
    """All of a view's observations as a table: columns as its definition says, rows in the order of the source."""
    across = _across(view)
    down = _down(view, across)
    heads: dict[Key, None] = {}
    lines: dict[Key, dict[Key, Observation]] = {}
    counted = any(row.measure == "count" for row in view.rows)
    for row in view.rows:
        base = row.category == BASE
        head = tuple("count" if base and d == "measure" and counted else _plain(row, d) for d in across)
        place = ("" if base and d == "measure" else _plain(row, d) for d in down)
        apart = row.line if not down else row.key if not across else ""
        heads.setdefault(head)
        lines.setdefault((*place, row.series == OLD_METHOD, apart), {}).setdefault(head, row)
    keys = sorted(heads, key=lambda head: (head[0] == "", head[0])) if across == ["year"] else list(heads)
    mixed = len({row.measure for row in view.rows if row.measure != BASE}) > 1
    body = []
    for line, cells in lines.items():
        labels = [_label(view, d, value) for d, value in zip(down, line, strict=False)]
        if line[len(down)] and labels:
            labels[0] += " (gammel metode)"
        kind = BASE if BASE in line else TOTAL if TOTAL in line[: len(down)] and len(lines) > 1 else ""
        body.append((labels, [_cell(view, cells.get(key), mixed) for key in keys], kind))
    return Table(_head(view, down, across, keys), _body(body, len(down)), len(down), len(down) + len(keys))


def _varying(view: View) -> list[str]:
    """The dimensions in which the rows differ; a row of bases does not make measures differ, nor a row without a year
    years."""

    def values(d: str) -> set[Any]:
        return {getattr(row, d) for row in view.rows if d != "measure" or row.category != BASE} - {None}

    return [d for d in ORDER if len(values(d)) > 1]


def _across(view: View) -> list[str]:
    varying = _varying(view)
    declared = [d for d in view.definition.columns if d in varying]
    if declared or len(varying) < 2:
        return declared
    return [d for d in ACROSS if d in varying][:1]


def _down(view: View, across: Sequence[str]) -> list[str]:
    if view.names_only and view.is_list:
        return []
    rows = [d for d in _varying(view) if d not in across]
    return rows or ([] if view.names_only else ["category"])


def _plain(row: Observation, dimension: str) -> Any:
    value = getattr(row, dimension)
    return "" if value is None else value


def _label(view: View, dimension: str, value: Any) -> str:
    if dimension in ("year", "heading"):
        return str(value) or ("Uten år" if dimension == "year" else "")
    if dimension in ("measure", "population"):
        text = view.codebook.label((dimension,), value) if value else ""
        if value == BASE and "percent" not in view.measures:  # the number behind a mean is no hundred per cent
            text = f"antall {view.codebook.label(('population',), view.population)}"
        return text[:1].upper() + text[1:]
    return view.label(value) if value else ""


def _head(view: View, down: Sequence[str], across: Sequence[str], keys: Sequence[Key]) -> tuple[Row, ...]:
    if not across:
        unit = view.codebook.label(("measure",), view.measures[0]) if view.measures else ""
        corner = [Cell("", "head") for _ in down]
        return (Row((*corner, Cell(unit[:1].upper() + unit[1:], "head"))),)
    found = []
    for level, dimension in enumerate(across):
        cells = [Cell("", "head", rows=len(across)) for _ in down] if level == 0 else []
        for prefix, run in groupby(keys, key=lambda key: key[: level + 1]):
            cells.append(Cell(_label(view, dimension, prefix[-1]), "head", columns=len(list(run))))
        found.append(Row(tuple(cells)))
    return tuple(found)


def _body(body: Sequence[tuple[list[str], list[Cell], str]], stubs: int) -> tuple[Row, ...]:
    """The rows; row heads that neighbours share are one cell, but for the last column of heads."""
    found: list[Row] = []
    for number, (labels, cells, kind) in enumerate(body):
        stub: list[Cell] = []
        for level, text in enumerate(labels):
            shared = labels[: level + 1]
            last = level == stubs - 1
            if not last and number and body[number - 1][0][: level + 1] == shared:
                continue
            span = 1 if last else _run(row[0][: level + 1] == shared for row in body[number:])
            stub.append(Cell(text, "stub", rows=span))
        found.append(Row((*stub, *cells), kind))
    return tuple(found)


def _run(same: Iterable[bool]) -> int:
    """How many are true before the first that is not."""
    return next((count for count, value in enumerate([*same, False]) if not value), 0)


def _cell(view: View, row: Observation | None, mixed: bool) -> Cell:
    if row is None:
        return Cell("", "empty")
    if row.text:
        return Cell(row.text if row.measure == NAME else view.codebook.label((ANSWER,), row.text), "text")
    if row.symbol and row.symbol != "-":
        return Cell(row.symbol, "symbol", title=SYMBOLS[row.symbol])
    if not row.known:
        return Cell("", "empty", title="tom celle i kilden")
    if row.symbol == "-":
        return Cell("\u2013", "number", title=SYMBOLS["-"])
    hedge = f"{row.qualifier} " if row.qualifier else ""
    percent = "\u00a0%" if mixed and row.measure == "percent" else ""
    return Cell(hedge + format_number(row.value, row.decimals) + percent, "number")
