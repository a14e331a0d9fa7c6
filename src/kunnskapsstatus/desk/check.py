"""All that there is to look at before others read the book. Its tests look at the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.desk import claims, labels, spelling, unsaid
from kunnskapsstatus.desk.finding import Finding
from kunnskapsstatus.desk.prose import chapters, read, sentences
from kunnskapsstatus.desk.typed import typed
from kunnskapsstatus.editions.claims import statements

MOST = 8
"""A build tells so many findings."""
LONGEST = 80
"""Letters of a line or a sentence that are told."""


def quick(root: Path) -> list[Finding]:
    """What is found at once, in the chapters alone: numbers that are typed, pictures and headings without words."""
    names = spelling.known(root)
    found = []
    for path in chapters(root):
        name, chapter = path.relative_to(root).as_posix(), read(path)
        for line, number, text in typed(chapter, names):
            remedy = f"Read it from the data, or put a name with a number in it on the list {spelling.LIST}."
            found.append(Finding(name, line, f"the number {number} is typed: «{_short(text)}»", remedy))
        for line, what in labels.empty(chapter):
            found.append(
                Finding(name, line, what, "Say in words what it shows." if "picture" in what else "Write them.")
            )
    return sorted(found)


def whole(root: Path) -> list[Finding]:
    """All but the spelling: what is found at once, keys without a label, figures that no sentence of the last build
    says, and what only an author can tell."""
    every = [(path.relative_to(root).as_posix(), one) for path in chapters(root) for one in sentences(read(path))]
    found = quick(root)
    for path, line, key in labels.unlabelled(root):
        found.append(
            Finding(path.relative_to(root).as_posix(), line, f"the key {key!r} has no label", "Write label_nb.")
        )
    for file, one, first in claims.repeated(iter(every)):
        found.append(Finding(file, one.line, f"this sentence stands in {first} too: «{_short(one.words)}»", sure=False))
    for file, one in every:
        word = claims.unchecked(one)
        if word:
            what = f"«{word}» compares numbers, and no claim follows: «{_short(one.words)}»"
            found.append(Finding(file, one.line, what, sure=False))
    if told := statements(root / "_build" / "html"):
        book = open_book(root)
        found += unsaid.unsaid(book, book.newest, told)
    return sorted(found)


def check(root: Path) -> Iterator[Finding]:
    """Everything, faults first.

    Raises
    ------
    BookError
        Where hunspell or its dictionary is missing, after all else.
    """
    rest = whole(root)
    yield from (one for one in rest if one.sure)
    try:
        yield from spelling.misspelt(root)
    finally:
        yield from (one for one in rest if not one.sure)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"
