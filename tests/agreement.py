"""Whether site and PDF say the same, exhibit by exhibit."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import lxml.html
import paper
import pikepdf
import pypdfium2
from paper import squeezed

from kunnskapsstatus.book.typst.content import Words

EXHIBIT = "//div[contains(concat(' ', @class, ' '), ' exhibit ')]"
PARAGRAPH = "//article//div[contains(concat(' ', @class, ' '), ' said ')]/p"
"""A paragraph that has a panel with its numbers and checks."""

PANEL = ".//details[contains(@class, 'checks')]"
EXHIBITS = "../../ol/li/a[contains(@href, '#') and not(contains(@href, '://'))]/text()"
CHECK = "./li[contains(@class, 'check')]"
NUMBER = "./div/ul/li[not(contains(@class, 'check'))]"
MARKS = ".//*[contains(@class, 'claim') or contains(@class, 'footnote') or contains(@class, 'visually-hidden')]"
IN_ANNEX = re.compile("ivedlegget")


def on_pages(site: Path) -> Iterator[tuple[str, list[str]]]:
    """Number and title of each numbered table of a site, and its cells that say something; without spaces."""
    for page in sorted((site / "chapters").glob("*.html")):
        for exhibit in lxml.html.fromstring(page.read_text("utf-8")).xpath(EXHIBIT):
            said = [squeezed(part.text_content()) for part in exhibit.xpath(".//span[starts-with(@class, 'caption-')]")]
            tables = exhibit.xpath(".//table[contains(@class, 'exhibit-table')]")
            if said and said[0].startswith("Tabell") and tables:
                cells = [squeezed(cell.text_content()) for cell in tables[0].xpath(".//th | .//td")]
                yield "".join(said[:2]), [cell for cell in cells if cell]


def differences(site: Path, *documents: Path) -> tuple[int, list[str]]:
    """How many tables are compared cell by cell, and what is told of one in one form only.

    Rows that say nothing but why there is no number may be one row on paper, with all their heads. A table that is on
    paper no table, such as one sentence, or that has its caption apart, must have its cells in the text.
    """
    printed = {title: rows for pdf in reversed(documents) for title, rows in paper.tables(pdf).items()}
    text, compared, found = squeezed("".join(page for pdf in documents for page in paper.pages(pdf))), 0, []
    for title, cells in on_pages(site):
        if title not in printed:
            found += [f"{title}: {cell} is not in the PDF" for cell in (title, *cells) if cell not in text]
            continue
        compared += 1
        have = [part for row in printed[title] for cell in row for part in cell.split(";") if part]
        found += [f"{title}: {cell} is in one form only" for cell in set(cells) ^ set(have)]
        numbers, other = (Counter(cell for cell in one if re.search(r"\d", cell)) for one in (cells, have))
        if numbers != other:
            found.append(f"{title}: {numbers - other} on the page, {other - numbers} on paper")
    return compared, found


def nowhere(pdf: Path) -> list[str]:
    """The links within a PDF whose place it does not have."""
    with pikepdf.open(pdf) as document:
        places = set(map(str, pikepdf.NameTree(document.Root.Names.Dests)))
        pages = {page.objgen for page in document.pages}
        aims = [note.Dest for page in document.pages for note in page.get("/Annots", []) if "/Dest" in note]
        return [
            str(aim)
            for aim in aims
            if (aim[0].objgen not in pages if isinstance(aim, pikepdf.Array) else str(aim) not in places)
        ]


def unlike(site: Path, pdfs: Iterable[Path]) -> tuple[int, list[str]]:
    """How many paragraphs with a number or a claim a site has, and those that stand on no paper with the same words.

    Paper says besides of a reference that what it leads to stands in the annex.
    """
    printed = "|".join(map(read_through, pdfs))
    count, found = 0, []
    for page in sorted((site / "chapters").glob("*.html")):
        for paragraph in lxml.html.fromstring(page.read_text("utf-8")).xpath(PARAGRAPH):
            for mark in paragraph.xpath(MARKS):
                mark.drop_tree()
            count += 1
            if IN_ANNEX.sub("", squeezed(paragraph.text_content())) not in printed:
                found.append(f"{page.name}: {' '.join(paragraph.text_content().split())}")
    return count, found


def unsourced(site: Path, listed: Path, heading: str) -> tuple[int, list[str]]:
    """How many numbers the panels of a site tell of, and those of which a document does not tell the same: at the same
    mark of the same chapter, the number as it is printed, what it is, and the exhibit that it is read from. ``heading``
    is that of the list."""
    entries, count, found = paper.marked(listed, heading), 0, []
    for page in sorted((site / "chapters").glob("*.html")):
        article = lxml.html.fromstring(page.read_text("utf-8")).xpath("//article")[0]
        chapter = squeezed("".join(article.xpath(".//h1//text()[not(ancestor::a)]"))).replace(".", "", 1)
        panels = [numbers for panel in article.xpath(PANEL) if (numbers := panel.xpath(NUMBER))]
        told = entries.pop(chapter, [])
        if len(panels) != len(told) and (told or page.stem != "index"):
            found.append(f"{page.name}: {len(panels)} paragraphs with numbers, {len(told)} marks")
        for at, (numbers, entry) in enumerate(zip(panels, told, strict=False), 1):
            count += len(numbers)
            said = [squeezed(number.text_content()) for number in numbers]
            if not numbers[0].getparent().xpath(CHECK):  # the panel's sources are those of its numbers
                said += [squeezed(one) for one in numbers[0].xpath(EXHIBITS)]
            found += [f"{page.name}: K{at} does not say {one}" for one in said if one.lower() not in entry.lower()]
    return count, [*found, *(f"{chapter} is on no page" for chapter in entries)]


def read_through(pdf: Path) -> str:
    """All that a PDF says, in the order in which it is read aloud; without spaces."""
    with pikepdf.open(pdf) as document, pypdfium2.PdfDocument(pdf) as read:
        return IN_ANNEX.sub("", squeezed(Words(document, read).of(document.Root.StructTreeRoot)))
