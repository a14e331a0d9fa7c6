"""What the book is made of, as ``_toc.yml`` has it: checked before anything runs.

Jupyter Book itself passes over a key that it does not know, and over a chapter that no line names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped]
from sphinx.util.matching import Matcher
from sphinx_external_toc.parsing import TOCTREE_OPTIONS

from kunnskapsstatus.book.plan.settings import Settings, Way
from kunnskapsstatus.chapter.since import KEYS as OF_EDITIONS
from kunnskapsstatus.chapter.since import years_of
from kunnskapsstatus.data.text import FRONT, read_text
from kunnskapsstatus.errors import BookError, did_you_mean

FILE = "_toc.yml"
FORMATS = ("jb-book", "jb-article")
SUFFIXES = (".md", ".ipynb")
PARTS = ("parts", "subtrees")
PAGES = ("chapters", "sections", "entries")
KINDS = ("file", "url", "glob")
KEYS = {
    "book": ("format", "root", "title", "options", "defaults", "meta", *PARTS, *PAGES),
    "part": (*TOCTREE_OPTIONS, *PAGES),
    "page": (*KINDS, "title", "options", *PARTS, *PAGES),
}
_YEARS = re.compile(rf"^({'|'.join(OF_EDITIONS)}):.*$", re.M)
_NUMBER = re.compile(r"^chapter:[ \t]*(.*?)[ \t]*$", re.M)


class Page(NamedTuple):
    """A page of the book: its file, where ``_toc.yml`` names it, and its number as a chapter, if it has one."""

    file: str
    path: Way
    number: int | None


def check(root: Path, left_out: Iterable[str]) -> None:
    """Nothing, when the contents and the files agree. ``left_out`` are the patterns of files that are no pages.

    Raises
    ------
    BookError
        For the first key, page or chapter that is not right, with its line.
    """
    toc = Settings(root, FILE)
    if toc.data.get("format") not in FORMATS:
        given = toc.data.get("format", "not given")
        raise toc.fault(("format",), f"the format is {given}", f"Begin with: format: {FORMATS[0]}")
    if not isinstance(toc.data.get("root"), str):
        raise toc.fault(("root",), "the first page is not given", "Write, such as: root: chapters/index")
    found: dict[str, Page] = {}
    for page in [_page(root, toc, ("root",), toc.data["root"], None), *_pages(root, toc)]:
        first = found.setdefault(page.file, page)
        if first is not page:
            line = toc.line(first.path)
            cause = f"{page.file} is on line {line} already"
            raise toc.fault(page.path, cause, "A page stands once in a book: delete one.")
    excluded = Matcher(left_out)
    spelt: dict[str, Page] = {}
    for page in found.values():
        twin = spelt.setdefault(page.file.casefold(), page)
        if twin is not page:
            cause = f"{page.file} and {twin.file} differ in capitals only: many disks hold one of them"
            raise toc.fault(page.path, cause, "Give one of them another name.")
        if _is_left_out(page.file, excluded):
            raise toc.fault(
                page.path, f"exclude_patterns in _config.yml leaves {page.file} out", "Name it in one of the two only."
            )
        _check_number(root, page)
        _check_years(root, page)
    _check_rest(root, found, excluded)


def _pages(root: Path, toc: Settings) -> Iterator[Page]:
    """The pages below the first one, in order, with their numbers: they go on from part to part."""
    number = 0
    for path, item, numbered in _items(toc, (), toc.data, "book"):
        if "file" not in item:
            continue
        top = sum(key in (*PARTS, *PAGES) for key in path) <= 1 + (path[0] in PARTS)
        number += top and numbered
        yield _page(root, toc, (*path, "file"), item["file"], number if top and numbered else None)


def _items(toc: Settings, path: Way, data: Any, kind: str, numbered: bool = False) -> Iterator[tuple[Way, Any, bool]]:
    """Each page below a part of the file, and whether its part has numbers."""
    if not isinstance(data, dict):
        example = "file: chapters/name" if kind == "page" else "caption: Name"
        raise toc.fault(path, f"this is {data!r} and no {kind}", f"Write, such as: - {example}")
    for key in data:
        if key not in KEYS[kind]:
            raise toc.unknown((*path, key), KEYS[kind])
    options = data.get("options", {}) if kind != "part" else data
    default = toc.data.get("defaults") or {}
    own = options.get("numbered", default.get("numbered", False)) if isinstance(options, dict) else False
    if not isinstance(own, bool | int):
        raise toc.fault((*path, "numbered"), f"numbered is {own!r}", "Write true or false.")
    if kind == "page":
        if sum(key in data for key in KINDS) != 1:
            raise toc.fault(path, "this names no page, or several", "Give one of file, url and glob.")
        yield path, data, numbered
    for key in (*PARTS, *PAGES):
        if key in data:
            listed = data[key]
            if not isinstance(listed, list) or not listed:
                raise toc.fault((*path, key), f"{key} is no list", "Write its items below it, each after a hyphen.")
            for at, item in enumerate(listed):
                below = "part" if key in PARTS else "page"
                yield from _items(toc, (*path, key, at), item, below, bool(own) or (kind == "page" and numbered))


def _page(root: Path, toc: Settings, path: Way, name: Any, number: int | None) -> Page:
    names = [str(name), *(f"{name}{suffix}" for suffix in SUFFIXES)]
    file = next((each for each in names if each.endswith(SUFFIXES) and (root / each).is_file()), None)
    if file is None:
        there = [each.relative_to(root).with_suffix("").as_posix() for each in _files(root, "chapters")]
        for other in there:
            if unicodedata.normalize("NFC", other) == unicodedata.normalize("NFC", str(name)):
                cause = f"the file of {name} has letters of two signs each in its name, as an old Mac writes them"
                raise toc.fault(path, cause, "Rename the file: type its name anew.")
        raise toc.fault(
            path, f"there is no page {name}{did_you_mean(name, there)}", "Name a file as it is named in its folder."
        )
    return Page(file, path, number)


def _text(root: Path, page: Page) -> str:
    try:
        return read_text(root / page.file)
    except BookError as error:
        raise error.seen_from(root) from None


def _check_number(root: Path, page: Page) -> None:
    """Stop at a typed number that is not the chapter's."""
    front = FRONT.match(_text(root, page)) if page.file.endswith(".md") else None
    given = _NUMBER.search(front[1]) if front else None
    if front and given and given[1] != str(page.number):
        is_number = f"chapter {page.number}" if page.number else "no numbered chapter"
        raise BookError(
            f"chapter: {given[1]} is typed, and by {FILE} this is {is_number}",
            file=page.file,
            line=2 + front[1].count("\n", 0, given.start()),
            remedy=f"Delete the line: the number follows from the order in {FILE}.",
        )


def _check_years(root: Path, page: Page) -> None:
    """Stop at a page whose ``since`` or ``until`` is no year: it would be in every edition."""
    front = FRONT.match((root / page.file).read_text("utf-8", errors="replace")) if page.file.endswith(".md") else None
    if front is None:
        return
    for given in _YEARS.finditer(front[1]):
        try:
            years_of(yaml.safe_load(given[0]))
        except (ValueError, yaml.YAMLError) as error:
            line, remedy = 2 + front[1].count("\n", 0, given.start()), f"Write, such as: {given[1]}: 2019"
            raise BookError(str(error).split("\n")[0], file=page.file, line=line, remedy=remedy) from None


def _check_rest(root: Path, found: Iterable[str], excluded: Matcher) -> None:
    """Stop at a page beside the others that is not in the book."""
    for folder in sorted({Path(file).parts[0] for file in found if len(Path(file).parts) > 1}):
        for path in _files(root, folder):
            file = path.relative_to(root).as_posix()
            if path.suffix not in SUFFIXES:
                cause = f"the name ends with {path.suffix}, and a page's with {path.suffix.lower()}"
                raise BookError(cause, file=file, line=1, remedy="Rename the file.")
            if file not in found and not _is_left_out(file, excluded):
                raise BookError(
                    f"this is in no line of {FILE}, and so not in the book",
                    file=file,
                    line=1,
                    remedy=f"Add a line - file: {Path(file).with_suffix('')}, or name the file in exclude_patterns in "
                    "_config.yml.",
                )


def _files(root: Path, folder: str) -> list[Path]:
    return sorted(path for path in (root / folder).rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _is_left_out(file: str, excluded: Matcher) -> bool:
    parts = file.split("/")
    return any(excluded("/".join(parts[:size])) for size in range(1, len(parts) + 1))
