"""Row headers in the PDF's structure tree.

The Typst wheel tags the cells of a table's header rows, but has no way to say that a cell heads its row. Here the tags
are completed afterwards: the cell becomes ``TH`` with scope ``Row``, and the cells of its row name it as their header.
No page content is touched.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

RowHeaders = list[list[tuple[bool, tuple[int, ...]]]]
TABLELESS = frozenset(
    f"/{kind}"
    for kind in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Span", "Link", "Reference", "Lbl", "Caption", "TOC", "L")
)
"""Elements that hold no table: to look for one in all of them takes half a second."""


class TagError(ValueError):
    """The PDF's tables are not those that were written: tagging them would tie numbers to the wrong headings."""


def tag_row_headers(pdf: bytes, tables: list[RowHeaders]) -> bytes:
    """The same PDF with row headers tagged. The result depends on the input alone.

    Parameters
    ----------
    pdf
        A tagged PDF from Typst.
    tables
        For each table in reading order, for each body row, for each cell: whether it is a row header, and the indices
        of the row headers (counted through the table) that hold for it.

    Raises
    ------
    TagError
        When tables, rows or cells of the PDF differ in number from those given.
    """
    if not any(is_header for table in tables for row in table for is_header, _ in row):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        found = list(_tables(root))
        if len(found) != len(tables):
            raise TagError(f"{len(found)} tables in the PDF, {len(tables)} written")
        new_ids: dict[str, Any] = {}
        for index, (element, rows) in enumerate(zip(found, tables, strict=True)):
            new_ids |= _tag_table(index, element, rows)
        _register(document, root, new_ids)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _tag_table(index: int, table: Any, rows: RowHeaders) -> dict[str, Any]:
    """Tag one table; the new ids with the elements that carry them."""
    bodies = [part for part in _children(table) if part.get("/S") == Name.TBody]
    found = [
        [cell for cell in _children(row) if cell.get("/S") in (Name.TD, Name.TH)]
        for part in bodies or [table]  # Typst writes no body for a table without a head
        for row in _children(part)
        if row.get("/S") == Name.TR
    ]
    if [len(row) for row in found] != [len(row) for row in rows]:
        raise TagError(f"table {index + 1} has other rows or cells in the PDF than in the book")
    pairs = [pair for row, cells in zip(rows, found, strict=True) for pair in zip(row, cells, strict=True)]
    headers = [cell for (is_header, _), cell in pairs if is_header]
    ids = [f"R{index}n{number}" for number in range(len(headers))]
    for ident, cell in zip(ids, headers, strict=True):
        cell.S = Name.TH
        cell.ID = String(ident)
        _table_attributes(cell).Scope = Name.Row
    for (_, holding), cell in pairs:
        if holding:
            attributes = _table_attributes(cell)
            attributes.Headers = Array(
                [*attributes.get("/Headers", Array()), *(String(ids[number]) for number in holding)]
            )
    return dict(zip(ids, headers, strict=True))


def _table_attributes(cell: Any) -> Any:
    """The attribute dictionary of owner Table; made when the cell has none."""
    attributes = cell.get("/A")
    entries = [] if attributes is None else list(attributes) if isinstance(attributes, Array) else [attributes]
    for entry in entries:
        if entry.get("/O") == Name.Table:
            return entry
    cell.A = Array([Dictionary(O=Name.Table), *entries])
    return cell.A[0]


def _register(document: pikepdf.Pdf, root: Any, new_ids: dict[str, Any]) -> None:
    """Add the ids to the structure tree's index of ids, where a reader looks up a header."""
    if "/IDTree" not in root:
        root.IDTree = pikepdf.NameTree.new(document).obj
    tree = pikepdf.NameTree(root.IDTree)
    for ident, element in new_ids.items():
        tree[ident] = element


def _tables(node: Any) -> Iterator[Any]:
    """The tables in reading order; none of them holds another."""
    for child in _children(node):
        kind = str(child.S)
        if kind == "/Table":
            yield child
        elif kind not in TABLELESS:
            yield from _tables(child)


def _children(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid]
