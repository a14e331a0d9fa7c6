"""An exhibit's headline: what it shows, in a sentence with numbers and a claim like any other.

It stands in the chapter, as a paragraph with ``{.headline}`` above it, just after the exhibit's cell, where it can ask
the exhibit. In the book it stands in the exhibit's frame, above the title.
"""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from kunnskapsstatus.book.nodes import claim, headline
from kunnskapsstatus.book.registry import registry

logger = logging.getLogger(__name__)
CLASS, EXHIBIT = "headline", "exhibit"
CELL = "cell"


def place(app: Sphinx, doctree: nodes.document) -> None:
    """Move each headline into the frame of the exhibit before it; tell of one that has none, or that no claim
    checks."""
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if CLASS not in paragraph["classes"]:
            continue
        where = (app.env.docname, paragraph.line)
        frame = _frame_before(paragraph)
        if frame is None:
            told = "no exhibit stands before this headline: write it just after the exhibit's cell"
            logger.error(told, location=where, type="kunnskapsstatus", subtype="headline")
        elif not list(paragraph.findall(claim)):
            told = f"nothing checks this headline: {paragraph.astext()!r}. Write a {{claim}} after it"
            logger.error(told, location=where, type="kunnskapsstatus", subtype="headline")
        else:
            assert paragraph.parent is not None
            paragraph.parent.remove(paragraph)
            paragraph["classes"].remove(CLASS)
            frame.insert(0, headline("", paragraph))
            _remember(app, frame, paragraph.astext())


def _remember(app: Sphinx, frame: nodes.Element, said: str) -> None:
    """Let the exhibit know its headline, for its files and for the page that other sites show."""
    ids = {node["ids"][0] for node in frame.findall(nodes.Element) if node.get("ids")}
    found = registry(app.env).exhibits.get(app.env.docname, [])
    found[:] = [replace(one, headline=said) if one.id in ids else one for one in found]


def _frame_before(paragraph: nodes.Element) -> nodes.Element | None:
    """The exhibit that the cell before a paragraph shows, if it has no headline yet."""
    assert paragraph.parent is not None
    earlier = paragraph.parent[: paragraph.parent.index(paragraph)]
    before = next((node for node in reversed(earlier) if not isinstance(node, nodes.comment)), None)
    if not isinstance(before, nodes.container) or CELL not in before["classes"]:
        return None
    frames = [node for node in before.findall(nodes.Element) if EXHIBIT in node.get("classes", ())]
    return frames[-1] if frames and not list(frames[-1].findall(headline)) else None
