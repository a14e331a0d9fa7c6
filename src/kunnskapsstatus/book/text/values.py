"""What a book says, for its file of values: every sentence with its numbers and claims, every cell of every exhibit,
and where each of them is from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kunnskapsstatus import paths
from kunnskapsstatus.book.once import once
from kunnskapsstatus.book.registry import Registry, Sentence
from kunnskapsstatus.book.text.marks import resolved
from kunnskapsstatus.chapter.statements import Statement, Told
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.values import COLUMNS, VERSION, pack
from kunnskapsstatus.exhibits.view import View, known_in, view_of
from kunnskapsstatus.forms.shown import Shown


def said(app: Sphinx, known: Registry) -> dict[str, Any]:
    """The values of the book that has been read, as plain data: see ``data/README.md``."""
    found = once(app)
    if said not in found:
        found[said] = _said(app, known)
    values: dict[str, Any] = found[said]
    return values


def _said(app: Sphinx, known: Registry) -> dict[str, Any]:
    book = open_book(paths.root(Path(app.srcdir)))
    year = int(app.config.book_year)
    places = {row: place for place, row in enumerate(known_in(book.rows({}), year))}
    exhibits = [
        _exhibit(known, docname, shown, view_of(book, shown.id, shown.asked), places)
        for docname, found in sorted(known.exhibits.items())
        for shown in found
    ]
    return {
        "version": VERSION,
        "title": str(app.config.html_title),
        "year": year,
        "columns": list(COLUMNS),
        "observations": pack(places),
        "exhibits": exhibits,
        "chapters": [
            {"chapter": docname, "sentences": [_sentence(app, known, docname, one) for one in found]}
            for docname, found in sorted(known.sentences.items())
        ],
    }


def _exhibit(known: Registry, docname: str, shown: Shown, view: View, places: dict[Observation, int]) -> dict[str, Any]:
    keys = dict.fromkeys(key for row in view.rows for key in (row.category, row.group) if key)
    return {
        "id": shown.id,
        "chapter": docname,
        "number": known.number(docname, shown),
        "title": shown.title,
        "notes": list(shown.notes),
        "labels": {key: label for key in keys if (label := view.label(key)) != key},
        "observations": [places.setdefault(row, len(places)) for row in view.rows],
    }


def _sentence(app: Sphinx, known: Registry, docname: str, sentence: Sentence) -> dict[str, Any]:
    told = known.statements.get(docname, [])
    numbers = [_number(told[place].statement) for place in sentence.numbers]
    claims = [_claim(told[place]) for place in sentence.claims]
    return {
        "line": sentence.line,
        "words": resolved(app, docname, sentence.words),
        **({"numbers": numbers} if numbers else {}),
        **({"claims": claims} if claims else {}),
    }


def _number(statement: Statement) -> dict[str, Any]:
    own = {"expression": statement.expression, "text": statement.text}
    known = {"value": statement.value, "unit": statement.unit} if isinstance(statement.value, float) else {}
    return {**own, **known, "from": _lines(statement)}


def _claim(told: Told) -> dict[str, Any]:
    """A claim; with its numbers as readers have them, and in its own words where it does not hold."""
    statement = told.statement
    parts = {} if statement.holds else {"parts": {part.expression: part.value for part in statement.parts}}
    own = {"expression": statement.expression, "holds": statement.holds, "spoken": statement.spoken}
    return {**own, **parts, "from": _lines(statement)}


def _lines(statement: Statement) -> dict[str, list[int]]:
    """The lines that the numbers of a statement are from, by file."""
    found: dict[str, set[int]] = {}
    for origin in statement.origins:
        found.setdefault(origin.file, set()).add(origin.line)
    return {file: sorted(lines) for file, lines in sorted(found.items())}
