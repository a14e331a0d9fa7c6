"""Links inside the book: which places there are, and which of them something links to."""

from __future__ import annotations

from collections.abc import Iterable
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

Place = tuple[str, str]
"""A document and an id in it; the empty id is the document itself."""


def numbers_of(label: str) -> str:
    """The label of the numbers of a chart, by the chart's own."""
    return f"{label}:numbers"


@dataclass(frozen=True)
class Ends:
    """The two ends of links that one document has: the label of each of its ids, and the places that it links to."""

    labels: dict[str, str]
    aims: list[Place]


@dataclass
class Links:
    """Every place that can be linked to, and the one Typst label that stands for all of a node's ids."""

    label_of: dict[Place, str] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, documents: Iterable[tuple[str, Ends]]) -> Links:
        """Join the ends of all documents."""
        found = [*documents]
        label_of = {(docname, ident): name for docname, ends in found for ident, name in ends.labels.items()}
        return cls(label_of, {label_of[aim] for _, ends in found for aim in ends.aims if aim in label_of})

    def target(self, docname: str, reference: nodes.Element) -> str | None:
        """The label that an internal reference goes to; None when it is external or goes nowhere."""
        aim = aim_of(docname, reference)
        return self.label_of.get(aim) if aim else None


def ends_of(docname: str, doctree: nodes.document) -> Ends:
    """Read the ids and the link targets of a document."""
    labels: dict[str, str] = {}
    for node in doctree.findall(nodes.Element):
        if node.get("ids") and not _is_dropped(node):
            name = f"{docname}:{node['ids'][0]}"
            labels.update(dict.fromkeys(node["ids"], name))
            if isinstance(node, nodes.section):
                labels.setdefault("", name)
    references = [*doctree.findall(nodes.reference), *doctree.findall(addnodes.number_reference)]
    aims = {aim: None for reference in references if (aim := aim_of(docname, reference))}
    return Ends(labels, [*aims])


def aim_of(docname: str, reference: nodes.Element) -> Place | None:
    """The place that a reference in a document goes to; None when it is external."""
    if "refid" in reference:
        return docname, str(reference["refid"])
    uri = str(reference.get("refuri", ""))
    if uri.startswith(PAGE_DOCUMENT):
        document, _, fragment = uri[1:].partition("#")
        return document or docname, fragment
    return (docname, uri[1:]) if uri.startswith("#") else None


def _is_dropped(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, DROPPED):
            return True
        node = node.parent
    return False
