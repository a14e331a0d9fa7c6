"""Putting finished drafts in place, so that a reader never sees half a book, nor parts of two.

A book lies in ``.books/``, and the link ``.book`` leads to it. What readers open, ``html`` and ``pdf``, are links that
lead through it, and never change: so one renaming of ``.book`` is the whole exchange.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

HTML, PDF, NOTEBOOKS, REVIEW = PARTS = ("html", "pdf", "notebooks", "review")
"""What is published of a book, the last two of an edition alone, by the names that it has in the book's output."""
BOOK, BOOKS = ".book", ".books"
LEFT_OUT = (".buildinfo", "objects.inv.tmp")


def publish(out: Path, drafts: Mapping[str, Path]) -> None:
    """Put finished drafts in place, all together, whatever was there. A book is to be read: it is open to all."""
    recover(out)
    book = out / BOOKS / ("b" if _current(out).name == "a" else "a")
    try:
        for name, draft in drafts.items():
            _copy(draft, book / name, _current(out) / name)
    except OSError:
        recover(out)
        raise
    for folder in (out / BOOKS, book):
        folder.chmod(0o755)
    for name in drafts:
        _enter(out, name)
    _lead(out / BOOK, book.relative_to(out))
    recover(out)


def recover(out: Path) -> None:
    """Clear away what is not of the book, after an exchange and after a build that was cut off."""
    current = _current(out)
    for name in (path.name for path in current.glob("*") if not os.path.lexists(out / path.name)):
        _lead(out / name, Path(BOOK) / name)
    for book in (path for path in (out / BOOKS).glob("*") if path.name != current.name):
        shutil.rmtree(book)


def _current(out: Path) -> Path:
    """The folder of the book that is published; one that is not there, where none is."""
    link = out / BOOK
    return out / (os.readlink(link) if link.is_symlink() else Path(BOOKS) / "none")


def _copy(draft: Path, place: Path, published: Path) -> None:
    """Copy a draft. A file that is published as it is has one more name in its place: nobody writes in it."""
    for path in (draft, *sorted(draft.rglob("*"))):
        to, before = (folder / path.relative_to(draft) for folder in (place, published))
        if path.is_dir():
            to.mkdir(parents=True, exist_ok=True)
            to.chmod(0o755)
        elif path.name not in LEFT_OUT:
            if not (_is_same(path, before) and _has_one_more(before, to)):
                shutil.copy2(path, to)
            to.chmod(0o644)


def _is_same(path: Path, published: Path) -> bool:
    """Whether a file is published as it is, byte for byte: its time is of no account."""
    return published.is_file() and not published.is_symlink() and published.read_bytes() == path.read_bytes()


def _has_one_more(published: Path, name: Path) -> bool:
    """Whether a file could be given one more name: not every system has that."""
    try:
        os.link(published, name)
    except OSError:
        return False
    return True


def _enter(out: Path, name: str) -> None:
    """Have the way in be a link. A folder that stands there, such as plain Jupyter Book makes, is part of the book that
    is exchanged."""
    if (out / name).is_symlink():
        return
    if (out / name).exists():
        if not _current(out).is_dir():
            (out / BOOKS / "before").mkdir()
            _lead(out / BOOK, Path(BOOKS) / "before")
        os.replace(out / name, _current(out) / name)
    _lead(out / name, Path(BOOK) / name)


def _lead(link: Path, to: Path) -> None:
    """Have a link lead to another place, at once."""
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(to)
    os.replace(new, link)
