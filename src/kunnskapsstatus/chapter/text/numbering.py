"""The numbers that the book gives its chapters, tables and figures, found without a build: a chapter's by its place in
``_toc.yml``, an exhibit's by its place among those of its kind in the chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped]

from kunnskapsstatus.chapter.calls import calls
from kunnskapsstatus.chapter.since import of_page
from kunnskapsstatus.chapter.text.parser import settings
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.shown import FIGURE, TABLE, kind_of

TOC = "_toc.yml"
BELOW = ("parts", "subtrees", "chapters", "sections", "entries")
NUMBER = "%s"
"""What stands in a reference for the number, as in ``[kapittel %s](users.md)``."""
FORMATS = {FIGURE: "Figur %s", TABLE: "Tabell %s"}
_KINDS = {"figure": FIGURE, "figure-md": FIGURE, "table": TABLE, "list-table": TABLE, "csv-table": TABLE}
"""What a directive is numbered as: a figure always, a table where it has a title."""
_CAPTIONED = re.compile(
    r"^[ \t]*(?:`{3,}|:{3,})\{(?P<kind>figure|figure-md|(?:table|list-table|csv-table)(?=\}[ \t]*\S))\}[ \t]*"
    r"(?P<beside>.*)(?P<options>(?:\n[ \t]*:[\w-]+:.*)*)",
    re.M,
)
_LABEL = re.compile(r"^\((?P<name>[^()\s]+)\)=[ \t]*\n\s*#+ +(?P<heading>.+?)[ \t]*$", re.M)
_HEADING = re.compile(r"^# +(.+?)[ \t]*$", re.M)


class Place(NamedTuple):
    """Where the book has an exhibit: the chapter's file, such as ``chapters/users.md``, and its number there."""

    file: str
    number: str


class Numbers:
    """The numbers of the book's edition for a year."""

    def __init__(self, book: Book, year: int) -> None:
        self._book, self._year = book, year
        self._known: dict[str, dict[str, str]] = {}

    @cached_property
    def chapters(self) -> dict[str, int | None]:
        """The number of each page of the edition, by its file; None for one without a number."""
        try:
            toc = yaml.safe_load((self._book.root / TOC).read_text("utf-8"))
        except (OSError, ValueError, yaml.YAMLError):
            return {}
        found: dict[str, int | None] = {}
        if not isinstance(toc, dict):
            return {}
        by_default = bool((toc.get("defaults") or {}).get("numbered", False))
        for name, counted in [(toc.get("root"), False), *_pages(toc, by_default)]:
            number = max((given for given in found.values() if given), default=0) + 1
            file = str(name) if str(name).endswith(".md") else f"{name}.md"
            if of_page(self.text(file)).has(self._year):
                found[file] = number if counted else None
        return found

    def text(self, file: str) -> str:
        """A chapter as it is written; empty where it cannot be read."""
        try:
            return (self._book.root / file).read_text("utf-8")
        except (OSError, ValueError):
            return ""

    def title(self, file: str) -> str:
        """The heading of a page; empty where there is none."""
        heading = _HEADING.search(self.text(file))
        return heading[1] if heading else ""

    def heading(self, label: str) -> tuple[str, str] | None:
        """The page and the text of the heading with a label; None where no heading has it."""
        found = ((file, one) for file in self.chapters for one in _LABEL.finditer(self.text(file)))
        return next(((file, one["heading"]) for file, one in found if one["name"] == label), None)

    def place_of(self, identifier: str) -> Place | None:
        """Where an exhibit is shown; None where no chapter of the edition shows it."""
        file = self._shown.get(identifier)
        return Place(file, self._numbers(file)[identifier]) if file else None

    @cached_property
    def _shown(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for file in self.chapters:
            text = self.text(file)
            shown = [call.exhibit for call in calls(text, self._year) if call.shows]
            for identifier in (*shown, *filter(None, map(_name, _CAPTIONED.finditer(text)))):
                found.setdefault(identifier, file)
        return found

    def _numbers(self, file: str) -> dict[str, str]:
        """The numbers of what a chapter shows, by id."""
        if file in self._known:
            return self._known[file]
        text, chapter = self.text(file), self.chapters[file]
        found = _CAPTIONED.finditer(text)
        own = [(text.count("\n", 0, one.start()) + 1, _name(one), _KINDS[one["kind"]]) for one in found]
        shown = [(call.line, call.exhibit, self._kind(call.exhibit)) for call in calls(text, self._year) if call.shows]
        formats = {**FORMATS, **_formats(self._book.root)}
        counts = dict.fromkeys(FORMATS, 0)
        numbers = self._known.setdefault(file, {})
        for _, identifier, kind in sorted(own + shown):
            counts[kind] += 1
            number = f"{chapter}.{counts[kind]}" if chapter else str(counts[kind])
            numbers.setdefault(identifier, formats[kind] % number)
        return numbers

    def _kind(self, identifier: str) -> str:
        try:
            return kind_of(view_of(self._book, identifier, self._year))
        except LookupFailed:  # the cell that shows it tells why
            return TABLE


def _pages(part: Mapping[str, Any], numbered: bool = False, top: bool = True) -> Iterator[tuple[str, bool]]:
    """The pages below a part of the contents, in order, and whether each is counted: not those below another page."""
    options = part.get("options") or {}
    counted = bool(part.get("numbered", options.get("numbered", numbered)))
    for key in BELOW:
        for item in part.get(key) or ():
            if "file" in item:
                yield item["file"], counted and top
            yield from _pages(item, counted, top and "file" not in item)


def _name(directive: re.Match[str]) -> str:
    """What ``{numref}`` calls a figure or a table of the chapter's own."""
    named = re.search(r":name:[ \t]*(\S+)", directive["options"])
    return directive["beside"] if directive["kind"] == "figure-md" else named[1] if named else ""


def _formats(root: Path) -> Mapping[str, str]:
    sphinx = settings(root).get("sphinx") or {}
    return (sphinx.get("config") or {}).get("numfig_format") or {}
