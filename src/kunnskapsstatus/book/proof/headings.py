"""Headings: a page has one title, every heading has words, and a number in one is plain text.

Sphinx shows headings in lists of contents too: there a number with its source would be a button in a link, and stand
more than once under one name.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from kunnskapsstatus.book.lines import line_of
from kunnskapsstatus.book.nodes import claim, statistic
from kunnskapsstatus.book.proof.refused import tell


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Stop the build at a page without a title or with several, and at a heading without words."""
    here = app.env.docname
    tops = [node for node in doctree.children if isinstance(node, nodes.section)]
    if not tops:
        tell(here, "this page has no title: begin it with # and words", 1)
    for more in tops[1:]:
        words = more[0].astext()
        tell(here, f"«{words}» is a second title: a page has one; write ## {words}", line_of(more) or 1)
    for title in doctree.findall(nodes.title):
        if isinstance(title.parent, nodes.section):
            if not title.astext().strip():
                tell(here, "this heading has no words", line_of(title) or 1)
            _make_plain(title)


def _make_plain(title: nodes.title) -> None:
    for node in list(title.findall(lambda node: isinstance(node, statistic | claim))):
        text = node.astext()
        node.parent.replace(node, [nodes.Text(text)] if text else [])
