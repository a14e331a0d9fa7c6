"""A view's observations in rows and columns: which stand where, and which rows and columns its source gives nothing
of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.keys import BASE, OLD_METHOD, TOTAL
from kunnskapsstatus.lists import listed, small

ORDER = ("population", "heading", "category", "group", "measure", "year")
ACROSS = ("year", "measure", "group")
"""What stands in columns when a definition does not say: the first of these that varies, if anything else does."""
NOT_GIVEN = ".."
"""The symbol of what a source does not give. The others say something, and so does a cell that it leaves empty."""

SPARSE = 0.4
"""A table with a larger share of cells without a value is folded."""
FEW = 3
"""So many values can stand in a sentence."""

Key = tuple[Any, ...]
Lines = dict[Key, dict[Key, Observation]]


@dataclass(frozen=True)
class Arranged:
    """Where a view's observations stand.

    Attributes
    ----------
    down, across : the dimensions of row heads and of column heads
    heads : the columns, each by its keys in ``across``
    lines : the rows, each by its keys in ``down``, whether it is by an older method, and what keeps it apart from
        others of the same keys; with its cells by their columns
    """

    view: View
    down: tuple[str, ...]
    across: tuple[str, ...]
    heads: tuple[Key, ...]
    lines: Lines

    def given(self) -> Arranged:
        """Without the rows and the columns of which the source gives nothing."""
        lines = {key: cells for key, cells in self.lines.items() if any(map(_said, cells.values()))}
        heads = [head for head in self.heads if any(_said(cells[head]) for cells in lines.values() if head in cells)]
        return Arranged(self.view, self.down, self.across, tuple(heads), lines)

    def folded(self) -> Arranged:
        """With fewer cells that say nothing, where the source gives little: without the rows :meth:`apart`; and where
        each row has but one value, its column is its last head."""
        apart = self.apart()
        left = {key: cells for key, cells in self.lines.items() if key not in apart}
        own = {head for key in apart for head, row in self.lines[key].items() if _known(row)}
        heads = tuple(head for head in self.heads if head not in own)
        rest = Arranged(self.view, self.down, self.across, heads, left)
        alone = all(sum(map(_known, cells.values())) == 1 for cells in rest.lines.values())
        if len(rest.heads) < 2 or not alone or "measure" in rest.across or not rest._is_sparse():
            return rest
        lines: Lines = {}
        for key, cells in rest.lines.items():
            head, row = next((head, row) for head, row in cells.items() if _known(row))
            lines[(*key[: len(rest.down)], *head, *key[len(rest.down) :])] = {(): row}
        return Arranged(rest.view, rest.down + rest.across, (), ((),), lines)

    def apart(self) -> tuple[Key, ...]:
        """The rows whose few values stand in columns that no other row has a value in, of a table that is sparse. Where
        that is so of each row, the one with the most is left."""
        if not self._is_sparse():
            return ()
        filled = {key: {head for head, row in cells.items() if _known(row)} for key, cells in self.lines.items()}
        own = [
            key
            for key, heads in filled.items()
            if heads and not any(heads & others for other, others in filled.items() if other != key)
        ]
        kept = max(own, key=lambda key: len(filled[key])) if len(own) == len(filled) else None
        return tuple(key for key in own if key != kept and len(filled[key]) <= FEW)

    def _is_sparse(self) -> bool:
        cells = len(self.lines) * len(self.heads)
        known = sum(_known(row) for line in self.lines.values() for row in line.values())
        return bool(cells) and 1 - known / cells > SPARSE

    def labels(self, key: Key, dimensions: Sequence[str]) -> list[str]:
        """The labels of a row or of a column."""
        return [label(self.view, d, value) for d, value in zip(dimensions, key, strict=False)]

    def column(self, head: Key) -> str:
        """A column as running text names it: groups, which may be names such as IKS, as they are written."""
        named = zip(self.across, self.labels(head, self.across), strict=False)
        return ", ".join(text if d == "group" else small(text) for d, text in named if text)


def arranged(view: View) -> Arranged:
    """All of a view's observations: columns as its definition says, rows in the order of the source."""
    across = _across(view)
    down = _down(view, across)
    heads: dict[Key, None] = {}
    lines: Lines = {}
    counted = any(row.measure == "count" for row in view.rows)
    for row in view.rows:
        base = row.category == BASE
        head = tuple("count" if base and d == "measure" and counted else _plain(row, d) for d in across)
        place = ("" if base and d == "measure" else _plain(row, d) for d in down)
        apart = row.line if not down else row.key if not across else ""
        heads.setdefault(head)
        lines.setdefault((*place, row.series == OLD_METHOD, apart), {}).setdefault(head, row)
    order = sorted(heads, key=lambda head: (head[0] == "", head[0])) if across == ["year"] else list(heads)
    return Arranged(view, tuple(down), tuple(across), tuple(order), lines)


def label(view: View, dimension: str, value: Any) -> str:
    """What a reader sees of a key."""
    if dimension == "year":
        return str(value) or "Uten år"
    if dimension == "heading":
        return view.codebook.heading(value)
    if dimension in ("measure", "population"):
        text = view.codebook.label((dimension,), value) if value else ""
        if value == BASE and "percent" not in view.measures:  # the number behind a mean is no hundred per cent
            text = f"antall {view.codebook.label(('population',), view.population)}"
        return text[:1].upper() + text[1:]
    return view.label(value) if value else ""


def lacking(view: View) -> tuple[str, ...]:
    """What the source does not give, in sentences: all of it, or whole columns and rows, which the table leaves out."""
    who = "Rapporten" if view.definition.printed else "Kilden"
    if view.state == "empty":
        return (f"{who} oppgir ingen av tallene.",)
    whole = arranged(view)
    given = whole.given()
    columns = [named(view, whole.across, head) for head in whole.heads if head not in given.heads]
    rows = [named(view, whole.down, key) for key in whole.lines if key not in given.lines]
    if whole.across == ("year",):
        columns = _runs([head[0] for head in whole.heads if head not in given.heads])
    told = [f"{who} oppgir ikke tall for {listed(names)}." for names in (columns, rows) if names]
    return tuple(
        text.replace("oppgir ikke", "oppgir heller ikke") if number else text for number, text in enumerate(told)
    )


def _known(row: Observation) -> bool:
    return row.given or row.symbol == "-"


def _said(row: Observation) -> bool:
    return row.given or row.symbol != NOT_GIVEN


def named(view: View, dimensions: Sequence[str], key: Key) -> str:
    """A row or a column as a sentence has it."""
    names = (label(view, d, value) for d, value in zip(dimensions, key, strict=False) if value != TOTAL)
    return f"«{', '.join(filter(None, names)) or label(view, 'category', TOTAL)}»"


def _runs(years: Iterable[Any]) -> list[str]:
    """Years, those that follow each other as one: ``2014–2016``."""
    runs: list[list[int]] = []
    for year in sorted(year for year in years if year != ""):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def _varying(view: View) -> list[str]:
    """The dimensions in which the rows differ; neither a row of bases nor one without a year makes them differ."""

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
