"""The text of a finished PDF: what is said by the parts of its structure, and where on the page it stands."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary
from pypdfium2 import PdfDocument, PdfTextObj, raw

NO_CONTENT = -1
"""The id of what belongs to no part of the structure: running headers, rules, a head that is repeated."""


class Box(NamedTuple):
    """The sides of a piece of text, in points from the lower left corner of its page."""

    left: float
    foot: float
    right: float
    top: float


class Text(NamedTuple):
    """A piece of text: where it stands, the id of the marked content that it belongs to, and PDFium's object."""

    box: Box
    ident: int
    drawn: Any


class Page:
    """The texts of one page, by the id of the marked content that they belong to. They are read when asked for."""

    def __init__(self, page: Any) -> None:
        """``page`` is a page of PDFium's."""
        self._page = page
        self._words: Any = None
        self.texts: dict[int, list[Text]] = {}
        sides = left, foot, right, top = [ctypes.c_float() for _ in range(4)]
        for number in range(raw.FPDFPage_CountObjects(page)):
            one = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(one) != raw.FPDF_PAGEOBJ_TEXT:
                continue
            ident = raw.FPDFPageObj_GetMarkedContentID(one)
            if ident != NO_CONTENT:
                raw.FPDFPageObj_GetBounds(one, *sides)
                place = Box(left.value, foot.value, right.value, top.value)
                self.texts.setdefault(ident, []).append(Text(place, ident, one))

    def said(self, one: Text) -> str:
        """What a text says."""
        if self._words is None:
            self._words = self._page.get_textpage()
        return str(PdfTextObj(one.drawn, textpage=self._words).extract())

    def text(self, ident: int) -> str:
        """The text of the content with an id; "" where it has none."""
        return "".join(map(self.said, self.texts.get(ident, ())))


class Words:
    """What is said by the parts of a tagged PDF."""

    def __init__(self, document: pikepdf.Pdf, read: PdfDocument) -> None:
        """The same PDF twice: its structure, and its content."""
        self._numbers: Mapping[Any, int] = {page.objgen: number for number, page in enumerate(document.pages)}
        self.page = cache(lambda number: Page(read[number]))

    def of(self, element: Any, page: int = 0) -> str:
        """The text of a structure element and of all in it, as its content has it; ``page`` is where its parent is."""
        return "".join(self.page(number).text(ident) for number, ident in self.contents(element, page))

    def contents(self, element: Any, page: int = 0) -> list[tuple[int, int]]:
        """The marked content of a structure element and of all in it: number of the page (from 0) and id, in order."""
        page = self._numbers[element.Pg.objgen] if "/Pg" in element else page
        found: list[tuple[int, int]] = []
        for kid in _kids(element):
            if not isinstance(kid, Dictionary):
                found.append((page, int(kid)))
            elif "/MCID" in kid:
                found.append((self._numbers[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)))
            elif "/S" in kid:
                found += self.contents(kid, page)
        return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]
