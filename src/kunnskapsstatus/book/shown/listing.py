"""From what a page made from the data shows to document nodes. No text is parsed, and none gets other quotation
marks."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes

from kunnskapsstatus.book.nodes import beside, folded
from kunnskapsstatus.chapter.listing import (
    BESIDE,
    CODE,
    EMPHASIS,
    EXHIBIT,
    FOLD,
    LINK,
    LIST,
    PARAGRAPH,
    STRONG,
    Block,
    Line,
    Listing,
    Piece,
    target,
)  # fmt: skip

_SHOWN = {BESIDE: beside, CODE: nodes.literal, EMPHASIS: nodes.emphasis, STRONG: nodes.strong}


def nodes_of(listing: Listing, document: nodes.document) -> list[nodes.Element]:
    """The blocks of a listing, the targets among them made known to the document."""
    return _blocks(listing.blocks, document)


def _blocks(blocks: Iterable[Block], document: nodes.document) -> list[nodes.Element]:
    return [_block(block, document) for block in blocks]


def _block(block: Block, document: nodes.document) -> nodes.Element:
    if block.kind == PARAGRAPH:
        node = _paragraph(block.rows[0][0])
    elif block.kind == LIST:
        node = nodes.bullet_list("", *(nodes.list_item("", _paragraph(line)) for row in block.rows for line in row))
    elif block.kind == FOLD:
        title, note = block.rows[0]
        told = "".join(piece.text for piece in note)
        node = folded("", _paragraph(title), *_blocks(block.inner, document), beside=told)
    else:
        node = _table(block)
    node["support_smartquotes"] = False
    node["classes"] += [block.name] if block.name else []
    if block.target:
        node["names"] = [nodes.fully_normalize_name(block.target)]
        document.note_explicit_target(node, node)
    return node


def _table(block: Block) -> nodes.Element:
    head, *body = block.rows
    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec("", colwidth=100 // len(head)) for _ in head]
    group += [nodes.thead("", *_rows([head])), nodes.tbody("", *_rows(body))]
    return nodes.table("", group, classes=["colwidths-auto"])


def _rows(rows: Iterable[tuple[Line, ...]]) -> list[nodes.row]:
    return [nodes.row("", *(nodes.entry("", _paragraph(line)) for line in row)) for row in rows]


def _paragraph(line: Line) -> nodes.Element:
    return nodes.paragraph("", "", *map(_piece, line))


def _piece(piece: Piece) -> nodes.Node:
    if piece.kind == LINK:
        return nodes.reference("", piece.text, refuri=target(piece))
    if piece.kind == EXHIBIT:
        number = nodes.literal("", piece.text, classes=["xref", "std", "std-numref"])
        about = {"refdomain": "std", "reftype": "numref", "reftarget": piece.text, "refexplicit": False}
        return addnodes.pending_xref("", number, refwarn=True, **about)
    shown = _SHOWN.get(piece.kind)
    return shown("", piece.text) if shown else nodes.Text(piece.text)
