"""What there is to show: a list of exhibits, and all that an author needs to know of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.desk.places import places
from kunnskapsstatus.errors import BookError, LookupFailed, did_you_mean
from kunnskapsstatus.exhibits import lookup
from kunnskapsstatus.exhibits.origin import printed_name
from kunnskapsstatus.exhibits.view import View, view_of
from kunnskapsstatus.forms.markup import placed
from kunnskapsstatus.forms.table import Table, tabulate

PUBLISHED = Path("_build") / "html" / "exhibits.json"
MOST_ROWS, WIDEST = 12, 30
"""A small table has so many rows of its body, and cells of so many letters."""
NOWHERE = "not shown"


def listed(root: Path, word: str = "") -> list[tuple[str, ...]]:
    """Each exhibit that has the word in its id, title, source or place: id, number in the book, number in the report,
    where it is shown, title. The number in the book is that of the last build.

    Raises
    ------
    BookError
        When there is none.
    """
    book, shown, numbers = open_book(root), _shown(root), _numbers(root)
    rows: list[tuple[str, ...]] = []
    fits = word.casefold()
    for one in book.definitions.values():
        here = one.same_as or one.id
        printed = printed_name(one.printed)
        row = (one.id, numbers.get(here, "–"), printed or "–", shown.get(here, NOWHERE), one.title)
        if fits in " ".join((*row, one.source)).casefold():
            rows.append(row)
    if not rows:
        words = {
            part for one in book.definitions.values() for part in (*one.id.split("-"), *one.title.casefold().split())
        }
        raise BookError(
            f"no exhibit has the word {word!r}{did_you_mean(fits, sorted(words), 3)}",
            remedy="`kunnskapsstatus list exhibits` lists them all.",
        )
    return rows


def _shown(root: Path) -> dict[str, str]:
    """Where each exhibit is shown, by its id."""
    return {place.exhibit: str(place) for place in places(root) if place.shows}


def _numbers(root: Path) -> dict[str, str]:
    """The numbers of exhibits in the book as it was last built, by id."""
    try:
        entries = json.loads((root / PUBLISHED).read_text("utf-8"))
        return {entry["id"]: entry["number"] for entry in entries if entry["number"]}
    except (OSError, ValueError, KeyError, TypeError):  # no good build yet
        return {}


def columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines, each column but the last as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def described(root: Path, identifier: str, year: int | None = None) -> Iterator[str]:
    """All that an author needs to know of an exhibit, line by line.

    Raises
    ------
    LookupFailed
        For an id that is not there, with the closest, or a year without data.
    """
    book = open_book(root)
    view = view_of(book, identifier, year)
    one = view.definition
    here = one.same_as or one.id
    place = _shown(root).get(here, "")
    yield f"{one.id}: {one.title}"
    yield ""
    number = _numbers(root).get(here, "")
    facts = [("in the book", " ".join(filter(None, (number, place or NOWHERE)))), *_facts(book, view)]
    yield from columns([(f"  {name}", text) for name, text in facts if text])
    yield ""
    yield from (f"  {line}".rstrip() for line in _small(tabulate(view)))
    yield ""
    yield from _how(view, place)


def _facts(book: Book, view: View) -> Iterator[tuple[str, str]]:
    one = view.definition
    yield "same as", one.same_as
    yield "in the report", printed_name(one.printed)
    yield "form", one.form
    yield "of", ", ".join(view.populations)
    yield "years", ", ".join(map(str, view.years))
    for dimension, keys in lookup.keys(view.values).items():
        if dimension in ("category", "group", "measure"):
            lines = columns([(str(key), _label(book, view, dimension, str(key))) for key in keys])
            yield from zip((dimension, *[""] * len(keys)), lines, strict=False)
    yield "source", one.source
    yield "note", one.note
    yield "missing", one.missing
    yield "defined in", view.file
    yield "read from", ", ".join(dict.fromkeys(row.file for row in view.rows))


def _label(book: Book, view: View, dimension: str, key: str) -> str:
    if dimension != "measure":
        return view.label(key)
    units = dict.fromkeys(row.unit for row in view.values if row.measure == key and row.unit)
    told = [*units, *(["the main measure"] if key == view.measure and len(view.measures) > 1 else [])]
    return book.codebook.label(("measure",), key) + (f" ({', '.join(told)})" if told else "")


def _small(table: Table) -> Iterator[str]:
    """The first rows of a table, as it reads in plain text."""
    rows = [*placed(table.head), *placed(table.body[:MOST_ROWS])]
    cells = [{at: _cut(cell.text) for cell, at in zip(row.cells, places, strict=True)} for row, places in rows]
    yield from columns([tuple(row.get(at, "") for at in range(table.width)) for row in cells])
    if len(table.body) > MOST_ROWS:
        yield f"… and {len(table.body) - MOST_ROWS} rows more"


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 2]} …"


def _how(view: View, place: str) -> Iterator[str]:
    """How to write it in a chapter, when it is shown at a place already."""
    yield "In a cell of a chapter:"
    yield f'  x = exhibit("{view.id}", year{", show=False" if place else ""})'
    yield from [f"  # {place} shows it: one exhibit is shown once, and read from anywhere"] if place else []
    yield "In its text:"
    known = [row for row in view.values if row.known and row.year == view.year]
    row = next((row for row in known if row.measure == view.measure), None)
    if row is not None:
        keys = _keys(view, row)
        yield f"  {{eval}}`x[{', '.join(map(json.dumps, keys))}]`  {lookup.number(view, *keys)}"
    yield f"  {{numref}}`{view.id}`"


def _keys(view: View, row: Observation) -> tuple[str | int, ...]:
    """The fewest keys that mean a row."""
    own = [value for name in lookup.DIMENSIONS if (value := getattr(row, name)) not in (None, "")]
    for number in range(1, len(own)):
        for keys in combinations(own, number):
            try:
                if lookup.one(view, keys) == row:
                    return keys
            except LookupFailed:
                continue
    return tuple(own)
