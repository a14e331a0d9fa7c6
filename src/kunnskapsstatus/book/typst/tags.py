"""Heads of rows and corners in the PDF's structure tree.

The Typst wheel tags the cells of a table's header rows, but has no way to say that a cell heads its row. Here the tags
are completed afterwards: the cell becomes ``TH`` with scope ``Row``, and the cells of its row name it as their header.
No page content is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

RowHeaders = list[list[tuple[bool, tuple[int, ...]]]]
CELLS = ("/TH", "/TD")
TABLELESS = frozenset(
    f"/{kind}"
    for kind in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Span", "Link", "Reference", "Lbl", "Caption", "TOC", "L")
)
"""Elements that seldom hold a table, as lists do: to look for one in all of them takes half a second, and is done only
where one is not found."""


class Table(NamedTuple):
    """A table of the structure tree: its element, and its cells in reading order."""

    element: Any
    cells: list[Any]


class TagError(ValueError):
    """The PDF's tables are not those that were written: tagging them would tie numbers to the wrong headings."""


def tag_tables(document: pikepdf.Pdf, tables: Sequence[RowHeaders]) -> list[Table]:
    """Tag the heads of rows in a document, and make a corner that says nothing no head. The tables, in reading order.

    Parameters
    ----------
    document
        A tagged PDF from Typst. Its structure tree is changed.
    tables
        For each table in reading order, for each body row, for each cell: whether it is a row header, and the indices
        of the row headers (counted through the table) that hold for it.

    Raises
    ------
    TagError
        When tables, rows or cells of the PDF differ in number from those given.
    """
    root = document.Root.StructTreeRoot
    found = list(_tables(root, TABLELESS))
    if len(found) != len(tables):
        found = list(_tables(root, frozenset()))
    if len(found) != len(tables):
        raise TagError(f"{len(found)} tables in the PDF, {len(tables)} written")
    new_ids: dict[str, Any] = {}
    empty: set[str] = set()
    tagged = []
    for index, (element, rows) in enumerate(zip(found, tables, strict=True)):
        head, body = _rows(element)
        cells = [cell for row in (*head, *body) for cell in row]
        empty |= _clear_corners([cell for row in head for cell in row], cells)
        new_ids |= _tag_table(index, body, rows)
        tagged.append(Table(element, cells))
    _register(document, root, new_ids, empty)
    return tagged


def _rows(table: Any) -> tuple[list[list[Any]], list[list[Any]]]:
    """The cells of a table, row by row: those of its head, and those of its body."""
    head, body = list[list[Any]](), list[list[Any]]()
    for part in _children(table):
        kind = str(part.S)
        into = head if kind == "/THead" else body
        for row in [part] if kind == "/TR" else _children(part):  # Typst writes no body for a table without a head
            if row.S == Name.TR:
                into.append([cell for cell in _children(row) if str(cell.S) in CELLS])
    return head, body


def _clear_corners(head: Sequence[Any], cells: Sequence[Any]) -> set[str]:
    """Make heads of columns that are empty ordinary cells; the ids that they had, which no cell names any more."""
    empty = {str(cell.ID): cell for cell in head if cell.S == Name.TH and not len(cell.get("/K", Array()))}
    for cell in empty.values():
        cell.S = Name.TD
        del cell.ID
        del _table_attributes(cell).Scope
    for cell in cells if empty else ():
        attributes = _table_attributes(cell)
        named = attributes.get("/Headers", Array())
        if any(str(ident) in empty for ident in named):
            attributes.Headers = Array([ident for ident in named if str(ident) not in empty])
    return set(empty)


def _tag_table(index: int, found: Sequence[Sequence[Any]], rows: RowHeaders) -> dict[str, Any]:
    """Tag the rows of one table's body; the new ids with the elements that carry them."""
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


def _register(document: pikepdf.Pdf, root: Any, new_ids: dict[str, Any], gone: set[str]) -> None:
    """Bring the structure tree's index of ids, where a reader looks up a header, up to date."""
    if not new_ids and not gone:
        return
    if "/IDTree" not in root:
        root.IDTree = pikepdf.NameTree.new(document).obj
    tree = pikepdf.NameTree(root.IDTree)
    for ident, element in new_ids.items():
        tree[ident] = element
    for ident in gone:
        if ident in tree:
            del tree[ident]


def _tables(node: Any, without: frozenset[str]) -> Iterator[Any]:
    """The tables in reading order, but for those in elements of these kinds; none of them holds another."""
    for child in _children(node):
        kind = str(child.S)
        if kind == "/Table":
            yield child
        elif kind not in without:
            yield from _tables(child, without)


def _children(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid]
