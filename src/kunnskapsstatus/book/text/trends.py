"""Cards of key figures: below each number stands how it has gone through the years."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus import paths
from kunnskapsstatus.book.nodes import statistic, trend
from kunnskapsstatus.chapter.statements import Statement
from kunnskapsstatus.data.book import Book, open_book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms import trend as forms

CARDS = "key-figures"
"""The class of a list whose items are cards: the first number of each is its figure."""


def draw(app: Sphinx, doctree: nodes.document) -> None:
    """Give each card the course of its number, where that is read from one exhibit and has one."""
    for cards in doctree.findall(lambda node: isinstance(node, nodes.bullet_list) and CARDS in node["classes"]):
        book = open_book(paths.root(Path(app.srcdir)))
        for card in cards.children:
            assert isinstance(card, nodes.Element)
            number = next(card.findall(statistic), None)
            drawn = _course(book, app.config.book_year, number["statement"]) if number else None
            if drawn:
                card += trend(svg=drawn.svg, alt=drawn.alt)


def _course(book: Book, year: int, statement: Statement) -> forms.Trend | None:
    if len(statement.origins) != 1 or statement.origins[0].exhibit not in book.definitions:
        return None
    origin = statement.origins[0]
    view = view_of(book, origin.exhibit, year)
    rows = (row for row in view.values if (row.file, row.line) == (origin.file, origin.line))
    row = next(rows, None)
    return forms.trend(view, row) if row else None


def visit_trend(translator: HTML5Translator, node: nodes.Element) -> None:
    """The picture, in the colours of charts."""
    translator.body.append(f'<div class="chart trend">{node["svg"]}</div>')
    raise nodes.SkipNode
