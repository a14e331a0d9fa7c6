"""An exhibit as a table: heads, row heads and cells, ready for any format."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from kunnskapsstatus.exhibits.exhibit import BASE, OLD_METHOD, TOTAL, Exhibit
from kunnskapsstatus.numbers import SYMBOLS, format_number

ORDER = ("population", "heading", "category", "group", "measure", "year")


@dataclass(frozen=True)
class Cell:
    """A cell: its text, ``kind`` (``head``, ``stub``, ``number``, ``text``, ``symbol``, ``empty``) and how far it spans."""

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


def _varying(frame: pd.DataFrame) -> list[str]:
    rows = frame[frame["category"] != BASE]
    return [d for d in ORDER if (rows if d == "measure" else frame)[d].astype(str).nunique() > 1]


def _column_dimensions(exhibit: Exhibit, frame: pd.DataFrame) -> list[str]:
    varying = _varying(frame)
    declared = [d for d in exhibit.definition.columns if d in varying]
    if declared:
        return declared
    for dimension in ("year", "measure", "group"):
        if dimension in varying and len(varying) > 1:
            return [dimension]
    return []


def tabulate(exhibit: Exhibit) -> Table:
    """All of an exhibit's observations as a table: columns as its definition says, rows in the order of the source."""
    frame = exhibit.frame
    columns = _column_dimensions(exhibit, frame)
    rows = [d for d in _varying(frame) if d not in columns]
    if "*" in exhibit.definition.category and frame["measure"].eq("name").all():
        rows = []
    if not rows:
        rows = ["category"] if not frame["measure"].eq("name").all() else []
    order = list(columns)
    heads: dict[tuple[Any, ...], None] = {}
    lines: dict[tuple[Any, ...], dict[tuple[Any, ...], pd.Series[Any]]] = {}
    counted = "count" in set(frame["measure"])
    for _, row in frame.iterrows():
        base_row = row["category"] == BASE
        head = tuple("count" if base_row and d == "measure" and counted else _plain(row[d]) for d in order)
        place = ("" if base_row and d == "measure" else _plain(row[d]) for d in rows)
        line = (*place, row["series"] == OLD_METHOD, row["line"] if not rows else row["key"] if not order else "")
        heads.setdefault(head)
        lines.setdefault(line, {}).setdefault(head, row)
    keys = sorted(heads, key=lambda head: (head[0] == "", head[0])) if columns == ["year"] else list(heads)
    mixed = frame.loc[frame["measure"] != BASE, "measure"].nunique() > 1
    body = []
    for line, cells in lines.items():
        labels = [_label(exhibit, d, value) for d, value in zip(rows, line, strict=False)]
        if line[len(rows)] and labels:
            labels[0] += " (gammel metode)"
        kind = BASE if BASE in line else TOTAL if TOTAL in line[: len(rows)] and len(lines) > 1 else ""
        body.append((labels, [_cell(exhibit, cells.get(key), mixed) for key in keys], kind))
    return Table(_head(exhibit, rows, order, keys, mixed), _body(body, len(rows)), len(rows), len(rows) + len(keys))


def _plain(value: Any) -> Any:
    return "" if pd.isna(value) else int(value) if not isinstance(value, str) else value


def _label(exhibit: Exhibit, dimension: str, value: Any) -> str:
    if dimension in ("year", "heading"):
        return str(value) or ("Uten år" if dimension == "year" else "")
    if dimension in ("measure", "population"):
        text = exhibit.codebook.label((dimension,), value) if value else ""
        if value == BASE and "percent" not in exhibit.measures:  # the number behind a mean is no hundred per cent
            text = f"antall {exhibit.codebook.label(('population',), exhibit.definition.population)}"
        return text[:1].upper() + text[1:]
    return exhibit.label(value, sentence=False) if value else ""


def _head(
    exhibit: Exhibit, rows: list[str], order: list[str], keys: list[tuple[Any, ...]], mixed: bool
) -> tuple[Row, ...]:
    levels = len(order) or 1
    if not order:
        unit = exhibit.codebook.label(("measure",), exhibit.measures[0]) if exhibit.measures else ""
        corner = [Cell("", "head") for _ in rows]
        return (Row((*corner, Cell(unit[:1].upper() + unit[1:], "head"))),)
    found = []
    for level in range(levels):
        cells = [Cell("", "head", rows=levels) for _ in rows] if level == 0 else []
        for prefix, run in groupby(keys, key=lambda key: key[: level + 1]):
            span = len(list(run))
            cells.append(Cell(_label(exhibit, order[level], prefix[-1]), "head", columns=span))
        found.append(Row(tuple(cells)))
    return tuple(found)


def _body(body: list[tuple[list[str], list[Cell], str]], stubs: int) -> tuple[Row, ...]:
    found: list[Row] = []
    for number, (labels, cells, kind) in enumerate(body):
        stub: list[Cell] = []
        for level, text in enumerate(labels):
            shared = labels[: level + 1]
            last = level == stubs - 1
            if not last and number and body[number - 1][0][: level + 1] == shared:
                continue
            span = 1
            while not last and number + span < len(body) and body[number + span][0][: level + 1] == shared:
                span += 1
            stub.append(Cell(text, "stub", rows=span))
        found.append(Row((*stub, *cells), kind))
    return tuple(found)


def _cell(exhibit: Exhibit, row: pd.Series[Any] | None, mixed: bool) -> Cell:
    if row is None:
        return Cell("", "empty")
    if row["text"]:
        name = row["measure"] == "name"
        return Cell(row["text"] if name else exhibit.codebook.label(("answer",), row["text"]), "text")
    if row["symbol"] and row["symbol"] != "-":
        return Cell(row["symbol"], "symbol", title=SYMBOLS[row["symbol"]])
    if pd.isna(row["value"]):
        return Cell("", "empty", title="tom celle i kilden")
    if row["symbol"] == "-":
        return Cell("\u2013", "number", title=SYMBOLS["-"])
    text = format_number(float(row["value"]), int(row["decimals"]))
    hedge = f"{row['qualifier']} " if row["qualifier"] else ""
    percent = "\u00a0%" if mixed and row["measure"] == "percent" else ""
    return Cell(hedge + text + percent, "number")
