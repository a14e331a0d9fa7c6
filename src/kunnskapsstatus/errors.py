"""Errors for people: which file and line, what was found, what was expected, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path


class BookError(Exception):
    """Something an author, a reviewer or a data file got wrong.

    Attributes
    ----------
    place : where it is: a file, with line and column where they are known
    cause : what was found there
    remedy : what to do about it
    """

    def __init__(self, cause: str, *, file: Path | str = "", line: int | None = None, remedy: str = "") -> None:
        self.cause = cause
        self.file = str(file)
        self.line = line
        self.remedy = remedy
        self.place = f"{self.file}:{line}" if line is not None else self.file
        super().__init__(
            "\n".join(part for part in (f"{self.place}: {cause}" if self.place else cause, remedy) if part)
        )


class DataError(BookError):
    """A data file is not as it should be."""


class DefinitionError(BookError):
    """An exhibit's definition is not as it should be."""


class LookupFailed(BookError, LookupError):
    """A chapter asks for an exhibit, a year or a number that is not there."""


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """``; did you mean 'threats'?``, where something known looks like the word; else nothing."""
    close = difflib.get_close_matches(str(word), [str(name) for name in known], 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
