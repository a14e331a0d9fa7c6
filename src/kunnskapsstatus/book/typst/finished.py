"""A PDF as it leaves the compiler, completed with what the compiler cannot say: heads of rows, names of links,
keywords, licence and date. No page content is touched."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf

from kunnskapsstatus.book.typst.link_names import name_links
from kunnskapsstatus.book.typst.metadata import describe
from kunnskapsstatus.book.typst.tags import RowHeaders, tag_tables


def finish(
    pdf: bytes, tables: Sequence[RowHeaders], *, keywords: Sequence[str] = (), said: Mapping[str, Any] | None = None
) -> bytes:
    """The same PDF, completed and packed. The result depends on what is given alone.

    Parameters
    ----------
    pdf
        A tagged PDF from Typst.
    tables
        Which cells of each table are heads of rows: see :func:`kunnskapsstatus.book.typst.tags.tag_tables`.
    keywords, said
        What the metadata tell: see :func:`kunnskapsstatus.book.typst.metadata.describe`.

    Raises
    ------
    TagError
        When tables, rows or cells of the PDF differ in number from those given.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tag_tables(document, tables)
        name_links(document, pdf)
        describe(document, [*keywords], said or {})
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
