"""The catalogue: what the book has data on, as tables for its pages. Made from definitions, data and codebook, never
typed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.listing import BESIDE, CODE, EXHIBIT, Listing, Piece, addressed, bullets, table
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits.origin import printed_name
from kunnskapsstatus.exhibits.view import known_in, state, view_of
from kunnskapsstatus.forms.arranged import lacking
from kunnskapsstatus.keys import OFFICIAL

STORE = Path("_build") / "data" / "catalogue.json"
STATES = {"complete": "alle", "partial": "noen", "empty": "ingen"}
_NUMBER = re.compile(r"^(?P<series>(?:table|figure)-a?)(?P<number>\d+)$")


def keep(book: Book) -> Path:
    """Write what there is to list to ``_build/data/catalogue.json``, where it has changed: exhibits, observations, and
    the files of three folders.

    A page with an overview depends on this file: so not on each number, but on a new file as well.
    """
    known = {"observations": len(book.observations), "states": _states(book), "lacking": _lacking(book)}
    known |= {
        folder: [path.name for path in sorted((book.root / "data" / folder).glob("*"))]
        for folder in ("audit", "codebook", "official")
    }
    files.write(book.root / STORE, json.dumps(known, indent=1))
    return book.root / STORE


def _states(book: Book) -> dict[str, str]:
    """How much the book has of each printed exhibit."""
    return {d.id: state(d, book.selected(d)) for d in book.definitions.values() if d.printed}


def _lacking(book: Book) -> dict[str, tuple[str, ...]]:
    """What the printed exhibits lack."""
    views = (view_of(book, d.id) for d in book.definitions.values() if d.printed and d.missing)
    return {view.id: lacking(view) for view in views}


def use(*patterns: str) -> Book:
    """The book, after noting that the page at hand is made from the files that match these patterns."""
    book = DOOR.open()
    DOOR.note(
        path.relative_to(book.root) for pattern in (*patterns, str(STORE)) for path in sorted(book.root.glob(pattern))
    )
    return book


def printed(series: str) -> Listing:
    """The report's tables or figures (``table-``, ``figure-``, ``table-a``, ``figure-a``): where they stand, and what
    the book has of their values."""
    book = use("data/exhibits/*.toml")
    states, found = _states(book), []
    for definition in book.definitions.values():
        match = _NUMBER.match(definition.printed)
        if match and match["series"] == series:
            here = definition.same_as or definition.id
            what = definition.title + (" (samme tall)" if definition.same_as else "")
            name = printed_name(definition.printed).capitalize()
            found.append((int(match["number"]), (name, what, Piece(here, EXHIBIT), STATES[states[definition.id]])))
    rows = (row for _, row in sorted(found, key=lambda item: item[0]))
    return Listing((table(("I rapporten", "Hva den viser", "I boka", "Verdier"), rows),))


def not_given(year: int) -> Listing:
    """What the report shows and gives no numbers of: the printed exhibits that lack some or all, what they lack, and
    why."""
    book, rows = use("data/exhibits/*.toml", "data/codebook/*.csv"), []
    for definition in book.definitions.values():
        view = view_of(book, definition.id, year)
        if definition.printed and not definition.same_as and view.state != "complete":
            why = " ".join((*lacking(view), view.missing))
            name = printed_name(definition.printed).capitalize()
            rows.append((_place(definition.printed), (name, Piece(definition.id, EXHIBIT), why)))
    found = (row for _, row in sorted(rows, key=lambda row: row[0]))
    return Listing((table(("I rapporten", "I boka", "Hva som mangler"), found),))


def _place(printed: str) -> tuple[bool, int]:
    """Where an exhibit stands in the report: the appendix comes last."""
    match = _NUMBER.match(printed)
    assert match is not None
    return match["series"].endswith("a"), int(match["number"])


def _official(book: Book, year: int) -> dict[str, tuple[Observation, ...]]:
    """The rows of each official file that were known in a year, by dataset."""
    names = sorted(name for name in book.observations["dataset"].unique() if name.startswith(OFFICIAL))
    found = {name: known_in(book.rows({"dataset": name}), year) for name in names}
    return {name: rows for name, rows in found.items() if rows}


def sources(year: int) -> Listing:
    """The official files in the edition of a year: what they hold, for which years, with how many numbers, and from
    where."""
    book = use("data/official/*.csv", "data/codebook/population.csv")
    rows = []
    for dataset, part in _official(book, year).items():
        populations = dict.fromkeys(row.population for row in part)
        what = ", ".join(dict.fromkeys(book.codebook.label(("population",), key) for key in populations))
        access = [row.access for row in part]
        how = ", ".join(f"{access.count(key)} {name}" for key, name in ACCESS.items() if key in access)
        rows.append((Piece(f"{dataset.removeprefix('official-')}.csv", CODE), what, _span(part), len(part), how))
    return Listing((table(("Fil", "Gjelder", "År", "Tall", "Lest"), rows),))


ACCESS = {"direct": "hos utgiveren", "secondary": "gjengitt av andre", "derived": "regnet ut"}


def _span(rows: Sequence[Observation]) -> str:
    years = sorted({row.year for row in rows if row.year is not None})
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def addresses(year: int) -> Listing:
    """The addresses and publications that the official figures of an edition are read from."""
    names = {row.source for rows in _official(use("data/official/*.csv"), year).values() for row in rows}
    return Listing((bullets(map(addressed, sorted(names))),))


BESIDE_PAGES = {
    "downloads/alle-tall.zip": "alle tall i én fil: hver tabell og figur i alle formater, og listene under",
    "exhibits.json": "alle tabeller og figurer, med nummer, tittel, årene de har tall for, og kilde",
    "statements.json": "hvert tall og hver kontrollerte påstand i teksten, med uttrykket, verdien og kilden",
    "values.json": "alle setninger og verdier, så to utgaver kan sammenlignes",
}
PACKAGE = {"data/datapackage.json": "bokas datafiler, beskrevet etter standarden Data Package"}


def beside(year: int) -> Listing:
    """The files that lie beside the pages of the edition of a year, and what they hold. The data package is that of
    the newest."""
    newest = year == use("data/official/*.csv").newest
    rows = ((Piece(name, BESIDE), what) for name, what in {**BESIDE_PAGES, **(PACKAGE if newest else {})}.items())
    return Listing((table(("Fil", "Hva den har"), rows),))


def variables() -> Listing:
    """The codebook: each variable's keys with their labels in Bokmål and English."""
    codebook, rows = use("data/codebook/*.csv").codebook, []
    for name in codebook.names:
        labels = [category.label_nb for category in codebook[name].categories.values()]
        rows.append((Piece(name, CODE), len(labels), "; ".join(labels)))
    return Listing((table(("Variabel", "Kategorier", "Navn på bokmål"), rows),))


def overview(year: int) -> dict[str, int]:
    """How much there is in the edition of a year: ``observations``, ``printed`` tables and figures, and how many of
    them are complete, partial and empty."""
    book = use("data/exhibits/*.toml")
    states = list(_states(book).values())
    counts = {name: states.count(name) for name in STATES}
    return {"observations": len(known_in(book.rows({}), year)), "printed": len(states), **counts}
