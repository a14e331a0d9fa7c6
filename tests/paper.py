"""Reading the PDF that a test has made: the text of its pages, and its bookmarks."""

import re
from pathlib import Path

import pypdfium2


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
