"""What docutils writes and a screen reader needs more of: tables that are no exhibits, and the list of references."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from kunnskapsstatus.book.nodes import folded


def visit_table(translator: HTML5Translator, node: nodes.table) -> None:
    """A table without a caption is called by what it stands under."""
    type(translator).visit_table(translator, node)
    named = _stands_under(node)
    if named and not isinstance(node[0], nodes.title):
        translator.body[-1] = translator.body[-1].replace("<table", f'<table aria-label="{escape(named)}"', 1)


def visit_entry(translator: HTML5Translator, node: Any) -> None:
    """A cell; a head says of what."""
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    type(translator).visit_entry(translator, node)
    translator.body[-1] = translator.body[-1].replace("<th", f'<th scope="{scope}"', 1)


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """A work in the list of references: docutils gives it a role that no list may hold."""
    type(translator).visit_citation(translator, node)
    translator.body[-1] = translator.body[-1].replace('role="doc-biblioentry"', 'role="listitem"', 1)


def _stands_under(node: Any) -> str:
    """The title of what holds a node, or nothing."""
    holder = node.parent
    if holder is None:
        return ""
    if isinstance(holder, folded):
        return str(holder["title"])
    title = holder.next_node(nodes.title) if isinstance(holder, nodes.section) else None
    return title.astext() if title is not None else _stands_under(holder)


def setup(app: Sphinx) -> None:
    """Register them; of tables, ``book.pages.frames`` has those of exhibits."""
    app.add_node(nodes.entry, html=(visit_entry, None), override=True)
    app.add_node(nodes.citation, html=(visit_citation, None), override=True)
