"""A headline goes to the exhibit before it; one that nothing checks, or that has no exhibit, is told of."""

from types import SimpleNamespace
from typing import Any

import pytest
from books import ROOT
from docutils import nodes
from docutils.utils import new_document
from sphinx.util import logging

from kunnskapsstatus.book.nodes import claim, headline
from kunnskapsstatus.book.registry import Registry
from kunnskapsstatus.book.text.headlines import place
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.shown import show

ENV: Any = SimpleNamespace(docname="users", domaindata={})
KNOWN = Registry(ENV)
APP: Any = SimpleNamespace(env=ENV)
ENV.get_domain = lambda name: KNOWN


def page(*blocks: nodes.Element) -> nodes.document:
    document = new_document("users.md")
    document += blocks
    return document


def shown() -> nodes.container:
    """The cell of an exhibit."""
    return nodes.container("", nodes.figure("", nodes.caption("", "Årsaker"), classes=["exhibit"]), classes=["cell"])


def said(*more: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "Psykisk vold er vanligst.", *more, classes=["headline"])


def test_a_headline_is_the_first_of_its_exhibits_frame() -> None:
    document = page(shown(), nodes.comment(), said(claim()), nodes.paragraph("", "Mer."))
    place(APP, document)
    figure = next(document.findall(nodes.figure))
    assert isinstance(figure[0], headline) and figure[0].astext() == "Psykisk vold er vanligst."
    assert [block.astext() for block in document.children if isinstance(block, nodes.paragraph)] == ["Mer."]


def test_an_exhibit_knows_its_headline_and_no_other_does() -> None:
    one, two = (show(view_of(Book(ROOT), name, 2018)) for name in ("beds-by-year", "child-staff-by-size"))
    KNOWN.exhibits["users"] = [one, two]
    cell = shown()
    next(cell.findall(nodes.figure))["ids"] = [two.id]
    place(APP, page(cell, said(claim())))
    assert [found.headline for found in KNOWN.exhibits.pop("users")] == ["", "Psykisk vold er vanligst."]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (page(shown(), said()), "nothing checks this headline"),
        (page(nodes.paragraph("", "Før."), said(claim())), "no exhibit stands before this headline"),
        (page(shown(), said(claim()), said(claim())), "no exhibit stands before this headline"),
    ],
    ids=["unchecked", "without an exhibit", "second"],
)
def test_a_headline_that_cannot_be_shown_is_told_of(
    document: nodes.document, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    monkeypatch.setattr(logging.SphinxLoggerAdapter, "error", lambda self, text, *_, **__: found.append(text))
    place(APP, document)
    assert len(found) == 1 and told in found[0]
