"""Which documents are made of the book on paper, and what stands in each: the setting ``typst_documents``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from docutils import nodes
from sphinx.errors import ConfigError

from kunnskapsstatus.book.plan.settings import Settings, Way
from kunnskapsstatus.data.definitions import FOLDER
from kunnskapsstatus.data.invented import INVENTED, is_synthetic
from kunnskapsstatus.data.text import read_text
from kunnskapsstatus.errors import did_you_mean

SETTING, FILE = "typst_documents", "kunnskapsstatus.pdf"
"""The setting, and the name of the only document where it names none."""
REPORT, ANNEX, SHORT, CHAPTER = KINDS = ("report", "annex", "short", "chapter")
KEYS = ("file", "kind", "name", "title", "subtitle", "front", "pages", "leave_out", "charts", "sources", "terms")
EACH = "*"
"""Stands in the name of a file for a chapter's own: there is one document a chapter."""

_SHOWN = re.compile(r"""\bexhibit\(\s*["']([\w-]+)["'](?!(?:[^()]|\([^()]*\))*\bshow\s*=\s*False)""")
_DEFINED = re.compile(r"^\[([\w-]+)\]", re.M)
_HEADING = re.compile(r"^#+ +(.+?) *$", re.M)
_LABEL = re.compile(r"^\(([^()\s]+)\)=[ \t]*$|^:name: *(\S+)", re.M)
_MARKUP = re.compile(r"[*`]|\{[\w:-]+\}")

Fail = Callable[[Way, str, str], NoReturn]
"""Stops with what is wrong at a place in the setting, and what to do."""


class Piece(NamedTuple):
    """A page, or places in it: sections and exhibits, by their ids. Without places it is the whole page."""

    page: str
    places: tuple[str, ...] = ()


class Part(NamedTuple):
    """Pieces under a heading; without a title, each page has its own."""

    title: str
    pieces: tuple[Piece, ...]


class Document(NamedTuple):
    """A document: its file, its kind, what others call it («rapporten»), its title, what stands in it.

    ``front`` stands before the contents. Without ``parts`` it has each page that no annex has, but for
    ``leave_out``; and of a page, not the exhibits that an annex has. ``charts`` is the heading of the numbers of all
    charts at its end, ``sources`` that of where the numbers in the text are from, ``terms`` that of an index of the
    glossary's words; without a heading there is none.
    """

    file: str
    kind: str
    name: str = ""
    title: str = ""
    subtitle: str = ""
    front: tuple[Part, ...] = ()
    parts: tuple[Part, ...] = ()
    leave_out: tuple[str, ...] = ()
    charts: str = ""
    sources: str = ""
    terms: str = ""

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that are named, in order."""
        return tuple(piece.page for part in (*self.front, *self.parts) for piece in part.pieces)


def documents(setting: Sequence[Mapping[str, Any]], otherwise: str, fail: Fail) -> list[Document]:
    """The documents that the setting names; without any, the whole book as one with the name ``otherwise``.

    ``fail`` is called for what is not as it should be.
    """
    found: list[Document] = []
    for at, given in enumerate(setting):
        if not isinstance(given, dict):
            fail((at,), f"{given!r} is no document", f"Write its keys: {', '.join(KEYS)}.")
        for key in given:
            if key not in KEYS:
                fail(
                    (at, key), f"{key!r} is not known here{did_you_mean(str(key), KEYS)}", f"Known: {', '.join(KEYS)}."
                )
        document = _document(given, at, fail)
        if any(one.file == document.file for one in found):
            fail((at, "file"), f"{document.file} is named twice", "Give each document a file of its own.")
        found.append(document)
    if found and found[0].kind != REPORT:
        fail((0, "kind"), "the first document is not the report", f"Let the one with kind: {REPORT} be the first.")
    return found or [Document(otherwise, REPORT)]


def moved(wanted: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """The exhibits that an annex has in the report's place, by page."""
    found: dict[str, tuple[str, ...]] = {}
    for piece in (piece for one in wanted if one.kind == ANNEX for part in one.parts for piece in part.pieces):
        if piece.places:
            found[piece.page] = (*found.get(piece.page, ()), *piece.places)
    return found


def checked(settings: Settings, root: Path) -> list[Document]:
    """The documents that the settings of the book in ``root`` name.

    Raises
    ------
    BookError
        For the first that is not as it should be, or has a page that the book has not, with its line.
    """
    way = ("sphinx", "config", SETTING)
    setting = _config(settings).get(SETTING) or []
    if not isinstance(setting, list):
        raise settings.fault(way, f"{SETTING} is no list", "Write one document an item, such as: - file: rapport.pdf")

    def fail(at: Way, cause: str, remedy: str) -> NoReturn:
        raise settings.fault((*way, *at), cause, remedy)

    found = documents(setting, _only(settings), fail)
    pages = sorted(path.relative_to(root).with_suffix("").as_posix() for path in (root / "chapters").rglob("*.md"))
    texts, places = dict[str, str](), dict[str, list[str]]()
    for at, named in _named(setting):
        page, _, place = named.partition("#")
        file, remedy = found[int(at[0])].file, f"Correct its name, or take it out of {SETTING}."
        if page not in pages:
            cause = f"{file} is to have {page}, and there is no such page{did_you_mean(page, pages)}"
            raise settings.fault((*way, *at), cause, remedy)
        if page not in texts:
            texts[page] = read_text(root / f"{page}.md")
            places[page] = places_of(texts[page])
        if place and place not in places[page] and not _unknown(texts[page], root):
            cause = f"{file} is to have {place!r} of {page}, which shows no such exhibit and has no such section"
            raise settings.fault((*way, *at), f"{cause}{did_you_mean(place, places[page])}", remedy)
    return found


def _config(settings: Settings) -> Mapping[str, Any]:
    return (settings.data.get("sphinx") or {}).get("config") or {}


def _only(settings: Settings) -> str:
    """The name of the only document, where none is named."""
    return str(_config(settings).get("typst_filename", FILE))


def _unknown(chapter: str, root: Path) -> set[str]:
    """The exhibits that a chapter's text shows and the book has not. Its cells tell of them, each at its line."""
    defined = (_DEFINED.findall(read_text(path)) for path in (root / FOLDER).glob("*.toml"))
    return set(_SHOWN.findall(chapter)).difference(*defined)


def places_of(chapter: str) -> list[str]:
    """The ids that a chapter's text gives: of the exhibits that it shows, in any year, of its headings and its labels.

    >>> places_of('# Bruken\\n\\n(merke)=\\n## I korte trekk\\n\\nx = exhibit("stays", year)')
    ['stays', 'bruken', 'i-korte-trekk', 'merke']
    >>> places_of('x = exhibit("stays", newest(), show = False)')
    []
    """
    headings = [nodes.make_id(_MARKUP.sub("", title)) for title in _HEADING.findall(chapter)]
    return [*_SHOWN.findall(chapter), *headings, *(one or other for one, other in _LABEL.findall(chapter))]


def _named(setting: Iterable[Any]) -> Iterable[tuple[Way, str]]:
    """Each page and place that the setting names, with the way to it."""
    for number, given in enumerate(setting):
        for key in ("front", "pages", "leave_out"):
            for at, one in enumerate(given.get(key) or ()):
                if isinstance(one, str):
                    yield (number, key, at), one
                    continue
                for title, pages in one.items():
                    yield from (((number, key, at, title, place), str(page)) for place, page in enumerate(pages))


def report_of(root: Path) -> str:
    """The name of the file that the book in ``root`` has as its report: of settings that are as they should be."""
    settings = Settings(root, "_config.yml")
    file = documents(_config(settings).get(SETTING) or [], _only(settings), refused)[0].file
    return apart(file) if is_synthetic(root) else file


def apart(file: str) -> str:
    """The name of a file of a synthetic book: nobody is to take it for another.

    >>> apart("rapport.pdf")
    'rapport-syntetisk.pdf'
    """
    name, dot, suffix = file.rpartition(".")
    return f"{name}-{INVENTED}{dot}{suffix}"


def refused(way: Way, cause: str, remedy: str) -> NoReturn:
    """Stop at the setting, where its line is not known: a build of the whole book has told of it before."""
    raise ConfigError(f"{SETTING}, {'.'.join(map(str, way))}: {cause}. {remedy}")


def told_apart(files: Sequence[str]) -> None:
    """Stop where two documents would be one file, as those of a chapter that is called what another document is.

    Raises
    ------
    ConfigError
        With the name of the file.
    """
    for file in files:
        if files.count(file) > 1:
            raise ConfigError(
                f"{SETTING}: two documents would be {file}. Give the chapter, or the other document, another name."
            )


def _document(given: Mapping[str, Any], at: int, fail: Fail) -> Document:
    file, kind = str(given.get("file", "")), str(given.get("kind", REPORT))
    if not file.endswith(".pdf") or "/" in file:
        fail((at, "file"), f"{file!r} is no name of a PDF", "Write such as: file: rapport.pdf")
    if kind not in KINDS:
        fail((at, "kind"), f"{kind!r} is no kind of document{did_you_mean(kind, KINDS)}", f"Known: {', '.join(KINDS)}.")
    if (EACH in file) != (kind == CHAPTER):
        fail(
            (at, "file"),
            f"{file} is of the kind {kind}",
            f'A document a chapter is: file: "{EACH}.pdf" and kind: {CHAPTER}',
        )
    known = {key: given[key] for key in ("name", "title", "subtitle", "charts", "sources", "terms") if key in given}
    front, pages = (tuple(_parts(given.get(key) or (), at, key, fail)) for key in ("front", "pages"))
    left = tuple(map(str, given.get("leave_out") or ()))
    return Document(file, kind, **known, front=front, leave_out=left, parts=pages)


def _parts(given: Iterable[Any], at: int, key: str, fail: Fail) -> Iterable[Part]:
    bare: list[Piece] = []
    for number, one in enumerate(given):
        if isinstance(one, str):
            bare.append(_piece(one))
        elif isinstance(one, dict) and all(isinstance(pages, list) for pages in one.values()):
            if bare:
                yield Part("", _joined(bare))
                bare = []
            yield from (Part(str(title), _joined(map(_piece, map(str, pages)))) for title, pages in one.items())
        else:
            fail((at, key, number), f"{one!r} names no page", "Write chapters/users, or chapters/users#its-section")
    if bare:
        yield Part("", _joined(bare))


def _piece(text: str) -> Piece:
    page, _, place = text.partition("#")
    return Piece(page, (place,) if place else ())


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Places of one page that follow each other are one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].page == piece.page and piece.places:
            found[-1] = Piece(piece.page, (*found[-1].places, *piece.places))
        else:
            found.append(piece)
    return tuple(found)


def own_files(document: Document, numbered: Iterable[str]) -> dict[str, str]:
    """The file of each page's own document, where there is one a chapter: of the pages that are named, else of those
    that have a number."""
    pages = (document.pages or numbered) if document.kind == CHAPTER else ()
    return {page: document.file.replace(EACH, page.rsplit("/", 1)[-1]) for page in pages}
