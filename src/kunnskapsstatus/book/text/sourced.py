"""Which blocks of a chapter have numbers or claims, and what is told of each: by a panel on a page, by notes on
paper."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from kunnskapsstatus.book.nodes import claim, headline, statistic
from kunnskapsstatus.chapter.spoken.relations import sentence
from kunnskapsstatus.chapter.statements import Statement
from kunnskapsstatus.exhibits.origin import Origin

FLOW = (
    nodes.document, nodes.section, nodes.list_item, nodes.definition, nodes.Admonition, nodes.admonition,
    nodes.container, nodes.block_quote, nodes.figure, nodes.legend, nodes.topic, nodes.sidebar, nodes.footnote,
    headline,
)  # fmt: skip
"""What may hold a block. A table is one, whole."""

Key = tuple[str, str]
"""An exhibit and a source: what a number is read from."""


def blocks(
    doctree: nodes.document, wanted: Callable[[nodes.Element], bool] = lambda _: True
) -> list[tuple[nodes.Element, list[nodes.Element]]]:
    """Each block that has a number with an origin, or a claim, and these, in reading order; ``wanted`` chooses."""
    found: dict[int, tuple[nodes.Element, list[nodes.Element]]] = {}
    for node in list(doctree.findall(lambda n: isinstance(n, statistic | claim))):
        assert isinstance(node, nodes.Element)
        if "statement" in node and (isinstance(node, claim) or node["statement"].origins) and wanted(node):
            block = _block(node)
            found.setdefault(id(block), (block, []))[1].append(node)
    return list(found.values())


def told_once(found: list[nodes.Element]) -> list[Statement]:
    """The statements of a block: of the same expression, two numbers in a paragraph are one."""
    return list({key_of(node): node["statement"] for node in found}.values())


def key_of(node: nodes.Element) -> tuple[str, str]:
    """What is told once."""
    return (node["statement"].kind, node["statement"].expression)


def what(statement: Statement) -> str:
    """The cell that a number is read from, or what it is computed of; and what a reader must know to use it."""
    known = dict.fromkeys(origin.reservation for origin in statement.origins if origin.reservation)
    words = statement.spoken or "; ".join(dict.fromkeys(origin.place for origin in statement.origins))
    return " ".join(map(sentence, [words, *known]))


def source_of(origin: Origin) -> Key:
    """What a number is read from."""
    return (origin.exhibit, origin.source)


def _block(node: nodes.Node) -> nodes.Element:
    """The block that a number stands in: what is a child of something that may hold a block."""
    assert node.parent is not None
    while not isinstance(node.parent, FLOW):
        node = node.parent
    assert isinstance(node, nodes.Element)
    return node
