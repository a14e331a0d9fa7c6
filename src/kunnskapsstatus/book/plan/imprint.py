"""What edition of the book this is and of when its data are, wherever a reader or a machine asks: title, cover,
colophon, foot of the page, metadata and citation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from sphinx.application import Sphinx

from kunnskapsstatus import paths
from kunnskapsstatus.book.plan import versions
from kunnskapsstatus.book.plan.documents import apart
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.data.datapackage import project
from kunnskapsstatus.data.invented import SAID, TITLED
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.exhibits.asof import NEWEST
from kunnskapsstatus.notebooks.files import YEAR

DATA = "{tall}"
"""Stands on the cover for of when the data are."""
CITATION, EDITION = "CITATION.cff", "edition.json"


def imprint(book: Book, year: int, title: str, author: str) -> dict[str, Any]:
    """What is said of the edition of a year, by name: plain values, and what follows from them in words.

    ``until`` is the newest year with official figures that it knows, ``revised`` the day on which a number that it has
    was corrected last, ``changed`` that day or the one on which the book was released last, ``synthetic`` whether it
    has invented numbers. Nothing is of the clock: an edition says the same whenever it is made.
    """
    until = book.newest_until(year)
    revised = max((one.date for one in book.revisions if (one.number.year or 0) <= year), default=None)
    released = [one.date for one in versions.released(book.root)]
    changed = max((day for day in (revised, *released) if day), default=None)
    version = project(book.root)["version"] if (book.root / "pyproject.toml").is_file() else ""
    named = f"{title}, utgave {year}"
    data = f"Offentlige tall til og med {until}" + (f", rettet {revised:%d.%m.%Y}" if revised else "")
    if book.synthetic:
        named, data = TITLED.format(named), f"{SAID} {data}"
    citation = f"{author}: {named}. {data}." + (f" Versjon {version}." if version else "")
    return {
        "title": named, "author": author, "edition": year, "until": until,
        "revised": revised.isoformat() if revised else None, "changed": changed.isoformat() if changed else None,
        "version": version, "data": data, "citation": citation, "synthetic": book.synthetic,
    }  # fmt: skip


def know(app: Sphinx, config: Any) -> None:
    """A book for which nobody names a year is the edition of the newest. It is a part of the configuration: with
    another, all chapters are read again."""
    with suppress(BookError):  # told when the data are checked
        book = open_book(paths.root(Path(app.srcdir)))
        config.book_year = config.book_parameters.get(YEAR) or book.newest
        config.book_imprint = imprint(book, config.book_year, str(config.html_title), str(config.author))
        _print(config, config.book_imprint)


def _print(config: Any, said: Mapping[str, Any]) -> None:
    """Put it where readers see it."""
    config.html_title = said["title"]
    foot = f'<p class="imprint">{escape(said["citation"])}</p>'
    given = config.html_theme_options.get("extra_footer") or ""
    config.html_theme_options = {**config.html_theme_options, "extra_footer": f"{given}{foot}"}
    if config.typst_cover:
        edition = str(config.typst_cover.get("edition", ""))
        cover = edition.replace(NEWEST, str(said["edition"])).replace(DATA, said["data"])
        colophon = [*config.typst_cover.get("colophon", []), f"Boka siteres slik: {said['citation']}"]
        config.typst_cover = {**config.typst_cover, "edition": cover, "colophon": colophon}
    if said["synthetic"]:
        config.typst_cover = {**config.typst_cover, "title": TITLED.format(config.typst_cover.get("title", ""))}
        config.typst_filename = apart(config.typst_filename)
        config.typst_documents = [{**one, "file": apart(str(one.get("file", "")))} for one in config.typst_documents]


def tag(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """The same for machines, in the head of each page."""
    said = app.config.book_imprint
    if said:
        tags = {
            "dcterms.title": said["title"],
            "dcterms.creator": said["author"],
            "dcterms.temporal": f"../{said['until']}",
            "dcterms.bibliographicCitation": said["citation"],
        }
        lines = (f'\n    <meta name="{name}" content="{escape(text)}">' for name, text in tags.items())
        context["metatags"] = context.get("metatags", "") + "".join(lines)


def write(app: Sphinx, out: Path) -> None:
    """The same as a file for programs, and for those who cite software, beside the pages."""
    said = app.config.book_imprint
    parameters = {**app.config.book_parameters, YEAR: app.config.book_year}
    text = json.dumps({**said, "parameters": parameters}, ensure_ascii=False, indent=1, sort_keys=True)
    (out / EDITION).write_text(text + "\n", "utf-8")
    given = paths.root(Path(app.srcdir)) / CITATION
    if given.is_file():
        cited = yaml.safe_load(given.read_text("utf-8"))
        cited["preferred-citation"] = {
            "type": "book", "title": said["title"], "authors": deepcopy(cited["authors"]),
            "edition": str(said["edition"]),
            "version": said["version"], "notes": f"{said['data']}.",
        }  # fmt: skip
        (out / CITATION).write_text(yaml.safe_dump(cited, allow_unicode=True, sort_keys=False, width=120), "utf-8")
