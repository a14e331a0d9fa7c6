"""What stands in each document: the same translations of chapters and of parts of them, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment

from kunnskapsstatus.book.plan import documents
from kunnskapsstatus.book.plan.documents import Document, Part, Piece
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.kept import Chapter, Translation
from kunnskapsstatus.book.typst.links import Links, Place, numbers_of
from kunnskapsstatus.book.typst.tags import RowHeaders
from kunnskapsstatus.book.typst.translator import ALL, GIVEN, NOT_GIVEN, TypstTranslator

CHARTS = "charts"
"""The name of a chapter's part that has the numbers of its charts."""
SOURCES = "sources"
"""The name of its part that has where its numbers are from."""


class Page(NamedTuple):
    """A page of the book: its level (1 is a chapter), and the part of the contents that it opens, or ""."""

    name: str
    depth: int
    part: str


@dataclass(frozen=True)
class Sheet:
    """One document: what it is of, its file, its own title, what stands before and after its contents, which pages
    that is of, and the parts that its chapters open, by label."""

    document: Document
    file: str
    title: str
    front: list[Translation]
    body: list[Translation]
    pages: tuple[str, ...]
    opens: Mapping[str, str]

    @property
    def made(self) -> list[Translation]:
        """All that stands in it, in order."""
        return [*self.front, *self.body]

    @property
    def chapters(self) -> list[list[Translation]]:
        """The same after the contents, each chapter with what stands under it."""
        groups = list[list[Translation]]()
        for one in self.body:
            if one.chapter or not groups:
                groups.append([])
            groups[-1].append(one)
        return groups

    @property
    def labels(self) -> set[str]:
        """The places in it that can be linked to."""
        return {label for one in self.made for label in one.labels}

    @property
    def row_headers(self) -> list[RowHeaders]:
        """Which cells of its tables are row headers."""
        return [table for one in self.made for table in one.row_headers]

    @property
    def rooms(self) -> list[list[float]]:
        """How wide each cell of its tables is for its text, in points."""
        return [table for one in self.made for table in one.rooms]


class Sheets:
    """The documents of one book."""

    def __init__(
        self,
        env: BuildEnvironment,
        order: Iterable[Page],
        known: Mapping[str, Chapter],
        links: Links,
        read_image: Callable[[nodes.image], tuple[str, bytes]],
        folder: Path,
    ) -> None:
        """``folder`` is where images are written."""
        self.env = env
        self.pages = {page.name: page for page in order}
        self.known = known
        self.links = links
        self.read_image = read_image
        self.folder = folder
        self.moved: Mapping[str, tuple[str, ...]] = {}
        self.on_paper: set[str] = set()

    def of(self, wanted: Iterable[Document], on_screen: Iterable[str]) -> list[Sheet]:
        """All documents. ``on_screen`` are the pages that are in none."""
        wanted = [*wanted]
        self.moved = documents.moved(wanted)
        annexes = [one for one in wanted if one.kind == documents.ANNEX]
        apart = {piece.page for one in annexes for part in one.parts for piece in part.pieces if not piece.places}
        apart |= set(on_screen)
        self.on_paper = self._read_in(wanted, apart)
        return [sheet for document in wanted for sheet in self._of(document, apart)]

    def _of(self, document: Document, apart: set[str]) -> Iterator[Sheet]:
        if document.kind == documents.CHAPTER:
            for name, file in documents.own_files(document, self._numbered()).items():
                if name in self.pages:
                    title = self.env.titles[name].astext()
                    yield Sheet(document, file, title, [], [self.whole(name)], (name,), {})
            return
        before = [piece.page for part in document.front for piece in part.pieces if not piece.places]
        out = {*apart, *before, *document.leave_out}
        rest = [Part("", tuple(Piece(name) for name in self.pages if name not in out))]
        parts = document.parts or rest
        front = [made for part in document.front for made in self._part(part, document)]
        body = [made for part in parts for made in self._part(part, document)]
        if document.charts:
            body += self._charts(document.charts)
        if document.sources:
            body.append(self._sources(document.sources))
        named = (*document.pages, *(piece.page for part in parts for piece in part.pieces))
        opens = {} if document.parts else self._opened(out)
        yield Sheet(document, document.file, document.title, front, body, tuple(dict.fromkeys(named)), opens)

    def _read_in(self, wanted: Iterable[Document], apart: set[str]) -> set[str]:
        """The pages that the report and the annexes have."""
        named = {name for one in wanted if one.kind in (documents.REPORT, documents.ANNEX) for name in one.pages}
        left = {name for one in wanted if one.kind == documents.REPORT for name in one.leave_out}
        return named | (set(self.pages) - apart - left)

    def _numbered(self) -> list[str]:
        return [name for name in self.pages if self._number(name)]

    def _number(self, name: str) -> str:
        return ".".join(map(str, self.env.toc_secnumbers.get(name, {}).get("", ())))

    def _opened(self, out: set[str]) -> dict[str, str]:
        """The part of the contents that each page opens, by label. What one that is left out opens, the next does."""
        found, part = dict[str, str](), ""
        for page in self.pages.values():
            part = page.part or part
            if part and page.name not in out and (page.name, "") in self.links.label_of:
                found[self.links.label_of[page.name, ""]], part = part, ""
        return found

    def whole(self, name: str, without: tuple[str, ...] = ()) -> Translation:
        """A whole page, or one without some of its exhibits."""
        depth = self.pages[name].depth
        what = partial(_without, places=without)
        return self._translated(name, " ".join((str(depth), *(f"-{place}" for place in without))), depth, what)

    def _translated(
        self, name: str, part: str, depth: int, what: Callable[[TypstTranslator, nodes.document], str]
    ) -> Translation:
        def translate(doctree: nodes.document) -> Translation:
            translator = TypstTranslator(self.env, name, depth, self.links, self.read_image)
            source = what(translator, doctree)
            for file, data in translator.files.items():
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / file).write_bytes(data)
            images = sorted(translator.files)
            aims = [*dict.fromkeys(translator.aims)]
            opens = name if depth == 1 else ""
            return Translation(source, translator.row_headers, translator.rooms, images, translator.labels, aims, opens)

        return self.known[name].translation(part, self.links, translate)

    def _part(self, part: Part, document: Document) -> Iterator[Translation]:
        """Pieces under their heading. Where they are of several pages, each has its page's own under it."""
        without = self.moved if document.kind == documents.REPORT else {}
        pieces = [piece for piece in part.pieces if piece.page in self.pages]
        if part.title and pieces:
            yield _heading(1, "none", part.title)
        several = len({piece.page for piece in pieces}) > 1
        gathered = document.kind == documents.ANNEX and bool(part.title)
        depth = 2 if several or not part.title else 1
        for piece in pieces:
            if not piece.places:
                yield self.whole(piece.page, without.get(piece.page, ()))
                continue
            made = self._picked(piece, depth, GIVEN if gathered else ALL)
            if made.source and depth == 2:
                yield self._heading(piece.page, refer=document.kind == documents.SHORT)
            yield made
        if gathered:
            yield from self._without_numbers([piece for piece in pieces if piece.places], depth)

    def _picked(self, piece: Piece, depth: int, which: str) -> Translation:
        """What is picked out of a page: all of it, or its exhibits with or without numbers."""
        what = partial(_places, places=piece.places, which=which)
        return self._translated(piece.page, " ".join((str(depth), which, *piece.places)), depth + 1, what)

    def _without_numbers(self, pieces: Sequence[Piece], depth: int) -> Iterator[Translation]:
        """The exhibits that nobody has given a number of, as one list at the end of their part."""
        found = [made for piece in pieces if (made := self._picked(piece, depth, NOT_GIVEN)).source]
        if found:
            yield Translation("#about-exhibits-without-numbers()")
            yield from found

    def _heading(self, name: str, *, refer: bool) -> Translation:
        """A page's own heading. References to the page lead to it where its document says so."""
        number, title = self._number(name), self.env.titles[name].astext()
        label = self.links.label_of.get((name, ""), "") if refer else ""
        return _heading(2, markup.string(number) if number else "none", title, label)

    def _charts(self, title: str) -> Iterator[Translation]:
        """The numbers of all charts, chapter by chapter."""
        yield _heading(1, "none", title)
        yield Translation("#about-numbers")
        for name in self.pages:
            made = self._translated(name, CHARTS, 3, TypstTranslator.translate_charts)
            if made.source:
                yield self._heading(name, refer=False)
                yield made

    def _sources(self, title: str) -> Translation:
        """Where the numbers in the text are from, chapter by chapter, in one setting: its columns go on."""
        found = [_heading(1, "none", title)]
        for name in self.pages:
            made = self._translated(name, SOURCES, 3, TypstTranslator.translate_sources)
            if made.source and name in self.on_paper:
                found += [self._heading(name, refer=False), made]
        head, *rest = (one.source for one in found)
        source = "\n\n".join([head, "#in-source-columns[", *rest, "]"])
        labels, aims = ([place for one in found for place in getattr(one, ends)] for ends in ("labels", "aims"))
        return Translation(source, labels=labels, aims=aims)


def _places(translator: TypstTranslator, doctree: nodes.document, places: tuple[str, ...], which: str) -> str:
    """What is picked out of its chapter: its exhibits stand where they are called, as little text is between them, and
    its headings have not the numbers of the chapter. Those without numbers stand closer. Empty where nothing is."""
    own = "#let floating = where-it-stands\n#let section = unnumbered"
    own += "\n#let instead-of-table = in-a-list" if which == NOT_GIVEN else ""
    source = translator.translate_places(doctree, places, which)
    return f"#[\n{own}\n{source}\n]" if source else ""


def _without(translator: TypstTranslator, doctree: nodes.document, places: tuple[str, ...]) -> str:
    return translator.translate(doctree, places)


def _heading(level: int, number: str, title: str, label: str = "") -> Translation:
    opening = "#opening()\n" if level == 1 else ""
    call = markup.call("section", str(level), number, markup.block(markup.text(title)))
    source = f"{opening}#{call}{markup.label(label) if label else ''}"
    return Translation(source, labels=[label] if label else [], chapter=title if level == 1 else "")


class Places:
    """Where references lead from each document: to the place in it; else to the site, where its address is known, and
    to the document that has it."""

    def __init__(self, sheets: Sequence[Sheet], aims: Mapping[str, Iterable[Place]], links: Links, site: str) -> None:
        """``aims`` are the places that each page refers to, ``site`` is the site's address or ""."""
        self.aims = aims
        self.links = links
        self.site = site and f"{site.rstrip('/')}/"
        self.name_of = {
            label: "" if sheet is sheets[0] else sheet.document.name
            for sheet in reversed([one for one in sheets if one.document.kind in (documents.REPORT, documents.ANNEX)])
            for label in sheet.labels
        }

    def of(self, sheet: Sheet) -> dict[str, tuple[str, str] | str]:
        """By label, for what the document refers to: the label of what it has, which for a chart of another document
        may be that of the chart's numbers; else the address on the site, and what the document is called that has it.
        Both may be empty: nobody need be told that it is in the report."""
        own = sheet.labels
        wanted = {self.links.label_of.get(aim) for page in sheet.pages for aim in self.aims.get(page, ())} - {None}
        wanted |= {label for one in sheet.made for label in one.aims}
        return {
            label: next((one for one in (label, numbers_of(label)) if one in own), self._elsewhere(label))
            for label in sorted(map(str, wanted))
        }

    def _elsewhere(self, label: str) -> tuple[str, str]:
        page, _, ident = label.partition(":")
        return f"{self.site}{page}.html#{ident}" if self.site else "", self.name_of.get(label, "")
