"""Links inside the book: which places there are, and which of them something links to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes

from kunnskapsstatus.book.nodes import claim, downloads

DROPPED = (
    addnodes.index,
    addnodes.tabular_col_spec,
    addnodes.toctree,
    addnodes.highlightlang,
    claim,
    downloads,
    nodes.comment,
    nodes.docinfo,
    nodes.meta,
    nodes.substitution_definition,
)
"""Nodes that stand for nothing on paper."""

PAGE_DOCUMENT = "%"
"""What a link to a document starts with: ``%chapters/one#section``."""


@dataclass
class Links:
    """Every place that can be linked to, and the one Typst label that stands for all of a node's ids."""

    label_of: dict[tuple[str, str], str] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, doctrees: Mapping[str, nodes.document]) -> Links:
        """Read the ids and the link targets of all documents."""
        links = cls()
        for docname, doctree in doctrees.items():
            for node in doctree.findall(nodes.Element):
                if node.get("ids") and not _is_dropped(node):
                    name = f"{docname}:{node['ids'][0]}"
                    links.label_of.update({(docname, ident): name for ident in node["ids"]})
                    if isinstance(node, nodes.section):
                        links.label_of.setdefault((docname, ""), name)
        for docname, doctree in doctrees.items():
            for reference in [*doctree.findall(nodes.reference), *doctree.findall(addnodes.number_reference)]:
                target = links.target(docname, reference)
                if target is not None:
                    links.wanted.add(target)
        return links

    def target(self, docname: str, reference: nodes.Element) -> str | None:
        """The label that an internal reference goes to; None when it is external or goes nowhere."""
        if "refid" in reference:
            return self.label_of.get((docname, reference["refid"]))
        uri = str(reference.get("refuri", ""))
        if uri.startswith(PAGE_DOCUMENT):
            document, _, fragment = uri[1:].partition("#")
            return self.label_of.get((document or docname, fragment))
        if uri.startswith("#"):
            return self.label_of.get((docname, uri[1:]))
        return None


def _is_dropped(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, DROPPED):
            return True
        node = node.parent
    return False
