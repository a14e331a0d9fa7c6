"""What stands in one form of the book only: on the screen, where one points, presses and downloads, or on paper.

A paragraph, a list or a table with ``{.screen-only}`` or ``{.paper-only}`` on the line above it.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

SCREEN, PAPER = "screen-only", "paper-only"


def leave_out(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take what stands on paper only out of a page. What stands on the screen only, the PDF's translator passes
    over."""
    if app.builder.format == "html":
        for node in [one for one in doctree.findall(nodes.Element) if PAPER in one.get("classes", ())]:
            if node.parent is not None:
                node.parent.remove(node)
