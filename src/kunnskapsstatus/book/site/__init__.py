"""The site around the book's pages: what lies beside them, what stands in their heads, and how one finds one's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kunnskapsstatus.book.light.assets import FIRST, STATIC
from kunnskapsstatus.book.site import beside, follow, head


def setup(app: Sphinx) -> None:
    """Register what the site needs of Sphinx."""
    app.connect("config-inited", without_index)
    app.connect("builder-inited", search_without_sphinx)
    app.connect("html-collect-pages", pages)
    app.connect("html-collect-pages", follow.pages)
    app.connect("html-page-context", head.know, priority=100)
    app.connect("html-page-context", head.offer, priority=800)
    app.connect("html-page-context", head.tell, priority=910)  # when it is known what the edition says of itself
    app.connect("build-finished", beside.finish, priority=900)  # the theme writes style sheets then too


def without_index(_app: Sphinx, config: Any) -> None:
    """Sphinx makes a page of what is marked for an index, and in the site nothing is."""
    config.html_use_index = False


def search_without_sphinx(app: Sphinx) -> None:
    """The site has a search of its own: ``site.search``."""
    app.builder.search = False  # type: ignore[attr-defined]


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages of the site that are no part of the book: each its name, what it says, and its template."""
    yield "search", {"title": "Søk"}, "search.html"
    safe = Path(app.srcdir) / STATIC / FIRST
    yield "404", {"front": app.config.html_baseurl or "/", "safe": safe.read_text("utf-8")}, "404.html"
