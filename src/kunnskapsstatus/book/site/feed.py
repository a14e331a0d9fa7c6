"""What has changed in the book, for those who follow it: its versions and the numbers that were corrected, as Atom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any, NamedTuple

from kunnskapsstatus.book.versions import released
from kunnskapsstatus.data.book import Book

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
    for one in book.revisions:
        if (one.number.year or 0) <= year:
            now = f"Tallet var {one.was} og er nå {one.now}." if one.now else f"Tallet var {one.was} og er tatt ut."
            what = ", ".join(filter(None, (one.number.dataset, str(one.number.year or ""))))
            yield Change(f"rettet:{one.line}:{one.date}", one.date, f"Et tall er rettet: {what}", f"{now} {one.reason}")


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
