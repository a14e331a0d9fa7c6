"""The books that are compared: the released one, the one that is worked on, an edition, any that lies in a folder."""

from __future__ import annotations

import json
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.book.build import WORK, build
from kunnskapsstatus.book.changes import side
from kunnskapsstatus.book.changes.report import Report
from kunnskapsstatus.book.changes.side import Side
from kunnskapsstatus.book.run.folders import PAGES
from kunnskapsstatus.data import values
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.desk.changes.page import page
from kunnskapsstatus.errors import BookError

OUT = Path("_build") / "changes"
PAGE, RECORD = "index.html", "changes.json"
EDITIONS = Path("_build") / "editions"


def is_missing_edition(root: Path, name: str) -> bool:
    """Whether a name is that of an edition that is not built."""
    return name.isdigit() and not (root / EDITIONS / name).exists()


def built(root: Path, name: str) -> Side:
    """The book that an argument names: an edition, ``2018``, or the folder of a built book.

    Raises
    ------
    DataError
        Where there is none.
    """
    folder = root / EDITIONS / name if (root / EDITIONS / name).is_dir() else Path(name)
    own = folder / values.FILE
    return side.read(own if own.is_file() else folder / PAGES / values.FILE, name)


def released(root: Path) -> Side:
    """The book that was released last.

    Raises
    ------
    DataError
        Where none has been.
    """
    data = values.released(root)
    return side.of(data, f"{data['released']['version']} ({data['released']['date']})", root / values.RELEASED)


def working(root: Path) -> tuple[Side, BookError | None]:
    """The book as it is now, built, and what keeps it from being published: it may say what is no longer true.

    Raises
    ------
    BookError
        Where it cannot be read to its end.
    """
    out = root / "_build"
    draft = out / WORK / PAGES / values.FILE
    draft.unlink(missing_ok=True)
    try:
        book = build(root, out)
    except BookError as error:
        if not draft.is_file():
            raise
        return side.read(draft, "the working tree"), error
    return side.read(book.html / values.FILE, "the working tree"), None


def write(root: Path, report: Report) -> tuple[Path, Path]:
    """Write the report for reading and for machines; both files."""
    read, record = root / OUT / PAGE, root / OUT / RECORD
    files.write(read, page(open_book(root), report))
    files.write(record, json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n")
    return read, record
