"""What one can read on a page of the site, section by section: no panels, axes, menus or code."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html  # type: ignore[import-untyped]

from kunnskapsstatus.book.run.remembered import Remembered

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ARTICLE, EXHIBIT, CAPTION, FOLDED = "bd-article", "exhibit", "exhibit-caption", "folded"
"""Classes: of what a page is about, of an exhibit and its title, and of what is folded and yet text of the page."""
CAPTIONS = ("figcaption", "caption")
TERM, ROW = "dt", "tr"
_BLOCKS = ("p", "li", "dd", ROW, TERM, *CAPTIONS, *HEADINGS)
_SILENT = frozenset(("script", "style", "svg", "button", "nav", "pre", "form", "template", "noscript", "summary"))
_SILENT_CLASSES = frozenset(
    ("headerlink", "statistic-source", "claim", "meta", "exhibit-links", "onlyprint", "unsearched")
)
"""Elements and classes whose text is about the page, or a drawing's, or the same on many pages."""
WAYS = ("search", "404")
"""Pages that only lead to others."""
LONGEST = 200
_SENTENCE = re.compile(r"[.!?](?= |$)")
_SPACE = re.compile(r"[ \t\r\n]+")
_BEGINNING = re.compile(r".*?<h1\b.*?(?=<h2\b)", re.S)
"""A page from its heading to the next, a hundredth of a long one: no more of it is parsed to describe it."""


@dataclass
class Section:
    """A part of a page with a heading or a caption, or a word that it explains: what links to it, its title, and its
    paragraphs and the rows of its tables, in order."""

    anchor: str
    title: str
    blocks: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A page of the site, section by section; the first has the page's title."""

    title: str = ""
    sections: list[Section] = field(default_factory=list)

    def read(self, element: html.HtmlElement, section: Section) -> Section:
        """Read what stands in an element, beginning in a section; the section that it ends in."""
        for child in element:
            if _is_silent(child):
                continue
            if child.tag in HEADINGS:
                section = self._begin(_anchor(child), _text(child))
                self.title = self.title or section.title
            elif EXHIBIT in child.classes:
                self._read_exhibit(child)
            elif FOLDED in child.classes and child.get("id"):
                title = "".join(_text(one) for one in child.iterfind("summary/strong"))
                self.read(child, self._begin(child.get("id", ""), title))
            elif _is_caption(child) and not section.title:
                section.title = _text(child)
            elif child.tag == TERM:
                section = self._begin(child.get("id") or section.anchor, _text(child))
            elif child.tag == ROW:
                section.rows.append(_text(child))
            elif child.tag in _BLOCKS and not any(below.tag in _BLOCKS for below in child.iterdescendants()):
                section.blocks.append(_text(child))
            else:
                section = self.read(child, section)
        return section

    def _read_exhibit(self, element: html.HtmlElement) -> None:
        named = (element, *element.find_class(CAPTION))
        self.read(element, self._begin(next((one.get("id") for one in named if one.get("id")), ""), ""))

    def _begin(self, anchor: str, title: str) -> Section:
        self.sections.append(Section(anchor, title))
        return self.sections[-1]


def pages(out: Path, kept: Path | None = None) -> dict[str, Page]:
    """The pages of the site in a folder as they have been written, by address; those that are only a way to others left
    out. What they say is ``kept`` in a file for the next build."""
    found, known = {}, Remembered(_page, kept)
    for path in sorted(out.rglob("*.html")):
        address = path.relative_to(out)
        if address.parts[0] != "_static" and address.with_suffix("").as_posix() not in WAYS:
            page = known.of(path.read_bytes())
            if page.sections:
                found[address.as_posix()] = page
    known.keep()
    return found


def _page(content: bytes) -> Page:
    page = Page()
    for article in html.parse(io.BytesIO(content), html.HTMLParser(encoding="utf-8")).getroot().find_class(ARTICLE):
        page.read(article, Section("", ""))
    return page


def excerpt(body: str) -> str:
    """The beginning of the first paragraph below the heading of a page; empty where it has none."""
    page = Page()
    begins = _BEGINNING.match(body)
    if body.strip():
        page.read(html.fragment_fromstring(begins[0] if begins else body, create_parent="div"), Section("", ""))
    return short(next((block for section in page.sections[:1] for block in section.blocks), ""))


def short(text: str) -> str:
    """A text cut after a sentence, or else after a word, so that it is short enough for a list."""
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    whole = [found.end() for found in _SENTENCE.finditer(cut)]
    return cut[: whole[-1]].strip() if whole and whole[-1] > LONGEST // 3 else f"{cut.rsplit(' ', 1)[0]} …"


def _is_caption(element: html.HtmlElement) -> bool:
    return element.tag in CAPTIONS or CAPTION in element.classes


def _is_silent(element: html.HtmlElement) -> bool:
    return (
        not isinstance(element.tag, str)  # a comment
        or element.tag in _SILENT
        or (element.tag == "details" and not _is_text(element))
        or not _SILENT_CLASSES.isdisjoint(element.classes)
        or element.get("hidden") is not None
    )


def _is_text(details: html.HtmlElement) -> bool:
    """Whether what is folded is read: an exhibit's table is, panels with sources and downloads are not."""
    if FOLDED in details.classes:
        return True
    return details.find(".//table") is not None and any(EXHIBIT in one.classes for one in details.iterancestors())


def _anchor(heading: html.HtmlElement) -> str:
    around = heading.getparent()
    return heading.get("id") or (around.get("id", "") if around is not None and around.tag == "section" else "")


def _text(element: html.HtmlElement) -> str:
    """What an element reads as: cells of a row with a gap between them."""
    return _SPACE.sub(" ", "".join(_parts(element))).strip(" ")


def _parts(element: html.HtmlElement) -> list[str]:
    told = [element.text or ""]
    for child in element:
        if not _is_silent(child):
            told += _parts(child)
            if child.tag in ("td", "th", "br", *_BLOCKS):
                told.append(" ")
        told.append(child.tail or "")
    return told
