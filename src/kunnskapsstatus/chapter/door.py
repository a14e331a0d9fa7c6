"""The door between a chapter and the data: it gives exhibits and stated numbers, and remembers what was read through
it.

A chapter's kernel has one door, :data:`DOOR`; what the chapter calls are its methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display, publish_display_data

from kunnskapsstatus import paths
from kunnskapsstatus.data.book import FIRST_EDITION, Book, open_book
from kunnskapsstatus.data.listed import FOLDER as OFFICIAL
from kunnskapsstatus.data.listed import STATED
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.revisions import FILE as REVISIONS
from kunnskapsstatus.data.units import FILE as UNITS
from kunnskapsstatus.errors import LookupFailed, did_you_mean
from kunnskapsstatus.exhibits import lookup
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.origin import Origin
from kunnskapsstatus.exhibits.revised import told
from kunnskapsstatus.exhibits.view import View, check_year, view_of
from kunnskapsstatus.forms.shown import bundle

BEFORE = (
    f"Teksten er fra utgaven for {FIRST_EDITION}, den første av boka. "
    "Tabeller og figurer viser {year} der det finnes tall."
)
_NEWEST: Any = object()
"""The year of who names none. None is not a year."""


@dataclass(frozen=True, repr=False)
class _Displayed(Exhibit):
    """An exhibit that a cell has shown. Where it is the value of that cell as well, it is not shown twice."""

    cell: int | None

    def _ipython_display_(self) -> None:
        if self.cell != _running():
            publish_display_data(self.bundle(self.view))  # type: ignore[no-untyped-call]


def _running() -> int | None:
    """The number of the cell that runs."""
    shell = get_ipython()
    return None if shell is None else int(shell.execution_count)


class Door:
    """What a chapter reads through. ``root`` is the book's folder; by default the one around the working directory.

    Attributes
    ----------
    bundle : makes all forms of an exhibit when it is shown
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        self._book: Book | None = None
        self._read: dict[str, None] = {}
        self.bundle: Callable[[View], dict[str, Any]] = bundle
        self._shown: int | None = None

    @property
    def book(self) -> Book:
        """The book's data, as they stood when an exhibit was last asked for."""
        return self._book or self.open()

    def open(self) -> Book:
        """The book's data as they stand now. A number is asked for too often to look each time whether a file
        changed."""
        self._book = open_book(self._root or paths.root())
        return self._book

    @property
    def read(self) -> list[str]:
        """The files that were read from so far, from the book's folder, sorted."""
        return sorted(self._read)

    def note(self, files: Iterable[str | Path]) -> None:
        """Remember that files were read from, named from the book's folder."""
        self._read.update(dict.fromkeys(Path(file).as_posix() for file in files))

    def newest(self) -> int:
        """The newest year with official figures: the edition that a chapter is of, when nobody gives it another."""
        book = self.open()
        self.note(path.relative_to(book.root) for path in sorted((book.root / OFFICIAL).glob("*.csv")))
        return book.newest

    def edition(self, year: int) -> int:
        """The edition whose text a notebook has that is run for ``year``: that of the year, or the first. Of a year
        before it, the exhibits are shown beside that text, and the notebook says so.

        Raises
        ------
        LookupFailed
            As :meth:`exhibit`.
        """
        check_year(year, self.open().years)
        self._shown = year if year < FIRST_EDITION else None
        if self._shown:
            about = BEFORE.format(year=year)
            publish_display_data({"text/html": f"<p><strong>{about}</strong></p>", "text/plain": about})  # type: ignore[no-untyped-call]
        return max(year, FIRST_EDITION)

    def exhibit(self, identifier: str, year: int = _NEWEST, *, show: bool = True) -> Exhibit:
        """Show an exhibit where it stands in a chapter, and return it so that sentences can read numbers from it.

        Parameters
        ----------
        identifier : id of a definition in ``data/exhibits``
        year : the edition's year: no official figure of a later one is known; where the exhibit has no data for it, its
            latest year is shown, and said. By default, the newest
        show : False to read numbers from an exhibit that is shown elsewhere

        Raises
        ------
        LookupFailed
            For an unknown id, a year that is not a whole number, or a year without any data in the book.
        """
        book = self.open()
        view = view_of(book, identifier, book.newest if year is _NEWEST else check_year(year, book.years))
        self.note(view.files)
        if not show:
            return Exhibit(view, self.bundle)
        display(Exhibit(view_of(book, identifier, self._shown) if self._shown else view, self.bundle))  # type: ignore[no-untyped-call]
        return _Displayed(view, self.bundle, _running())

    def stated(self, key: str) -> Number:
        """A number that the report gives only in running text, by its key in ``data/stated/prose.csv``.

        Raises
        ------
        LookupFailed
            When there is no such key, it stands twice, or the report does not give the number.
        """
        rows = self.book.rows({"key": key}) if key else ()
        if not rows:
            known = [name for name in self.book.observations["key"].unique() if name]
            cause = f"no number is stated as {key!r}{did_you_mean(key, known, 3)}"
            raise LookupFailed(cause, file=STATED, remedy="Use a key of that file.")
        row = rows[0]
        if len(rows) > 1:
            cause = f"{key!r} is stated {len(rows)} times"
            raise LookupFailed(cause, file=row.file, line=row.line, remedy="Give each row its own key.")
        if not row.known:
            raise lookup.missing(row, key)
        revised = told(self.book.codebook, self.book.revisions, row)
        self.note((row.file, UNITS, *([REVISIONS] if revised else [])))
        return lookup.as_number(row, _stated_in(row, revised), lookup.stated(self.book.codebook, row))


def _stated_in(row: Observation, revised: str) -> Origin:
    year = "" if row.year is None or str(row.year) in row.what else f", {row.year}"
    reservation = " ".join(filter(None, (row.reservation, revised)))
    return Origin("", row.what + year, row.source, row.file, row.line, reservation)


DOOR = Door()
edition, exhibit, newest, stated = DOOR.edition, DOOR.exhibit, DOOR.newest, DOOR.stated
