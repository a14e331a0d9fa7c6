"""The changes in the terminal: a screen at most."""

from __future__ import annotations

from collections.abc import Iterator

from kunnskapsstatus.book.changes import words
from kunnskapsstatus.book.changes.report import Report
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.numbers import NBSP

MOST = 4
"""So many of each kind are told; the page has them all."""
LONGEST = 110


def summary(book: Book, report: Report) -> Iterator[str]:
    """How much has changed, and the largest of each kind."""
    yield f"From {report.old.name} ({report.old.year}) to {report.new.name} ({report.new.year}):"
    sentences = len({id(change) for change, _ in report.numbers})
    exhibits = len([one for one in report.exhibits if one.cells])
    of_sentences = (
        f"{_count(len(report.claims), 'claim')} turned, {len(report.checks)} on other numbers",
        f"{_count(len(report.numbers), 'number')} in {_count(sentences, 'sentence')}",
        f"{_count(len(report.reworded), 'sentence')} in other words",
    )
    of_exhibits = (
        f"{_count(len(report.cells), 'cell')} in {_count(exhibits, 'exhibit')}",
        f"{_count(len([one for one in report.exhibits if one.words]), 'exhibit')} in other words",
    )
    yield from (f"  {' · '.join(told)}" for told in (of_sentences, of_exhibits))
    claims = [
        f"{one.sentence.place}: {'true' if one.claim['holds'] else 'not true'} now: «{one.sentence.text}»"
        for one in report.claims
    ]
    numbers = [
        f"{change.sentence.place}: {number.old['text']} → {number.new['text']}{_by(number.difference.words())}"
        for change, number in report.numbers
    ]
    reworded = [f"{one.sentence.place}: {_what(one.old, one.new)}«{one.sentence.text}»" for one in report.reworded]
    cells = [
        f"{exhibit.shown.id}: {words.cell_name(book, exhibit, cell)}: {words.value(book, cell.old)} → "
        f"{words.value(book, cell.new)}{_by(cell.difference.words())}"
        for exhibit, cell in report.cells
    ]
    for lines in (claims, numbers, reworded, cells):
        yield from (f"  {_short(line)}" for line in lines[:MOST])
        if len(lines) > MOST:
            yield f"  … and {len(lines) - MOST} more"


def _what(old: object, new: object) -> str:
    return "new " if old is None else "gone " if new is None else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _by(difference: str) -> str:
    return f"  {difference}" if difference else ""


def _short(line: str) -> str:
    line = line.replace(NBSP, " ")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
