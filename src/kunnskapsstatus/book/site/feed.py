"""The news of the book as Atom, for those who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from kunnskapsstatus.book.site.news import Change

FILE = "endringer.xml"
NAME = "urn:kunnskapsstatus"


def feed(found: Sequence[Change], said: dict[str, Any], address: str) -> str:
    """The news as Atom; ``address`` is of the site's first page, empty where it is not known."""
    newest = max((one.date for one in found), default=None)
    entries = "".join(_entry(one, address) for one in found)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb">\n'
        f"<id>{NAME}</id><title>Endringer i {escape(said['title'])}</title>{_link(address)}"
        f"<author><name>{escape(said['author'])}</name></author><updated>{_time(newest)}</updated>\n{entries}</feed>\n"
    )


def _entry(one: Change, address: str) -> str:
    place = f"{address.rstrip('/')}/{one.address}" if address and one.address else address
    summary = " ".join((one.text, *one.items))
    return (
        f"<entry><id>{NAME}:{escape(one.name)}</id><title>{escape(one.title)}</title>{_link(place)}"
        f"<updated>{_time(one.date)}</updated><content>{escape(summary)}</content></entry>\n"
    )


def _link(address: str) -> str:
    return f'<link href="{escape(address)}"/>' if address else ""


def _time(day: date | None) -> str:
    return f"{day or date.min}T00:00:00Z"
