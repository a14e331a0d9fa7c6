"""What is new in the book, for those who read it: since the released book, and its versions and corrections before it.
The page *Hva er nytt* and the feed tell the same list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from kunnskapsstatus.book.changes import words
from kunnskapsstatus.book.changes.cells import Exhibit
from kunnskapsstatus.book.changes.report import Report, compare
from kunnskapsstatus.book.changes.side import of
from kunnskapsstatus.book.plan.versions import released as versions
from kunnskapsstatus.data import values
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits import revised
from kunnskapsstatus.lists import counted, listed

CORRECTED = "rettet:"


class Change(NamedTuple):
    """A change: its own name, its day, what it is, more about it, one thing each, and where in the site it is."""

    name: str
    date: date
    title: str
    text: str
    items: tuple[str, ...] = ()
    address: str = ""


class News(NamedTuple):
    """What is new since the released book, and the changes before, the newest first. ``version`` and ``date`` are those
    of the released book; None where this book is not compared with it: there is none, or it is of a later year."""

    version: str | None
    date: date | None
    since: tuple[Change, ...]
    before: tuple[Change, ...]

    @property
    def all(self) -> tuple[Change, ...]:
        """All of it."""
        return (*self.since, *self.before)

    @property
    def has_corrections(self) -> bool:
        """Whether a number was corrected after readers had it."""
        return any(one.name.startswith(CORRECTED) for one in self.before)


def news(book: Book, year: int, data: str, said: Mapping[str, Any], titles: Mapping[str, str]) -> News:
    """What an edition knows of: ``data`` is of when its data are, ``said`` its values, ``titles`` those of its pages.

    What is not released has no day of its own: it has that of the newest change before it.
    """
    before = sorted(
        (*_versions(book, data), *_corrections(book, year)), key=lambda one: (one.date, one.name), reverse=True
    )
    old = values.released(book.root) if (book.root / values.RELEASED).exists() else None
    if old is None or old["year"] > year:
        return News(None, None, (), tuple(before))
    version, day = str(old["released"]["version"]), date.fromisoformat(old["released"]["date"])
    report = compare(of(old, version, book.root / values.RELEASED), of(said, "", book.root / values.FILE))
    newest = max((day, *(one.date for one in before)))
    since = (*_exhibits(book, report, version, newest), *_sentences(report, version, newest, titles))
    return News(version, day, since, tuple(before))


def _exhibits(book: Book, report: Report, version: str, day: date) -> Iterator[Change]:
    """The exhibits that are new, have new years or numbers that are others."""
    for one in sorted(report.exhibits, key=lambda one: one.shown.number):
        if one.new is None:
            continue
        moved = tuple(_moved(book, one))
        new = "Ny i boka." if one.old is None else ""
        years = f"Nye år: {listed([str(year) for year in one.gained])}." if one.old and one.gained else ""
        other = f"{counted(len(moved), 'endret tall', 'endrede tall')}." if moved else ""
        text = " ".join(filter(None, (new, years, other)))
        if text:
            address = f"{one.new.chapter}.html#{one.new.id}"
            title = f"{one.new.number}: {one.new.title}"
            yield Change(f"siden:{version}:{one.new.id}", day, title, text, moved, address)


def _moved(book: Book, exhibit: Exhibit) -> Iterator[str]:
    """Each number that readers have had and is another now; when and why, where that is told."""
    for cell in exhibit.cells:
        if exhibit.old and cell.old is not None and cell.old.given:
            told = revised.told(book.codebook, book.revisions, cell.row)
            was, now = words.value(book, cell.old), words.value(book, cell.new) if cell.new else "tatt ut"
            yield f"{words.cell_name(book, exhibit, cell)}: {was} → {now}." + (f" {told}" if told else "")


def _sentences(report: Report, version: str, day: date, titles: Mapping[str, str]) -> Iterator[Change]:
    """The sentences that are new, chapter by chapter."""
    found: dict[str, list[str]] = {}
    for one in report.reworded:
        if one.new is not None and one.old is None:
            found.setdefault(one.new.chapter, []).append(one.new.text)
    for chapter in titles:
        if chapter in found:
            text = f"{counted(len(found[chapter]), 'ny setning', 'nye setninger')}."
            name, address = f"siden:{version}:{chapter}", f"{chapter}.html"
            yield Change(name, day, titles[chapter], text, tuple(found[chapter]), address)


def _versions(book: Book, data: str) -> Iterator[Change]:
    for version in versions(book.root):
        yield Change(f"versjon:{version.number}", version.date, f"Versjon {version.number} er gitt ut", f"{data}.")


def _corrections(book: Book, year: int) -> Iterator[Change]:
    for group in revised.together(one for one in book.revisions if (one.number.year or 0) <= year):
        first = group[0]
        told = "; ".join(f"{revised.changed(book.codebook, one)} ({_of(book.codebook, one.number)})" for one in group)
        title = "Et tall er rettet" if len(group) == 1 else f"{len(group)} tall er rettet"
        yield Change(f"{CORRECTED}{first.line}:{first.date}", first.date, title, revised.sentence(first, told))


def _of(codebook: Codebook, row: Observation) -> str:
    labels = (codebook.label((name,), getattr(row, name)) for name in ("population", "measure"))
    return ", ".join((*labels, *([] if row.year is None else [str(row.year)])))
