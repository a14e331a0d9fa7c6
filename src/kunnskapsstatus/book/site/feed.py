"""What has changed in the book, for those who follow it: its versions and the numbers that were corrected, as Atom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any, NamedTuple

from kunnskapsstatus.book.versions import released
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.exhibits import revised

FILE = "endringer.xml"
NAME = "urn:kunnskapsstatus"


class Change(NamedTuple):
    """A change: its own name, its day, what it is, and more about it."""

    name: str
    date: date
    title: str
    text: str


def changes(book: Book, year: int, data: str) -> list[Change]:
    """What an edition knows of, the newest first."""
    return sorted(
        (*_versions(book, data), *_corrections(book, year)), key=lambda one: (one.date, one.name), reverse=True
    )


def _versions(book: Book, data: str) -> Iterator[Change]:
    for version in released(book.root):
        yield Change(f"versjon:{version.number}", version.date, f"Versjon {version.number} er gitt ut", f"{data}.")


def _corrections(book: Book, year: int) -> Iterator[Change]:
    for group in revised.together(one for one in book.revisions if (one.number.year or 0) <= year):
        first = group[0]
        told = "; ".join(f"{revised.changed(book.codebook, one)} ({_of(book.codebook, one.number)})" for one in group)
        title = "Et tall er rettet" if len(group) == 1 else f"{len(group)} tall er rettet"
        yield Change(f"rettet:{first.line}:{first.date}", first.date, title, revised.sentence(first, told))


def _of(codebook: Codebook, row: Observation) -> str:
    labels = (codebook.label((name,), getattr(row, name)) for name in ("population", "measure"))
    return ", ".join((*labels, *([] if row.year is None else [str(row.year)])))


def feed(found: list[Change], said: dict[str, Any], address: str) -> str:
    """The changes as Atom; ``address`` is of the site's first page, empty where it is not known."""
    newest = max((one.date for one in found), default=None)
    link = f'<link href="{escape(address)}"/>' if address else ""
    entries = "".join(
        f"<entry><id>{NAME}:{escape(one.name)}</id><title>{escape(one.title)}</title>{link}<updated>{_time(one.date)}</updated>"
        f"<summary>{escape(one.text)}</summary></entry>\n"
        for one in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb">\n'
        f"<id>{NAME}</id><title>Endringer i {escape(said['title'])}</title>{link}"
        f"<author><name>{escape(said['author'])}</name></author><updated>{_time(newest)}</updated>\n{entries}</feed>\n"
    )


def _time(day: date | None) -> str:
    return f"{day or date.min}T00:00:00Z"
