"""One of the two books that are compared, as its file of values has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kunnskapsstatus.data import values
from kunnskapsstatus.data.counted import is_invented
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import DataError

BUILD = "Build the book anew: make book, or make edition YEAR=2024."


@dataclass(frozen=True)
class Sentence:
    """A sentence: ``words`` has ``{}`` for each of its ``numbers``. Numbers and claims are as in the file."""

    chapter: str
    line: int
    words: str
    numbers: tuple[Mapping[str, Any], ...]
    claims: tuple[Mapping[str, Any], ...]

    @property
    def text(self) -> str:
        """The sentence as its reader has it."""
        first, *rest = self.words.split("{}")
        return first + "".join(number["text"] + part for number, part in zip(self.numbers, rest, strict=False))

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.chapter}.md:{self.line}"


@dataclass(frozen=True)
class Shown:
    """An exhibit: its texts, the labels of its keys, and the observations that it shows."""

    id: str
    chapter: str
    number: str
    title: str
    notes: tuple[str, ...]
    labels: Mapping[str, str]
    rows: tuple[Observation, ...]


@dataclass(frozen=True)
class Side:
    """A book: what it is called, its year, its exhibits by id, and its sentences by chapter."""

    name: str
    year: int
    exhibits: dict[str, Shown]
    chapters: dict[str, tuple[Sentence, ...]]

    @property
    def synthetic(self) -> bool:
        """Whether it has invented numbers."""
        return any(is_invented(row) for one in self.exhibits.values() for row in one.rows)


def read(path: Path, name: str, remedy: str = BUILD) -> Side:
    """The book whose values are in a file.

    Raises
    ------
    DataError
        For a file that is not there, or holds no values of a book.
    """
    return of(values.read(path, remedy), name, path, remedy)


def of(data: Mapping[str, Any], name: str, path: Path, remedy: str = BUILD) -> Side:
    """The book with these values, which were read from ``path``. Raises DataError as :func:`read`."""
    try:
        rows = tuple(values.unpack(data["observations"]))
        return Side(
            name,
            int(data["year"]),
            {one["id"]: _shown(one, rows) for one in data["exhibits"]},
            {
                part["chapter"]: tuple(_sentence(part["chapter"], one) for one in part["sentences"])
                for part in data["chapters"]
            },
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise DataError(f"these are no values of a book: {error!r}", file=path, line=1, remedy=remedy) from None


def _shown(one: Mapping[str, Any], rows: tuple[Observation, ...]) -> Shown:
    own = tuple(rows[place] for place in one["observations"])
    texts = one["title"], tuple(one["notes"]), one.get("labels", {})
    return Shown(one["id"], one["chapter"], one["number"], *texts, own)


def _sentence(chapter: str, one: Mapping[str, Any]) -> Sentence:
    return Sentence(chapter, one["line"], one["words"], tuple(one.get("numbers", ())), tuple(one.get("claims", ())))
