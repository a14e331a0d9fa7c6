"""The changes from one book to another, all together, and as plain data for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from kunnskapsstatus.book.changes import cells as of_cells
from kunnskapsstatus.book.changes import sentences as of_sentences
from kunnskapsstatus.book.changes.cells import Cell, Exhibit
from kunnskapsstatus.book.changes.sentences import Change, Check, Claim, Number
from kunnskapsstatus.book.changes.side import Sentence, Side
from kunnskapsstatus.book.changes.words import place
from kunnskapsstatus.data.observation import IDENTITY, Observation
from kunnskapsstatus.data.values import cell

VERSION = 1
"""Of ``changes.json``: another one when a field has another name or meaning."""


@dataclass(frozen=True)
class Report:
    """All that is not the same in two books, largest differences first."""

    old: Side
    new: Side
    exhibits: tuple[Exhibit, ...]
    sentences: tuple[Change, ...]

    @property
    def claims(self) -> list[Claim]:
        """The claims that have turned, those that are false now first."""
        return sorted(
            (one for change in self.sentences for one in change.turned), key=lambda one: bool(one.claim["holds"])
        )

    @property
    def checks(self) -> list[Check]:
        """The claims that are as true as they were, on other numbers, in the order of the sentences."""
        return [one for change in self.sentences for one in change.checked]

    @property
    def numbers(self) -> list[tuple[Change, Number]]:
        """The numbers that are others, each with its sentence."""
        found = [(change, number) for change in self.sentences for number in change.numbers]
        return sorted(found, key=lambda one: -one[1].difference.size)

    @property
    def reworded(self) -> list[Change]:
        """The sentences whose words are others, in the order of the book."""
        return [change for change in self.sentences if change.is_reworded]

    @property
    def cells(self) -> list[tuple[Exhibit, Cell]]:
        """The cells that are others, each with its exhibit."""
        found = [(exhibit, one) for exhibit in self.exhibits for one in exhibit.cells]
        return sorted(found, key=lambda one: -one[1].difference.size)

    def to_json(self) -> dict[str, Any]:
        """As plain data: see ``data/README.md``."""
        return {
            "version": VERSION,
            **{name: {"name": side.name, "year": side.year} for name, side in (("old", self.old), ("new", self.new))},
            "exhibits": [_exhibit(one) for one in self.exhibits],
            "sentences": [_sentence(one) for one in self.sentences],
        }


def compare(old: Side, new: Side) -> Report:
    """What has become of the old book in the new one."""
    exhibits = of_cells.compared(old.exhibits, new.exhibits)
    largest = sorted(exhibits, key=lambda one: -max((cell.difference.size for cell in one.cells), default=-1.0))
    changed = sorted(of_sentences.compared(old.chapters, new.chapters), key=lambda one: -one.size)
    return Report(old, new, tuple(largest), tuple(changed))


def _exhibit(one: Exhibit) -> dict[str, Any]:
    names = ("gained", "lost", "broken", "joined")
    return {
        "id": one.shown.id,
        "chapter": one.shown.chapter,
        "number": {"old": one.old and one.old.number, "new": one.new and one.new.number},
        "title": one.shown.title,
        **{name: list(getattr(one, name)) for name in names},
        "words": [{"old": old, "new": new} for old, new in one.words],
        "cells": [_cell(cell) for cell in one.cells],
    }


def _cell(one: Cell) -> dict[str, Any]:
    return {
        **dict(zip(IDENTITY, attrgetter(*IDENTITY)(one.row), strict=True)),
        "old": _value(one.old),
        "new": _value(one.new),
        **one.difference.to_json(),
    }


def _value(row: Observation | None) -> dict[str, str] | None:
    return None if row is None else {"value": cell(row), "unit": row.unit, "series": row.series, "from": place(row)}


def _sentence(one: Change) -> dict[str, Any]:
    return {
        "chapter": one.sentence.chapter,
        "old": _said(one.old),
        "new": _said(one.new),
        "reworded": one.is_reworded,
        "numbers": list(_numbers(one)),
        "claims": [
            {
                "expression": turned.claim["expression"],
                "old": turned.old,
                "new": turned.claim["holds"],
                "parts": turned.claim.get("parts", {}),
                "from": turned.claim["from"],
            }
            for turned in one.turned
        ],
        "checks": [
            {
                "expression": check.claim["expression"],
                "old": check.old,
                "new": check.claim["spoken"],
                "from": check.claim["from"],
            }
            for check in one.checked
        ],
    }


def _said(sentence: Sentence | None) -> dict[str, Any] | None:
    return None if sentence is None else {"line": sentence.line, "text": sentence.text}


def _numbers(one: Change) -> Iterator[dict[str, Any]]:
    for number in one.numbers:
        sides = {name: {"text": side["text"], "from": side["from"]} for name, side in number.sides}
        yield {"expression": number.new["expression"], **sides, **number.difference.to_json()}
