"""What a link in the PDF is called: the words that stand in it.

The compiler names a link after the number and page of the place that it leads to, as in ", side 43". A reader who goes
from link to link hears its name alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pypdfium2 import PdfDocument, PdfTextObj, raw

_ENDS_LINE = str.maketrans({"\x02": "-", "\ufffe": "-", "\u2060": None, "\u00ad": None, "\u200b": None})
"""How PDFium tells a hyphen at the end of a line, and characters that only govern where lines break."""


def name_links(document: pikepdf.Pdf, pdf: bytes) -> None:
    """Give each link the text of its structure element as its name; one without text keeps the name that it has.

    Parameters
    ----------
    document
        A tagged PDF. Its links are changed.
    pdf
        The same PDF as bytes, from which the text is read.
    """
    parents = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
    with PdfDocument(pdf) as read:
        words = Words(document, read)
        for number, page in enumerate(document.pages):
            for note in page.get("/Annots", Array()):
                if note.get("/Subtype") == Name.Link and "/StructParent" in note:
                    name = _joined(words.of(parents[int(note.StructParent)], number))
                    if name:
                        note.Contents = String(name)


class Words:
    """What is said by the parts of a tagged PDF."""

    def __init__(self, document: pikepdf.Pdf, read: PdfDocument) -> None:
        """The same PDF twice: its structure, and its content."""
        self._numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(document.pages)}
        self._content = cache(lambda number: _Content(read[number]))

    def of(self, element: Any, page: int = 0) -> str:
        """The text of a structure element and of all in it, as its content has it; ``page`` is where its parent is."""
        page = self._numbers[element.Pg.objgen] if "/Pg" in element else page
        return "".join(self._piece(kid, page) for kid in _kids(element))

    def _piece(self, kid: Any, page: int) -> str:
        if not isinstance(kid, Dictionary):
            return self._content(page).text(int(kid))
        if "/MCID" in kid:
            page = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
            return self._content(page).text(int(kid.MCID))
        return self.of(kid, page) if "/S" in kid else ""


def _joined(text: str) -> str:
    """A text in one line. PDFium drops the space after a hyphen that ends a line: *ungdoms- og*."""
    return re.sub(r"-(?=(?:og|eller) )", "- ", " ".join(text.translate(_ENDS_LINE).split()))


class _Content:
    """The marked content of a page. Few pieces of it belong to links: only those are read."""

    def __init__(self, page: Any) -> None:
        self._words = page.get_textpage()
        self._pieces: dict[int, list[Any]] = {}
        for number in range(raw.FPDFPage_CountObjects(page)):
            one = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT:
                self._pieces.setdefault(raw.FPDFPageObj_GetMarkedContentID(one), []).append(one)

    def text(self, ident: int) -> str:
        """The text of the piece with an id; "" where it has none."""
        return "".join(PdfTextObj(one, textpage=self._words).extract() for one in self._pieces.get(ident, ()))


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]
