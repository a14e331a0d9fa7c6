"""Errors for people: which file and line, what was found, what was expected, what to do."""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

FAULTS = {
    errno.ENOSPC: ("the disk is full", "Make room on it"),
    errno.EDQUOT: ("you have no more room on this disk", "Make room on it"),
    errno.EFBIG: ("the file is larger than is allowed", "See ulimit -f"),
    errno.EROFS: ("this disk can be read only", "Copy the book's folder to a disk that you may write to"),
    errno.EACCES: ("you may not do that to this file or folder", "See whose it is: ls -ld"),
    errno.EPERM: ("you may not do that to this file or folder", "See whose it is, and whether it is locked"),
    errno.ENOENT: ("there is no such file, or it is a link that leads nowhere", "Put it back, or delete the link"),
    errno.EADDRINUSE: ("another program uses it", "End that, or choose another"),
    errno.EEXIST: ("this is a file, and should be a folder", "Move it away"),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move it away"),
    errno.EISDIR: ("this is a folder, and should be a file", "Move it away"),
    errno.ENOMEM: ("there is not enough memory", "End other programs"),
    errno.EMFILE: ("too few files may be open at once", "Allow more: ulimit -n 1024"),
    errno.ENAMETOOLONG: ("the name is too long", "Move the book to a folder with a shorter name"),
}
"""What a machine may be short of, in words, and what helps."""


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
        self.place = f"{self.file}:{line}" if line is not None else self.file
        self.remedy = remedy
        super().__init__(
            "\n".join(part for part in (f"{self.place}: {cause}" if self.place else cause, remedy) if part)
        )

    def seen_from(self, folder: Path) -> BookError:
        """The same, with all that lies in a folder named from there: the folder may be a copy that nobody knows."""
        cause, file, remedy = (part.replace(f"{folder}{os.sep}", "") for part in (self.cause, self.file, self.remedy))
        return BookError(cause, file=file, line=self.line, remedy=remedy)


class DataError(BookError):
    """A data file is not as it should be."""


MOST = 20
"""So many faults are told at once: a screen or two."""


def together(faults: Sequence[DataError], end: str = "") -> DataError:
    """All of them as one, at the place of the first. ``end`` is what is to be said of them all."""
    first, *others = faults[:MOST]
    if not others:
        return first
    more = f", of which these are the first {MOST}" if len(faults) > MOST else ""
    cause = "\n".join([first.cause, first.remedy, *map(str, others)])
    return DataError(cause, file=first.file, line=first.line, remedy=f"{len(faults)} faults{more}. {end}".strip())


class Faults:
    """Faults of a reading that goes on, so that all of them are told at once."""

    def __init__(self) -> None:
        self.found: list[DataError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """A block whose fault is noted."""
        try:
            yield
        except DataError as error:
            self.found.append(error)

    def tell(self) -> None:
        """Nothing, if there are none; otherwise raises DataError."""
        if self.found:
            raise together(self.found)


class DefinitionError(BookError):
    """An exhibit's definition is not as it should be."""


class LookupFailed(BookError, LookupError):
    """A chapter asks for an exhibit, a year or a number that is not there."""


class Hidden(LookupFailed):
    """A chapter asks for a number that is hidden, so that nobody is found in it."""


class Tied(LookupFailed):
    """A chapter asks for the highest or lowest where equals stand: a claim that names one is not true."""


class TextFault(BookError):
    """A sentence of a notebook is not true, or cannot be said."""

    def _render_traceback_(self) -> list[str]:
        """What Jupyter shows of it: the sentence is at fault, and no line of Python."""
        return [str(self)]


def did_you_mean(word: object, known: Iterable[object], most: int = 1) -> str:
    """``; did you mean 'threats'?``, where something known looks like the word; else nothing. Of ``most`` several,
    what is farther away is named too."""
    close = difflib.get_close_matches(str(word), [str(name) for name in known], most, 0.6 if most == 1 else 0.4)
    return f"; did you mean {' or '.join(map(repr, close))}?" if close else ""


def of_machine(error: OSError, folder: Path) -> BookError:
    """What the machine has refused, in words; files are named from ``folder``."""
    cause, remedy = FAULTS.get(error.errno or 0, (error.strerror or str(error), "See to it"))
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return BookError(cause, file=name, remedy=f"{remedy}, then try again.").seen_from(folder)
