"""An exhibit as a table: heads, row heads and cells, ready for any format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.arranged import Arranged, Key, arranged, label, lacking, named
from kunnskapsstatus.keys import ANSWER, BASE, BY_OLD_METHOD, NAME, TOTAL
from kunnskapsstatus.lists import listed
from kunnskapsstatus.numbers import SYMBOLS, format_number


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
    """A row of cells; ``kind`` is ``base`` for numbers of answers, ``total`` for totals, else empty; ``id`` is what a
    mark of a map leads to."""

    cells: tuple[Cell, ...]
    kind: str = ""
    id: str = ""


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
            (Row(tuple(Cell(**cell) for cell in row["cells"]), row["kind"], row["id"]) for row in data[part])
            for part in ("head", "body")
        )
        head, body = map(tuple, parts)
        return cls(head, body, data["stubs"], data["width"])


def tabulate(view: View) -> Table:
    """A view's observations as a table, without the rows and columns that its source gives nothing of: sentences stand
    for those (:func:`kunnskapsstatus.forms.arranged.lacking`), and one for the table where nothing is given. What has
    few values and no column in common with the others stands below it (:func:`beside`)."""
    if view.state == "empty":
        return Table((), (Row((Cell(lacking(view)[0], "text"),)),), 0, 1)
    whole = arranged(view).given().folded()
    down = whole.down
    mixed = len({row.measure for row in view.rows if row.measure != BASE}) > 1
    decimals = _decimals(whole)
    body = []
    for line, cells in whole.lines.items():
        labels = whole.labels(line, down)
        if line[len(down)] and labels:
            labels[0] += f" ({BY_OLD_METHOD})"
        kind = BASE if BASE in line else TOTAL if TOTAL in line[: len(down)] and len(whole.lines) > 1 else ""
        body.append((labels, [_cell(view, cells.get(head), mixed, decimals) for head in whole.heads], kind))
    rows = _body(body, len(down))
    if view.definition.form == "map":
        rows = tuple(replace(row, id=row_id(view, line[0])) for row, line in zip(rows, whole.lines, strict=True))
    return Table(_head(whole), rows, len(down), len(down) + len(whole.heads))


def beside(view: View) -> tuple[str, ...]:
    """A sentence with the rows that stand apart from the table: each with its values, and the columns of those."""
    if view.state == "empty":
        return ()
    whole = arranged(view).given()
    decimals, told = _decimals(whole), []
    for key in whole.apart():
        cells = {head: row for head, row in whole.lines[key].items() if row.given or row.symbol == "-"}
        values = [f"{_cell(view, row, False, decimals).text} ({whole.column(head)})" for head, row in cells.items()]
        told.append(f"{named(view, whole.down, key)} med {listed(values)}")
    return (f"Har ingen kolonne felles med tabellen og står derfor her: {listed(told)}.",) if told else ()


def row_id(view: View, category: str) -> str:
    """The id of the row of a place on a map."""
    return f"{view.id}--{category}"


def is_filled(view: View) -> bool:
    """Whether a number in the table has more decimals than its source gives it."""
    whole = arranged(view).given().folded()
    decimals = _decimals(whole)
    rows = (row for cells in whole.lines.values() for row in cells.values() if row.known and not row.qualifier)
    return any(row.value and row.decimals < decimals[_kind(row)] for row in rows)


def _decimals(whole: Arranged) -> dict[Key, int]:
    """How many decimals the numbers of each kind have, so that those of a column have the same: as many as any of the
    kind is given with, and no more than the other kinds of its columns. Whole numbers are no measure of others."""
    found: dict[Key, int] = {}
    columns: dict[Key, set[Key]] = {}
    for cells in whole.lines.values():
        for head, row in cells.items():
            if row.known and not row.qualifier:
                found[_kind(row)] = max(found.get(_kind(row), 0), row.decimals)
                columns.setdefault(head, set()).add(_kind(row))
    for kinds in columns.values():
        broken = {kind: found[kind] for kind in kinds if found[kind]}
        found |= dict.fromkeys(broken, min(broken.values(), default=0))
    return found


def _kind(row: Observation) -> Key:
    return row.measure, row.population, row.unit


def _head(whole: Arranged) -> tuple[Row, ...]:
    view, down, across = whole.view, whole.down, whole.across
    if not across:
        unit = view.codebook.label(("measure",), view.measures[0]) if view.measures else ""
        corner = [Cell("", "head") for _ in down]
        return (Row((*corner, Cell(unit[:1].upper() + unit[1:], "head"))),)
    found = []
    for level, dimension in enumerate(across):
        cells = [Cell("", "head", rows=len(across)) for _ in down] if level == 0 else []
        for prefix, run in groupby(whole.heads, key=lambda key: key[: level + 1]):
            cells.append(Cell(label(view, dimension, prefix[-1]), "head", columns=len(list(run))))
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


def _cell(view: View, row: Observation | None, mixed: bool, decimals: Mapping[Key, int]) -> Cell:
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
    return Cell(hedge + format_number(row.value, row.decimals if hedge else decimals[_kind(row)]) + percent, "number")
