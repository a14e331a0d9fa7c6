"""Links to places in the book: to a heading by its text or slug, to a label; and what is near to one that is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from myst_parser.mdit_to_docutils.base import default_slugify
from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from kunnskapsstatus.book.lines import line_of, line_with
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.errors import did_you_mean

logger = logging.getLogger(__name__)


class LinkToPlace(SphinxPostTransform):
    """``[text](users.md#a-heading)`` and ``[text](#label)``: MyST knows slugs only, and suggests none."""

    default_priority = 8
    """Before MyST resolves the rest."""

    def run(self, **_: Any) -> None:
        """Find the place of each link, or say that there is none."""
        for node in list(self.document.findall(pending_xref)):
            if node["reftype"] == "myst" and node["refdomain"] == "doc" and node["reftargetid"]:
                self._to_heading(node)
            elif node["reftype"] == "myst" and node["refdomain"] != "doc":
                self._to_label(node)
            elif node["reftype"] == "ref" and node["reftarget"].lower() not in _labels(self.env):
                self._nowhere(node, f"no label is called {node['reftarget']!r}", node["reftarget"], _labels(self.env))

    def _to_heading(self, node: pending_xref) -> None:
        docname, wanted = node["reftarget"], unquote(node["reftargetid"])
        slugs, slug = self.env.metadata[docname].get("myst_slugs", {}), default_slugify(wanted)
        labels = {name for name, (place, *_) in _labels(self.env).items() if place == docname}
        if slug in slugs:
            node["reftargetid"] = slug
        elif wanted.lower() in labels:
            node["refdomain"], node["reftarget"] = None, wanted
        else:
            what = f"{self.env.doc2path(docname, base=False)} has no heading or label {wanted!r}"
            self._nowhere(node, what, wanted, [*slugs, *labels])

    def _to_label(self, node: pending_xref) -> None:
        resolver, wanted = MystReferenceResolver(self.document), str(node["reftarget"])
        if resolver.resolve_myst_ref_any(self.env.docname, node, nodes.inline(), None) is None:
            what = f"nothing in the book is called {wanted!r}"
            self._nowhere(node, what, wanted, [*_labels(self.env), *(f"{name}.md" for name in self.env.all_docs)])

    def _nowhere(self, node: pending_xref, what: str, wanted: str, known: Iterable[str]) -> None:
        line = line_with(self.env.doc2path(self.env.docname), line_of(node) or 1, wanted)
        message = f"this link goes nowhere: {what}{did_you_mean(wanted.lower(), sorted(set(known)), 2)}"
        logger.warning(message, location=(self.env.docname, line), type="kunnskapsstatus", subtype="link")
        node.replace_self(node[0].deepcopy())


def missing(app: Sphinx, domain: Any, node: pending_xref) -> bool | None:
    """Say what is near to what a role refers to and is not there."""
    wanted, kind = str(node["reftarget"]), node["reftype"]
    if kind not in ("numref", "term", "doc"):
        return None
    shown = [exhibit.id for found in registry(app.env).exhibits.values() for exhibit in found]
    terms = [name for what, name in app.env.domains["std"].data["objects"] if what == "term"]
    known = {"term": terms, "doc": sorted(app.env.all_docs)}.get(kind, [*_labels(app.env), *shown])
    line = line_with(app.env.doc2path(app.env.docname), line_of(node) or 1, wanted)
    message = f"{{{kind}}}`{wanted}` refers to nothing{did_you_mean(wanted.lower(), sorted(set(known)), 2)}"
    logger.warning(message, location=(app.env.docname, line), type="kunnskapsstatus", subtype="link")
    return True


def _labels(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = env.domains["std"].data["anonlabels"]
    return found
