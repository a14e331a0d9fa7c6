"""What has no place in a book of two forms, with what to do instead."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.ext.autodoc.directive import DummyOptionSpec
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kunnskapsstatus.book.lines import line_of, line_with
from kunnskapsstatus.book.text.numbering import page_of
from kunnskapsstatus.chapter.text.numbering import NUMBER

logger = logging.getLogger(__name__)
_BOTH = "the site and the PDF say the same: write it for both, as Markdown"
_VERSION = "it speaks English, and of programs: write a {note}"
REMEDIES = {
    "raw": _BOTH,
    "only": _BOTH,
    "contents": "the site has it at the side, the PDF at the front",
    "tableofcontents": "the site has it at the side, the PDF at the front",
    "versionadded": _VERSION,
    "versionchanged": _VERSION,
    "deprecated": _VERSION,
    "iframe": "a page of another site cannot be printed: write a link",
    "video": "a film cannot be printed: write a link",
    "mermaid": "a diagram is a picture: draw it as SVG, and write what it shows",
    "bokeh-plot": "a chart is an exhibit, or what a cell shows",
}
"""Directives, and what to do instead."""


ICONS = ("octicon", "fa", "fab", "far", "fas", "material-regular", "material-outlined", "material-round")
_TYPED = re.compile(r"([Kk]apittel)\s+\d+")
_IN_WORDS = re.compile(r"\{[\w:-]+\} ?`|\*\*|\]\(|\$[^$]+\$")


class Refused(SphinxDirective):
    """A directive that is shown in one form of the book alone, or in a form that is not the book's."""

    optional_arguments, final_argument_whitespace, has_content = 1, True, True
    option_spec = DummyOptionSpec()

    def run(self) -> list[nodes.Node]:
        """Stop the build at its line."""
        tell(self.env.docname, f"the book has no {{{self.name}}}: {REMEDIES[self.name]}", self.lineno)
        return []


def icon(name: str, *_: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """A role for an icon: it is drawn by a font or a script of the site, and says nothing to those who listen."""
    return [nodes.raw("", f"{{{name}}}", format="an icon")], []


def check_nodes(app: Sphinx, doctree: nodes.document) -> None:
    """Stop the build at what is written for one form of the book. What a cell shows has a form for each."""
    for node in doctree.findall(nodes.raw):
        if not _is_output(node):
            what = node.astext() if node["format"] == "an icon" else f"raw {node['format']}"
            tell(app.env.docname, f"the book has no {what}: {_BOTH}", line_of(node) or 1)
    for link in doctree.findall(nodes.reference):
        if "refuri" in link and not link.astext().strip() and not list(link.findall(nodes.image)):
            tell(app.env.docname, f"the link to {link['refuri']} has no words: [text](address)", line_of(link) or 1)
    for reference in doctree.findall(pending_xref):
        if (page := page_of(reference)) and (typed := _TYPED.fullmatch(reference.astext())):
            _tell_typed(app.env, reference, page, typed)
    for image in list(doctree.findall(nodes.image)):
        if "://" in image["uri"]:
            cause = f"the picture {image['uri']} lies elsewhere: save it in chapters/images, with its licence"
            tell(app.env.docname, cause, line_of(image) or 1)
            image.parent.remove(image)
            continue
        if found := _IN_WORDS.search(str(image.get("alt", ""))):
            cause = f"{found[0]} is in the alternative text of a picture: that is plain words, without markup"
            tell(app.env.docname, cause, line_of(image) or 1)


def _tell_typed(env: BuildEnvironment, link: pending_xref, page: str, typed: re.Match[str]) -> None:
    file, place = (env.doc2path(name, base=False) for name in (page, env.docname))
    address = posixpath.relpath(file, posixpath.dirname(place))
    address += f"#{link['reftargetid']}" if link.get("reftargetid") else ""
    cause = f"the number of a chapter is typed: write [{typed[1]} {NUMBER}]({address}), and the contents give it"
    tell(env.docname, cause, line_with(env.doc2path(env.docname), line_of(link) or 1, typed[0]))


def _is_output(node: nodes.Node | None) -> bool:
    while node is not None and "mime_type" not in getattr(node, "attributes", ()):
        node = node.parent
    return node is not None


def tell(place: str, cause: str, line: int) -> None:
    """Stop the build at a line of a chapter, or of a file that it takes in."""
    location = f"{place}:{line}" if Path(place).is_absolute() else (place, line)
    logger.warning(cause, location=location, type="kunnskapsstatus", subtype="markup")
