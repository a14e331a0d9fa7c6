"""What a link in the PDF is called: the words that stand in it.

The compiler names a link after the number and page of the place that it leads to, as in ", side 43". A reader who goes
from link to link hears its name alone.
"""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Name, String

from kunnskapsstatus.book.typst.content import Words

_ENDS_LINE = str.maketrans({"\x02": "-", "\ufffe": "-", "\u2060": None, "\u00ad": None, "\u200b": None})
"""How PDFium tells a hyphen at the end of a line, and characters that only govern where lines break."""


def name_links(document: pikepdf.Pdf, words: Words) -> None:
    """Give each link the text of its structure element as its name; one without text keeps the name that it has.

    Parameters
    ----------
    document
        A tagged PDF. Its links are changed.
    words
        What its parts say.
    """
    parents = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(document.pages):
        for note in page.get("/Annots", Array()):
            if note.get("/Subtype") == Name.Link and "/StructParent" in note:
                name = joined(words.of(parents[int(note.StructParent)], number))
                if name:
                    note.Contents = String(name)


def joined(text: str) -> str:
    """A text in one line. PDFium drops the space after a hyphen that ends a line: *ungdoms- og*."""
    return re.sub(r"-(?=(?:og|eller) )", "- ", " ".join(text.translate(_ENDS_LINE).split()))
