"""What ``data/datapackage.json`` says that there is: no file and no row goes missing without a word, and what was
proofread stays as it was, until somebody says so with :data:`COMMAND`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.table import Table, as_line, read_table
from kunnskapsstatus.data.text import read_text
from kunnskapsstatus.errors import DataError

DATA = Path("data")
DESCRIPTOR = DATA / "datapackage.json"
COMMAND = "kunnskapsstatus datapackage --accept"
MEANT = f"Put it back as it was. If it is meant to be so, run: {COMMAND}"
PROOFREAD = ("printed", "stated")
"""Folders whose files were compared with the report cell by cell."""


ENDING = "signatures.csv"
"""A file whose rows end: one that is gone is not missed."""


@dataclass(frozen=True)
class Change:
    """What is gone, or no longer as it was proofread: where, and what."""

    file: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{DATA / self.file}:{self.line}: {self.what}"


def described(table: Table, folder: str) -> dict[str, Any]:
    """What a descriptor keeps of a table: its number of rows, and what was proofread."""
    kept: dict[str, Any] = {} if table.path.name == ENDING else {"rows": len(table.rows)}
    return kept | ({"proofread": [as_line(row) for row in (table.header, *table.rows)]} if folder in PROOFREAD else {})


def check(root: Path) -> frozenset[Path]:
    """The files that are as they were proofread, if all that the descriptor lists is there. A book without a
    descriptor has no list.

    Raises
    ------
    DataError
        For a descriptor that cannot be read; for the first file or row that is gone or not as it was proofread.
    """
    found = list(changes(root))
    if found:
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise DataError(first.what + more, file=root / DATA / first.file, line=first.line, remedy=MEANT)
    return frozenset(root / DATA / path for path, _, proofread in _listed(root) if proofread is not None)


def changes(root: Path) -> Iterator[Change]:
    """What is gone since the descriptor was written, and what is not as it was proofread. More rows are no change,
    but for what was proofread.

    Raises
    ------
    DataError
        For a descriptor or a table that cannot be read.
    """
    for path, rows, proofread in _listed(root):
        if not (root / DATA / path).exists():
            yield Change(path, 1, f"the file is gone; {DESCRIPTOR} lists it")
            continue
        if rows is None:
            continue
        table = read_table(root / DATA / path)
        if proofread is not None:
            yield from _compared(path, table, proofread)
        elif len(table.rows) < rows:
            gone = rows - len(table.rows)
            yield Change(path, (1, *table.lines)[-1], f"{gone} of {rows} rows are gone; {DESCRIPTOR} counts them")


def _compared(path: Path, table: Table, proofread: list[str]) -> Iterator[Change]:
    """How a table differs from what was proofread, line by line and cell by cell."""
    lines = (1, *table.lines)
    cells = (table.header, *table.rows)
    now = [as_line(row) for row in cells]
    if now == proofread:
        return
    for kind, a, b, c, d in SequenceMatcher(None, proofread, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for old, at in zip_longest(range(a, b), range(c, d)):
            if at is None:
                yield Change(path, lines[min(d, len(lines) - 1)], f"this row is gone: {proofread[old]}")
            elif old is None:
                yield Change(path, lines[at], f"this row was not there when the file was proofread: {now[at]}")
            else:
                yield Change(path, lines[at], _changed(table.header, proofread[old], now[at]))


def _changed(header: tuple[str, ...], old: str, new: str) -> str:
    """One row as proofread and as it is: its cells, where it has as many."""
    before, after = csv.reader([old, new])
    if len(before) != len(after):
        return f"this row is not as proofread: {old} → {new}"
    differ = zip(header, before, after, strict=True)
    return "; ".join(f"column {name!r}: {was!r} → {is_!r}" for name, was, is_ in differ if was != is_)


def _listed(root: Path) -> Iterator[tuple[Path, int | None, list[str] | None]]:
    """Each file that the descriptor lists, below ``data/``, with its rows and what was proofread."""
    path = root / DESCRIPTOR
    if not path.exists():
        return
    text = read_text(path)

    def fail(cause: str, line: int = 1) -> DataError:
        return DataError(cause, file=path, line=line, remedy=f"Put the file back, or write it anew: {COMMAND}")

    try:
        resources = json.loads(text)["resources"]
    except json.JSONDecodeError as error:
        raise fail(f"this is not JSON: {error}", error.lineno) from None
    except (ValueError, RecursionError, KeyError, TypeError):
        raise fail("this is no data package: it has no 'resources'") from None
    if not isinstance(resources, list):
        raise fail("this is no data package: 'resources' is no list")
    for resource in resources:
        name = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(name, str) or Path(name).is_absolute() or ".." in Path(name).parts:
            raise fail(f"{json.dumps(resource)[:60]} is no resource with a path below data/")
        line = text.count("\n", 0, max(text.find(json.dumps(name, ensure_ascii=False)), 0)) + 1
        rows, proofread = resource.get("rows"), resource.get("proofread")
        if rows is not None and (type(rows) is not int or rows < 0):
            raise fail(f"{name}: rows = {rows!r} is no number of rows", line)
        if proofread is not None and not (isinstance(proofread, list) and all(type(one) is str for one in proofread)):
            raise fail(f"{name}: 'proofread' is no list of lines", line)
        yield Path(name), rows, proofread
