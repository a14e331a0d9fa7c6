"""A PDF as it leaves the compiler, completed with what the compiler cannot say: heads of rows, names of links,
keywords, licence and date. No page content is touched."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pypdfium2 import PdfDocument

from kunnskapsstatus import processes
from kunnskapsstatus.book.typst.compiler import heard
from kunnskapsstatus.book.typst.content import Words
from kunnskapsstatus.book.typst.link_names import name_links
from kunnskapsstatus.book.typst.metadata import describe
from kunnskapsstatus.book.typst.overfull import UPRIGHT, Spill, spills
from kunnskapsstatus.book.typst.tags import RowHeaders, Table, tag_tables


class Overfull(ValueError):
    """Something in the PDF is wider than its place: what ``spills`` tells."""

    def __init__(self, spills: Sequence[Spill]) -> None:
        """What is too wide."""
        super().__init__(f"{len(spills)} texts are wider than their place")
        self.spills = spills


def finish(
    pdf: bytes,
    tables: Sequence[RowHeaders],
    *,
    rooms: Sequence[Sequence[float]] | None = None,
    upright: tuple[float, float, float] = UPRIGHT,
    keywords: Sequence[str] = (),
    said: Mapping[str, Any] | None = None,
) -> bytes:
    """The same PDF, completed and packed. The result depends on what is given alone.

    Parameters
    ----------
    pdf
        A tagged PDF from Typst.
    tables
        Which cells of each table are heads of rows: see :func:`kunnskapsstatus.book.typst.tags.tag_tables`.
    rooms
        For each of these tables, for each cell, head and all: the width that it has for its text, in points.
        Without it nothing is looked for that is too wide.
    upright
        Side, head and foot of an upright page, in millimetres: where they are not those of the book.
    keywords, said
        What the metadata tell: see :func:`kunnskapsstatus.book.typst.metadata.describe`.

    Raises
    ------
    TagError
        When tables, rows or cells of the PDF differ in number from those given.
    Overfull
        When a line or a line in a cell is wider than its place.
    TypstBuildError
        When the process that looks for such lines meanwhile is ended from outside.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document, PdfDocument(pdf) as read:
        words = Words(document, read)
        cells = tag_tables(document, tables)
        with processes.meanwhile(_spills, document, words, cells, rooms, upright) as too_wide:
            name_links(document, words)
            describe(document, [*keywords], said or {})
            out = io.BytesIO()
            document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            if found := heard(too_wide):
                raise Overfull(found)
    return out.getvalue()


def _spills(
    document: pikepdf.Pdf,
    words: Words,
    cells: Sequence[Table],
    rooms: Sequence[Sequence[float]] | None,
    upright: tuple[float, float, float],
) -> list[Spill]:
    return [] if rooms is None else spills(document, words, cells, rooms, upright)
