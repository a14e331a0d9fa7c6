"""What stands before and after the chapters of a document: cover, colophon, contents and lists; an index."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kunnskapsstatus.book.plan.documents import ANNEX, CHAPTER, REPORT, SHORT, Document
from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.book.typst.kept import Translation
from kunnskapsstatus.book.typst.sheets import Sheet
from kunnskapsstatus.data.invented import SAID

COVER_KEYS = ("title", "subtitle", "edition", "statement", "colophon", "identifier", "foreword")
_ADDRESS = re.compile(r"(https?://[^\s<>()]*[^\s<>().,;:])")
CLOSE = {SHORT: "closer", ANNEX: "closest"}
"""How the kinds of documents are set that are set closer than the report, by the template's names."""
PACED = {
    REPORT: ("closer", "closest"),
    ANNEX: ("smaller",),
    CHAPTER: ("closer", "closest", "smaller"),
}
"""Those whose chapters are set closer one by one, where that does without a last page of a few lines, and the ways."""
_NO_AUTHOR = ("", "unknown", "Author name not set")


def opening(config: Any, sheet: Sheet, places: Mapping[str, tuple[str, str] | str]) -> list[str]:
    """The document's own settings, and all that stands before its contents and with them.

    ``places`` is where each of its references leads, as :class:`kunnskapsstatus.book.typst.sheets.Places` has it.
    Raises TypstBuildError for an unknown key in ``typst_cover``.
    """
    given = dict(config.typst_cover)
    unknown = sorted(set(given) - set(COVER_KEYS))
    if unknown:
        raise TypstBuildError(
            f"typst_cover in the configuration has unknown keys: {', '.join(unknown)}. Known: {', '.join(COVER_KEYS)}."
        )
    book = str(given.get("title") or config.project)
    language = str(config.language or "nb").split("_")[0]
    said = config.book_imprint if "book_imprint" in config else {}
    mark = markup.string(SAID) if said.get("synthetic") else "none"
    return [
        '#import "template.typ": *',
        f"#set {_described(config, sheet, book)}",
        f"#show: book.with(lang: {markup.string(language)}, mark: {mark})",
        *(f"#show: {how}" for kind, how in CLOSE.items() if kind == sheet.document.kind),
        f"#let to = goto.with({_led(places)})",
        *_marked(config, sheet),
        f"#let permanent = at-site.with({markup.string(str(config.html_baseurl))})",
        *(_chapter(config, sheet, book) if sheet.document.kind == CHAPTER else _covered(config, given, sheet, book)),
    ]


def _marked(config: Any, sheet: Sheet) -> list[str]:
    """How marks of sources look: they are in each document but the short one, where any has the list of them."""
    if sheet.document.kind == SHORT or _home_of_sources(config) is None:
        return []
    return [f"#let sourced = source-mark.with(linked: {'true' if sheet.document.sources else 'false'})"]


def _home_of_sources(config: Any) -> str | None:
    """What the document is called that has the list of sources."""
    named = (str(one.get("name", "")) or "boka" for one in config.typst_documents if one.get("sources"))
    return next(named, None)


def closing(sheet: Sheet, terms: Sequence[str]) -> list[str]:
    """The chapters, and what stands after them. ``terms`` are the words of the index, in their order."""
    chapters = [one.source for one in sheet.body]
    if sheet.document.kind in PACED:
        chapters = [_paced(group, PACED[sheet.document.kind]) for group in sheet.chapters]
    if not sheet.document.terms or not terms:
        return chapters
    index = markup.call("index-of-terms", _plain(sheet.document.terms), markup.array([*map(markup.string, terms)]))
    return [*chapters, f"#{index}"]


def _paced(group: Sequence[Translation], ways: Sequence[str]) -> str:
    """A chapter that may be set closer; what opens none is as it is."""
    source, name = "\n\n".join(one.source for one in group), group[0].chapter
    call = markup.call("chapter", markup.string(name), markup.array([*map(markup.string, ways)]))
    return f"#{call}[\n{source}\n]" if name else source


def _described(config: Any, sheet: Sheet, book: str) -> str:
    """The document's metadata."""
    said = config.book_imprint if "book_imprint" in config else {}
    whole = f"{book}, utgave {said['edition']}" if said else book
    return markup.call(
        "document",
        title=markup.string(f"{sheet.title}. {whole}" if sheet.title else whole),
        description=markup.string(said["citation"]) if said else "none",
        author=markup.array([markup.string(config.author)] if config.author not in _NO_AUTHOR else []),
        date="none" if config.typst_timestamp is None else "auto",
    )


def _covered(config: Any, given: Mapping[str, Any], sheet: Sheet, book: str) -> list[str]:
    """Cover, colophon, what stands before the contents, contents, and lists of tables and figures but in the short."""
    document = sheet.document
    lines = {key: _linked(str(given[key])) for key in ("subtitle", "edition", "statement") if given.get(key)}
    if document.subtitle:
        lines["subtitle"] = _plain(document.subtitle)
    if document.title:
        lines["of"] = _plain(book)
    said = config.book_imprint if "book_imprint" in config else {}
    if said:
        lines["publisher"] = _plain(", ".join(filter(None, (said["author"], _day(said.get("changed"))))))
    cover = markup.call("cover", title=markup.string(document.title or book), **lines)
    entries = "".join(f"{markup.string(name)}: {markup.string(part)}, " for name, part in sheet.opens.items()) or ":"
    made = [
        f"#{cover}",
        f"#colophon({_paragraphs(given, 'colophon')}, facts: {_facts(config, given, said)})",
        *_own_pages(given, document),
        *(f"#[\n#let section = front-section\n{one.source}\n]" for one in sheet.front),
        f"#contents(title: {markup.string(config.typst_contents_title)}, parts: ({entries}))",
    ]
    return [*made, "#exhibit-lists()"] if document.kind in (REPORT, ANNEX) and document.name else made


def _own_pages(given: Mapping[str, Any], document: Document) -> list[str]:
    """The foreword of the report."""
    if document.kind != REPORT or not given.get("foreword"):
        return []
    return [f"#foreword({_paragraphs(given, 'foreword')})"]


def _paragraphs(given: Mapping[str, Any], key: str) -> str:
    return markup.array([_linked(str(paragraph)) for paragraph in given.get(key, [])])


def _facts(config: Any, given: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """What a library asks, each with its name; what is not known is left out, but for the identifier."""
    if not said:
        return "()"
    known = {
        "Utgiver": said["author"],
        "Utgave": f"{said['edition']}. {said['data']}",
        "Versjon": said["version"],
        "Sist endret": _day(said.get("changed")),
        "Nettsted": str(config.html_baseurl),
        "Kontakt": str(config.book_contact),
        "Identifikator": str(given.get("identifier") or "ikke tildelt"),
    }
    pairs = [markup.array([_plain(name), _linked(text)]) for name, text in known.items() if text]
    return markup.array(pairs)


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}" if text else ""


def _chapter(config: Any, sheet: Sheet, book: str) -> list[str]:
    """The head of a chapter's own document."""
    said = config.book_imprint if "book_imprint" in config else {}
    edition = markup.block(markup.text(f"Utgave {said['edition']}")) if said else "none"
    address = str(config.html_baseurl)
    about = {"citation": markup.string(said["citation"])} if said else {}
    if (home := _home_of_sources(config)) is not None:
        about["sources"] = _plain(home)
    others = [one.get("name") for one in config.typst_documents if one.get("kind", REPORT) in (REPORT, ANNEX)]
    elsewhere = _plain(" eller ".join(filter(None, others)) or "boka")
    return [
        "#let opening() = counter(footnote).update(0)",
        f"#{markup.call('chapter-head', _plain(book), edition, markup.string(address), elsewhere, **about)}",
    ]


def _led(places: Mapping[str, tuple[str, str] | str]) -> str:
    """The places as a Typst dictionary."""
    entries = (
        f"{markup.string(label)}: "
        f"{markup.string(found) if isinstance(found, str) else markup.array([*map(markup.string, found)])}, "
        for label, found in places.items()
        if any(found)
    )
    return f"({''.join(entries) or ':'})"


def _plain(text: str) -> str:
    return markup.block(markup.text(text))


def _linked(text: str) -> str:
    """A content block with the text's web addresses as links."""
    pieces = _ADDRESS.split(text)
    return markup.block(
        "".join(f"#address({markup.string(one)});" if at % 2 else markup.text(one) for at, one in enumerate(pieces))
    )
