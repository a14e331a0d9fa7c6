"""A page for each centre, made from one template, and the look-up that leads to it: parts of the site and not of the
PDF."""

from __future__ import annotations

from sphinx.application import Sphinx

from kunnskapsstatus.book.centres import pages


def setup(app: Sphinx) -> None:
    """Make the pages and the look-up when a site is written."""
    app.connect("html-collect-pages", pages.collect)
    app.connect("html-page-context", pages.begin_with_look_up)
