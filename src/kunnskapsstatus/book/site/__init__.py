"""The site around the book's pages: what lies beside them, what stands in their heads, and how one finds one's way."""

from __future__ import annotations

from sphinx.application import Sphinx

from kunnskapsstatus.book.site import beside


def setup(app: Sphinx) -> None:
    """Register what the site needs of Sphinx."""
    app.connect("html-collect-pages", beside.forget_words)
    app.connect("build-finished", beside.finish)
