"""The page *Hva er nytt* and the feed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kunnskapsstatus import files, paths
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.book.site import feed
from kunnskapsstatus.book.site.news import news
from kunnskapsstatus.book.text.values import said
from kunnskapsstatus.data.book import open_book

NAME, TEMPLATE, TITLE = "news", "news.html", "Hva er nytt"
LEAD = "Her står hva som er endret i boka: nye år i tabeller og figurer, tall som er rettet, og nye setninger."


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page, and the feed; none for a book that says nothing of itself."""
    out, about = Path(app.outdir), app.config.book_imprint
    if not about or (app.config.book_live and (out / f"{NAME}.html").is_file()):
        return  # what lies beside a chapter is made once
    root, known = app.config.root_doc, app.env.titles
    in_order = (root, *app.env.toctree_includes.get(root, ()))
    titles = {name: known[name].astext() for name in in_order if name in known}
    book = open_book(paths.root(Path(app.srcdir)))
    found = news(book, app.config.book_year, about["data"], said(app, registry(app.env)), titles)
    files.write(out / feed.FILE, feed.feed(found.all, about, str(app.config.html_baseurl)))
    yield NAME, {"title": TITLE, "body": f"<p>{LEAD}</p>", "news": found, "day": _day, "feed": feed.FILE}, TEMPLATE


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
