"""A page for each centre, made from one template, and the look-up that leads to it: parts of the site and not of the
PDF."""

from __future__ import annotations

from sphinx.application import Sphinx

from kunnskapsstatus.book.centres import pages


def setup(app: Sphinx) -> None:
    """Make the pages, the look-up and the links to them when a site is written."""
    app.connect("doctree-read", pages.depend_on_all)
    app.connect("html-collect-pages", pages.collect)
    app.connect("html-page-context", pages.lead_to_pages)
