"""Reading the PDF that a test has made: the text of its pages, and its bookmarks."""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pypdfium2 import raw

from kunnskapsstatus.book.typst.content import Words


class Letter(NamedTuple):
    """A letter on a page: its sides and foot in points from the lower left corner, and the size of its type."""

    sign: str
    left: float
    right: float
    foot: float
    size: float


def letters(pdf: Path, page: int) -> list[Letter]:
    """The letters of a page (from 0) in reading order, spaces left out."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        left, right, foot, top = (ctypes.c_double() for _ in range(4))
        matrix = raw.FS_MATRIX()
        for at in range(text.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(text, at))
            if not sign.isspace():
                raw.FPDFText_GetCharBox(text, at, left, right, foot, top)
                raw.FPDFText_GetMatrix(text, at, matrix)
                size = raw.FPDFText_GetFontSize(text, at) * max(abs(matrix.b), abs(matrix.d))
                found.append(Letter(sign, left.value, right.value, foot.value, size))
    return found


def is_said(found: list[Letter], said: str) -> bool:
    """Whether letters say this, spaces left out."""
    return re.sub(r"\s", "", said) in "".join(letter.sign for letter in found)


def line(found: list[Letter], said: str) -> list[Letter]:
    """The first letters that say this, spaces left out."""
    signs, wanted = "".join(letter.sign for letter in found), re.sub(r"\s", "", said)
    start = signs.index(wanted)
    return found[start : start + len(wanted)]


def pages(pdf: Path) -> list[str]:
    """The text of each page, in lines."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def words(pdf: Path) -> str:
    """All text, in one line."""
    return re.sub(r"[\s\u2060]+", " ", " ".join(pages(pdf)).replace("\u2060", ""))


def bookmarks(pdf: Path) -> list[tuple[int, str, int]]:
    """Each bookmark: its level (0 is a chapter), its title, and the number of its page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(mark.level, mark.get_title(), (mark.get_dest().get_index() or 0) + 1) for mark in document.get_toc()]


def filled(pdf: Path, head: float, foot: float) -> list[float]:
    """How much of the height between ``head`` and ``foot`` (points of the page's edges) the text of each page takes,
    from 0 to 1: its lowest line, wherever it begins."""
    shares = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, height = page.get_textpage(), page.get_height()
            lines = [text.get_rect(at)[1] for at in range(text.count_rects())]
            lowest = min((line for line in lines if foot - 1 < line < height - head), default=height - head)
            shares.append((height - head - lowest) / (height - head - foot))
    return shares


def tables(pdf: Path) -> dict[str, list[list[str]]]:
    """The rows of each table that has a caption, head first, by its caption; without spaces."""
    found: dict[str, list[list[str]]] = {}
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as read:
        said = Words(document, read)
        for table in (part for part in elements(document.Root.StructTreeRoot) if part.S == "/Table"):
            parts = [*elements(table)]
            caption = "".join(squeezed(said.of(part)) for part in parts if part.S == "/Caption")
            rows = [[kid for kid in elements(row) if kid.S in ("/TH", "/TD")] for row in parts if row.S == "/TR"]
            if caption:
                found[caption] = [[squeezed(said.of(cell)) for cell in row] for row in rows]
    return found


def marked(pdf: Path, heading: str) -> dict[str, list[str]]:
    """What stands at each mark of the list of sources, in order, by the heading of its chapter; without spaces."""
    found: dict[str, list[str]] = {}
    chapter, within = "", False
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as read:
        said = Words(document, read)
        for part in elements(document.Root.StructTreeRoot):
            if part.S == "/H1":
                within = squeezed(said.of(part)) == squeezed(heading)
            elif within and part.S == "/H2":
                chapter = squeezed(said.of(part))
            elif within and part.S == "/LI":
                at, entry = re.fullmatch(r"K(\d+)(.*)", squeezed(said.of(part))).groups()
                found.setdefault(chapter, []).append(entry)
                assert int(at) == len(found[chapter])
    return found


def captions(pdf: Path) -> set[str]:
    """The captions of exhibits, without spaces."""
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as read:
        said = Words(document, read)
        return {squeezed(said.of(part)) for part in elements(document.Root.StructTreeRoot) if part.S == "/Caption"}


def strayed(pdf: Path) -> list[str]:
    """The captions, without spaces, that stand above the heading that is read before them, or below the next one."""
    found: list[tuple[bool, str, tuple[int, float]]] = []
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as read:
        said = Words(document, read)
        for part in elements(document.Root.StructTreeRoot):
            if part.S == "/Caption" or re.fullmatch(r"/H\d", str(part.S)):
                places = [
                    (number, -one.box.top)
                    for number, ident in said.contents(part)
                    for one in said.page(number).texts[ident]
                ]
                found += [(part.S == "/Caption", squeezed(said.of(part)), min(places))] if places else []
    at = [place for is_caption, _, place in found if not is_caption]
    heads, stray = 0, []
    for is_caption, name, place in found:
        heads += not is_caption
        if is_caption and not (at[heads - 1 : heads] or [place])[0] <= place <= (at[heads : heads + 1] or [place])[0]:
            stray.append(name)
    return stray


def links(pdf: Path) -> list[list[str]]:
    """What the links of each page are called."""
    with pikepdf.open(pdf) as document:
        notes = [[note for note in page.get("/Annots", []) if note.Subtype == "/Link"] for page in document.pages]
        return [[str(note.get("/Contents", "")) for note in found] for found in notes]


def pictures(pdf: Path) -> list[str]:
    """What is said of each picture that has an alternative text."""
    with pikepdf.open(pdf) as document:
        return [str(part.Alt) for part in elements(document.Root.StructTreeRoot) if "/Alt" in part]


def elements(node: Any) -> Iterator[Any]:
    """The elements of a structure tree below one of them, in reading order."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def squeezed(text: str) -> str:
    """Text without spaces, line breaks and the characters that only govern them."""
    return re.sub(r"[\s\u2060\u00ad\u200b]+", "", text).replace("\x02", "-").replace("\ufffe", "-")
